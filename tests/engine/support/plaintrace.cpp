#include "engine/support/plaintrace.h"

#include "support/testing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters::plain {

namespace {

std::size_t index(int number)
{
    return static_cast<std::size_t>(number);
}

bool isZero(const Row& row)
{
    return std::all_of(row.begin(), row.end(), [](double value) { return value == 0; });
}

Matrix withGain(const Matrix& weight, const Row& gain)
{
    Matrix result = weight;
    for (Row& row : result) {
        for (std::size_t i = 0; i < gain.size(); ++i)
            row[i] *= gain[i];
    }
    return result;
}

Row capped(const Row& scores, double cap)
{
    Row result = scores;
    for (double& score : result) {
        if (cap > 0)
            score = cap * std::tanh(score / cap);
    }
    return result;
}

/// x with one more number.
Row with(const Row& x, double last)
{
    Row y = x;
    y.push_back(last);
    return y;
}

/// f(s) minus the mean of f over the other visible keys.
double relative(const Row& f, std::size_t first, std::size_t source)
{
    double others = 0;
    for (std::size_t t = first; t < f.size(); ++t)
        others += t == source ? 0 : f[t];
    const auto count = static_cast<double>(f.size() - first) - 1;
    return f[source] - (count > 0 ? others / count : 0);
}

std::vector<std::size_t> descending(const Row& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return values[one] > values[other];
    });
    return order;
}

double sum(const Row& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

} // namespace

Trace::Trace(const Model& canonical, const std::vector<TokenId>& ids)
    : model(canonical),
      run(canonical.run(ids))
{
}

std::vector<Trace::Part> Trace::partsBelow(std::size_t layer) const
{
    const std::size_t tokens = run.last.size();
    const auto heads = static_cast<int>(model.config.nHeads);
    std::vector<Part> parts;
    for (std::size_t below = 0; below < layer; ++below) {
        const Layer& weights = model.layers[below];
        const Run::Layer& values = run.layers[below];
        const auto behind = [&](Row row, std::size_t t) {
            for (std::size_t i = 0; i < weights.ln1PostGain.size(); ++i)
                row[i] *= weights.ln1PostGain[i];
            return scaled(row, 1 / values.postScale[t]);
        };
        for (int head = 0; head < heads; ++head) {
            for (std::size_t source = 0; source < tokens; ++source) {
                const Row out = times(values.v[index(head)][source], weights.W_O[index(head)]);
                Part part{{static_cast<int>(below), head, static_cast<int>(source)}, {}};
                for (std::size_t t = 0; t < tokens; ++t)
                    part.written.push_back(behind(scaled(out, values.pattern[index(head)][t][source]), t));
                parts.push_back(part);
            }
        }
        parts.push_back({{static_cast<int>(below), heads, 0}, values.mlpOut});
        if (isZero(weights.b_O))
            continue;
        Part bias{{static_cast<int>(below), heads + 1, 0}, {}};
        for (std::size_t t = 0; t < tokens; ++t)
            bias.written.push_back(behind(weights.b_O, t));
        parts.push_back(bias);
    }
    parts.push_back({{0, heads + 2, 0}, run.layers.front().pre});
    return parts;
}

Trace::Reader Trace::query(HeadIndex head) const
{
    const Layer& layer = model.layers[index(head.layer)];
    Reader reader{withGain(layer.W_Q[index(head.head)], layer.queryGain), {}, {}};
    reader.bias = withGain({layer.b_Q[index(head.head)]}, layer.queryGain).front();
    reader.augmented = reader.weight;
    reader.augmented.push_back(reader.bias);
    return reader;
}

Trace::Reader Trace::key(HeadIndex head) const
{
    const Layer& layer = model.layers[index(head.layer)];
    Reader reader{withGain(layer.W_K[index(head.head)], layer.keyGain), {}, {}};
    reader.bias = withGain({layer.b_K[index(head.head)]}, layer.keyGain).front();
    reader.augmented = reader.weight;
    reader.augmented.push_back(reader.bias);
    return reader;
}

Row Trace::asQuery(HeadIndex head, const Row& row, std::size_t token) const
{
    const Run::Layer& layer = run.layers[index(head.layer)];
    return scaled(row, 1 / (layer.scale[token] * layer.queryScale[index(head.head)][token]));
}

Row Trace::asKey(HeadIndex head, const Row& row, std::size_t token) const
{
    const Run::Layer& layer = run.layers[index(head.layer)];
    return scaled(row, 1 / (layer.scale[token] * layer.keyScale[index(head.head)][token]));
}

