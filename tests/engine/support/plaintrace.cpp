#include "engine/support/plaintrace.h"

#include "support/testing.h"

#include <algorithm>
#include <cmath>

namespace headwaters::plain {

namespace {

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

} // namespace headwaters::plain
