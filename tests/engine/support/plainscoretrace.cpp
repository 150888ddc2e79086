#include "engine/support/plaintrace.h"

#include <cmath>

namespace headwaters::plain {

namespace {

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

} // namespace

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