std::size_t Trace::firstKey(const Firing& firing) const
{
    std::size_t first = 0;
    while (!model.sees(index(firing.head.layer), index(firing.destination), first))
        ++first;
    return first;
}

Matrix Trace::turned(const Matrix& rows, std::size_t position) const
{
    Matrix result;
    for (const Row& row : rows)
        result.push_back(model.rotated(row, position));
    return result;
}

Trace::Decomposition Trace::decompose(const Firing& firing) const
{
    const HeadIndex head = firing.head;
    const std::size_t d = index(firing.destination);
    const Run::Layer& own = run.layers[index(head.layer)];
    const double kappa = 1 / model.config.scoreScale(head.layer);
    const Reader q = query(head);
    const Reader k = key(head);
    const Matrix queryInverse = pseudoInverse(q.weight);
    const Matrix keyInverse = pseudoInverse(k.weight);
    const Svd omega = svd(times(q.weight, transposed(k.weight)));
    const std::size_t e = q.bias.size();
    // c_d = b_Q W_Q+, c_s = b_K W_K+, and the maps x -> M^q x, y -> M^k_t y as matrices on rows.
    const double queryScale = own.queryScale[index(head.head)][d];
    const Row queryOffset = scaled(times(q.bias, queryInverse), 1 / queryScale);
    const Row keyOffset = times(k.bias, keyInverse);
    const Matrix queryMap = times(turned(q.weight, d), queryInverse);

    Decomposition all;
    all.singularValues = Row(omega.s.begin(), omega.s.begin() + static_cast<std::ptrdiff_t>(e));
    all.firstKey = firstKey(firing);
    std::vector<Matrix> keyMaps; // [visible key]
    for (std::size_t t = all.firstKey; t <= d; ++t) {
        keyMaps.push_back(times(turned(k.weight, t), keyInverse));
        all.scores.push_back(own.scores[index(head.head)][d][t]);
    }
    const auto phi = [&](const Row& x) { // [direction]
        const Row seen = times(x, queryMap);
        Row result;
        for (std::size_t i = 0; i < e; ++i)
            result.push_back(dot(seen, omega.u[i]) * omega.s[i] / kappa);
        return result;
    };
    const auto psi = [&](const Row& y, std::size_t t) {
        const Row seen = times(y, keyMaps[t - all.firstKey]);
        Row result;
        for (std::size_t i = 0; i < e; ++i)
            result.push_back(dot(omega.v[i], seen));
        return result;
    };
    const auto keyOffsetAt = [&](std::size_t t) {
        return scaled(keyOffset, 1 / own.keyScale[index(head.head)][t]);
    };
    const Row whole = phi(plus(asQuery(head, own.pre[d], d), queryOffset));
    Matrix keys; // [visible key][direction]
    for (std::size_t t = all.firstKey; t <= d; ++t)
        keys.push_back(psi(plus(asKey(head, own.pre[t], t), keyOffsetAt(t)), t));

    const auto addQuery = [&](const PartRef& ref, const Row& ofPart) {
        Matrix rows = zeros(e, keys.size());
        for (std::size_t i = 0; i < e; ++i) {
            for (std::size_t t = 0; t < keys.size(); ++t)
                rows[i][t] = ofPart[i] * keys[t][i];
        }
        all.query.parts.push_back(ref);
        all.query.rows.push_back(rows);
    };
    const auto addKey = [&](const PartRef& ref, const Matrix& atKeys) { // [visible key][direction]
        Matrix rows = zeros(e, keys.size());
        for (std::size_t i = 0; i < e; ++i) {
            for (std::size_t t = 0; t < keys.size(); ++t)
                rows[i][t] = whole[i] * atKeys[t][i];
        }
        all.key.parts.push_back(ref);
        all.key.rows.push_back(rows);
    };
    const auto heads = static_cast<int>(model.config.nHeads);
    for (const Part& part : partsBelow(index(head.layer))) {
        const bool isHead = part.ref.component < heads;
        if (isHead && part.ref.token > firing.destination)
            continue;
        PartRef ref = part.ref;
        if (!isHead)
            ref.token = firing.destination;
        addQuery(ref, phi(asQuery(head, part.written[d], d)));
        Matrix atKeys;
        for (std::size_t t = all.firstKey; t <= d; ++t)
            atKeys.push_back(psi(asKey(head, part.written[t], t), t));
        if (!isHead)
            ref.token = firing.source;
        addKey(ref, atKeys);
    }
    if (!isZero(q.bias))
        addQuery({0, heads + 3, firing.destination}, phi(queryOffset));
    if (!isZero(k.bias) && model.config.rotary.isUsed()) {
        Matrix atKeys;
        for (std::size_t t = all.firstKey; t <= d; ++t)
            atKeys.push_back(psi(keyOffsetAt(t), t));
        addKey({0, heads + 3, firing.source}, atKeys);
    }
    return all;
}

Matrix Trace::gradients(const Decomposition& all, const Side& side, const Firing& firing, double cap) const
{
    const std::size_t source = index(firing.source) - all.firstKey;
    Matrix result;
    for (const Matrix& rows : side.rows)
        result.push_back(zeros(rows.size()));
    constexpr int steps = 64;
    for (int step = 0; step <= steps; ++step) {
        const Row at = scaled(all.scores, static_cast<double>(step) / steps);
        const Row p = softmax(capped(at, cap));
        const double weight = (step == 0 || step == steps ? 0.5 : 1.0) / steps;
        for (std::size_t part = 0; part < side.rows.size(); ++part) {
            for (std::size_t k = 0; k < side.rows[part].size(); ++k) {
                Row row = side.rows[part][k];
                for (std::size_t t = 0; t < row.size() && cap > 0; ++t)
                    row[t] /= std::cosh(at[t] / cap) * std::cosh(at[t] / cap);
                result[part][k] += weight * p[source] * (row[source] - dot(p, row));
            }
        }
    }
    return result;
}

SideTrace
Trace::remove(const Decomposition& all, const Side& side, const Firing& firing, double tau, double cap) const
{
    const std::size_t source = index(firing.source) - all.firstKey;
    const Matrix ranks = gradients(all, side, firing, cap);
    const std::size_t e = ranks.front().size();
    Row flat;
    for (const Row& row : ranks)
        flat.insert(flat.end(), row.begin(), row.end());
    SideTrace trace;
    trace.remaining = run.layers[index(firing.head.layer)]
                          .pattern[index(firing.head.head)][index(firing.destination)][index(firing.source)];
    Row row = all.scores;
    for (const std::size_t pair : descending(flat)) {
        if (trace.remaining < tau || trace.steps == 1000)
            break;
        const std::size_t part = pair / e;
        row = plus(row, side.rows[part][pair % e], -1);
        const double now = softmax(capped(row, cap))[source];
        auto share = std::find_if(trace.parts.begin(), trace.parts.end(), [&](const PartShare& found) {
            return found.part == side.parts[part];
        });
        if (share == trace.parts.end())
            share = trace.parts.insert(share, PartShare{side.parts[part], 0, {}});
        share->weight += trace.remaining - now;
        share->directions.push_back(static_cast<int>(pair % e));
        trace.remaining = now;
        ++trace.steps;
    }
    trace.exhausted = trace.remaining >= tau;
    return trace;
}

RelativeScoreTrace Trace::relativeScore(const Firing& firing) const
{
    const HeadIndex head = firing.head;
    const std::size_t d = index(firing.destination);
    const std::size_t s = index(firing.source);
    const Run::Layer& own = run.layers[index(head.layer)];
    const Reader q = query(head);
    const Reader k = key(head);
    const std::size_t e = q.bias.size();
    const std::size_t first = firstKey(firing);
    std::vector<Matrix> omegaD, omegaS; // [key], of the offset d - t
    for (std::size_t t = 0; t <= d; ++t) {
        omegaD.push_back(times(turned(q.weight, d - t), transposed(k.augmented)));
        omegaS.push_back(times(turned(q.augmented, d - t), transposed(k.weight)));
    }
    const auto hat = [&](std::size_t t) { return asKey(head, own.pre[t], t); };
    const auto tilde = [&](std::size_t t) { return with(hat(t), 1 / own.keyScale[index(head.head)][t]); };
    const Row queryHat = asQuery(head, own.pre[d], d);
    const Row queryTilde = with(queryHat, 1 / own.queryScale[index(head.head)][d]);
    const Svd ofD = svd(omegaD[s]);
    const Svd ofS = svd(omegaS[s]);

    // <f> over t of u_k^T Omega_D^(d-t) x~_t, and for each key x~_d Omega_S^(d-t) . v_k.
    Row keysSeen;
    Matrix queriesMet; // [direction][key]
    RelativeScoreTrace trace;
    for (std::size_t i = 0; i < e; ++i) {
        Row seen = zeros(d + 1);
        Row met = zeros(d + 1);
        Row terms = zeros(d + 1);
        for (std::size_t t = first; t <= d; ++t) {
            seen[t] = dot(times(ofD.u[i], omegaD[t]), tilde(t));
            met[t] = dot(times(queryTilde, omegaS[t]), ofS.v[i]);
            terms[t] = met[t] * dot(ofS.v[i], hat(t));
        }
        keysSeen.push_back(relative(seen, first, s));
        queriesMet.push_back(met);
        trace.queryTerms.push_back(dot(queryHat, ofD.u[i]) * keysSeen[i]);
        trace.keyTerms.push_back(relative(terms, first, s));
    }
    const auto select = [](const Row& terms) {
        std::vector<int> kept;
        double so = 0;
        const double whole = sum(terms);
        for (const std::size_t i : descending(terms)) {
            if (whole <= 0)
                break;
            kept.push_back(static_cast<int>(i));
            so += terms[i];
            if (std::round(so / whole * 1e5) / 1e5 >= 1.0)
                break;
        }
        return kept;
    };
    trace.queryDirections = select(trace.queryTerms);
    trace.keyDirections = select(trace.keyTerms);
    const auto heads = static_cast<int>(model.config.nHeads);
    for (const Part& part : partsBelow(index(head.layer))) {
        const bool isHead = part.ref.component < heads;
        if (isHead && part.ref.token > firing.destination)
            continue;
        double ofQuery = 0;
        for (const int i : trace.queryDirections)
            ofQuery += dot(asQuery(head, part.written[d], d), ofD.u[index(i)]) * keysSeen[index(i)];
        double ofKey = 0;
        for (const int i : trace.keyDirections) {
            Row terms = zeros(d + 1);
            for (std::size_t t = first; t <= d; ++t)
                terms[t] = queriesMet[index(i)][t] * dot(ofS.v[index(i)], asKey(head, part.written[t], t));
            ofKey += relative(terms, first, s);
        }
        PartRef ref = part.ref;
        ref.token = isHead ? ref.token : firing.destination;
        if (!trace.queryDirections.empty())
            trace.queryParts.push_back({ref, ofQuery, {}});
        ref.token = isHead ? ref.token : firing.source;
        if (!trace.keyDirections.empty())
            trace.keyParts.push_back({ref, ofKey, {}});
    }
    return trace;
}

SadFiring Trace::sad(const Firing& firing, bool compat) const
{
    const HeadIndex head = firing.head;
    const std::size_t d = index(firing.destination);
    const std::size_t s = index(firing.source);
    const Run::Layer& own = run.layers[index(head.layer)];
    const Reader q = query(head);
    const Reader k = key(head);
    const Svd omega = svd(times(turned(q.augmented, d), transposed(turned(k.augmented, s))));
    const double queryScale = own.queryScale[index(head.head)][d];
    const double keyScale = own.keyScale[index(head.head)][s];
    const Row queryTilde = with(asQuery(head, own.pre[d], d), 1 / queryScale);
    const Row keyTilde = with(asKey(head, own.pre[s], s), 1 / keyScale);
    SadFiring result;
    result.firing = firing;
    Row pi;
    for (std::size_t i = 0; i < q.bias.size(); ++i) {
        pi.push_back(dot(queryTilde, omega.u[i]));
        result.terms.push_back(omega.s[i] * pi[i] * dot(omega.v[i], keyTilde));
    }
    result.score = sum(result.terms);
    double so = 0;
    Row forQuery = zeros(queryTilde.size());
    Row forKey = zeros(keyTilde.size());
    for (const std::size_t i : descending(result.terms)) {
        result.directions.push_back(static_cast<int>(i));
        const double factor = (pi[i] < 0 ? -1 : 1) * std::sqrt(omega.s[i]);
        forQuery = plus(forQuery, omega.u[i], factor);
        forKey = plus(forKey, omega.v[i], factor);
        so += result.terms[i];
        if (so > result.score)
            break;
    }
    const auto heads = static_cast<int>(model.config.nHeads);
    const auto table = [&](const Row& w, std::size_t token, double scale) {
        std::vector<std::vector<double>> all(index(head.layer), zeros(index(heads)));
        for (const Part& part : partsBelow(index(head.layer))) {
            if (part.ref.component < heads)
                all[index(part.ref.layer)][index(part.ref.component)] +=
                    dot(with(part.written[token], 0), w) / scale;
        }
        for (Row& row : all) {
            for (double& value : row)
                value += compat ? w.back() / scale : 0;
        }
        return all;
    };
    result.query = table(forQuery, d, own.scale[d] * queryScale);
    result.key = table(forKey, s, own.scale[s] * keyScale);
    return result;
}

} // namespace headwaters::plain
