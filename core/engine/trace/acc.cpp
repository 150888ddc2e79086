#include "core/engine/trace/acc.h"

#include "core/engine/trace/filter.h"
#include "core/engine/trace/readings.h"

#include <cmath>
#include <numeric>

namespace headwaters {

// With q and k the head's rotated queries and keys, bias included, q0 and k0 the same without bias, and
// `left`, `right` of the SVD between both rotated sides (productsvd.h), for the firing (d, s):
//
//     query side   K_k = (q0_d left)_k (right <k>)_k
//     key side     K_k = < (q_d Rot_t^T Rot_s left)_k (right Rot_s x_t W_K)_k >
//
// where <f> is f(s) minus the mean of f over the other visible keys. With rotary positions the projector
// belongs to the firing's offset, and every other key is scored with its own. Both are linear in the parts:
// on the key side a part that writes y_t at t counts <(y_t W_K) . h_t>, h_t one vector for each key.

namespace {

constexpr double share = 0.7; // of the sum, that the upstream filter keeps

/// Weights of the keys 0 to d under < >: 1 at the source, minus the mean elsewhere, 0 where not visible.
at::Tensor relativeWeights(const Firing& firing, int firstKey)
{
    const int others = firing.destination - firstKey;
    at::Tensor weights = at::zeros({firing.destination + 1}, at::kDouble);
    if (others > 0)
        weights.narrow(0, firstKey, others + 1).fill_(-1.0 / others);
    weights.data_ptr<double>()[firing.source] = 1.0;
    return weights;
}

std::vector<double> toVector(const at::Tensor& tensor)
{
    const at::Tensor plain = tensor.contiguous();
    return {plain.data_ptr<double>(), plain.data_ptr<double>() + plain.numel()};
}

at::Tensor chosen(const at::Tensor& columns, const std::vector<int>& which)
{
    at::Tensor index = at::empty({static_cast<std::int64_t>(which.size())}, at::kLong);
    std::copy(which.begin(), which.end(), index.data_ptr<std::int64_t>());
    return at::index_select(columns, 1, index);
}

/// Adds a [head, source] matrix of contributions as parts.
void addHeads(std::vector<PartShare>& parts, int layer, const at::Tensor& values)
{
    const at::Tensor plain = values.contiguous();
    const double* value = plain.data_ptr<double>();
    for (int head = 0; head < static_cast<int>(plain.size(0)); ++head) {
        for (int source = 0; source < static_cast<int>(plain.size(1)); ++source)
            parts.push_back({{layer, head, source}, *value++, {}});
    }
}

double sumOf(const std::vector<PartShare>& parts)
{
    return std::accumulate(
        parts.begin(), parts.end(), 0.0, [](double sum, const PartShare& part) { return sum + part.weight; });
}

class RelativeScore {
public:
    RelativeScore(
        const TracedRun& run, const UpstreamReadings& readings, const Firing& firing,
        const CancelToken& cancel)
        : m_run(run),
          m_readings(readings),
          m_firing(firing),
          m_cancel(cancel),
          m_nHeads(static_cast<int>(run.config().nHeads)),
          m_keys(firing.destination + 1),
          m_weights(relativeWeights(firing, run.firstKey(firing.head.layer, firing.destination)))
    {
    }

    RelativeScoreTrace trace()
    {
        RelativeScoreTrace result;
        traceQuery(result);
        m_cancel.throwIfCancelled();
        traceKey(result);
        return result;
    }

private:
    [[nodiscard]] const TracedRun::Layer& own() const { return m_run.layer(m_firing.head.layer); }

    void traceQuery(RelativeScoreTrace& result) const
    {
        const UpstreamReadings::Side& side = m_readings.query;
        const int d = m_firing.destination;
        const auto svd = m_run.model().qk(m_firing.head, {false, true}, d, m_firing.source, m_cancel);
        const std::int64_t group = m_firing.head.head / m_run.config().groupSize();
        const at::Tensor relativeKey =
            at::mv(own().keys.select(1, group).narrow(0, 0, m_keys).t(), m_weights);
        const at::Tensor ofKeys = at::mv(svd->right, relativeKey); // [e]
        const at::Tensor rotation = m_run.model().rotation(d);
        at::Tensor query = own().queries.select(0, d).select(0, m_firing.head.head);
        if (side.offset.defined())
            query = query - at::mv(rotation.t(), side.offset) / side.offsetDivisor.data_ptr<double>()[d];
        const at::Tensor terms = at::mv(svd->left.t(), query) * ofKeys;
        result.queryTerms = toVector(terms);
        result.queryDirections = prefixToWhole(result.queryTerms);
        if (result.queryDirections.empty())
            return;
        // What a part's unrotated y W_Q counts.
        const at::Tensor kept = chosen(svd->left, result.queryDirections); // [e, kept]
        const at::Tensor keptKeys = chosen(ofKeys.unsqueeze(0), result.queryDirections).select(0, 0);
        const at::Tensor reader =
            at::mv(rotation, at::mv(kept, keptKeys)) / side.divisor.data_ptr<double>()[d];
        for (int layer = 0; layer < static_cast<int>(side.layers.size()); ++layer) {
            const UpstreamReadings::Layer& read = side.layers[static_cast<std::size_t>(layer)];
            const double behind = m_run.postDivisor(layer).data_ptr<double>()[d];
            const at::Tensor pattern = m_run.layer(layer).pattern.select(1, d).narrow(1, 0, m_keys);
            addHeads(
                result.queryParts, layer,
                at::matmul(read.heads.narrow(1, 0, m_keys), reader) * pattern / behind);
            add(result.queryParts, {layer, m_nHeads, d}, at::dot(read.mlp.select(0, d), reader));
            if (read.bias.defined())
                add(result.queryParts, {layer, m_nHeads + 1, d}, at::dot(read.bias, reader) / behind);
        }
        add(result.queryParts, {0, m_nHeads + 2, d}, at::dot(side.embedding.select(0, d), reader));
        tellResidual(result, result.queryParts, result.queryTerms, result.queryDirections);
    }

    void traceKey(RelativeScoreTrace& result) const
    {
        const UpstreamReadings::Side& side = m_readings.key;
        const int s = m_firing.source;
        const auto svd = m_run.model().qk(m_firing.head, {true, false}, m_firing.destination, s, m_cancel);
        const std::int64_t group = m_firing.head.head / m_run.config().groupSize();
        const at::Tensor query = own().queries.select(0, m_firing.destination).select(0, m_firing.head.head);
        const at::Tensor toSource = m_run.model().rotation(s);
        const bool rotates = m_run.config().rotary.isUsed();

        // [key, e]: the query as each key meets it, seen from the source's place.
        at::Tensor met = query.expand({m_keys, query.size(0)});
        at::Tensor keys = own().keys.select(1, group).narrow(0, 0, m_keys);
        at::Tensor offset =
            side.offset.defined() ? side.offset.expand({m_keys, query.size(0)}) : at::Tensor();
        if (offset.defined())
            offset = offset / side.offsetDivisor.narrow(0, 0, m_keys).unsqueeze(1);
        if (rotates) {
            std::vector<at::Tensor> queries;
            std::vector<at::Tensor> unrotated;
            for (std::int64_t t = 0; t < m_keys; ++t) {
                const at::Tensor back = m_run.model().rotation(t).t();
                queries.push_back(at::mv(toSource.t(), at::mv(back.t(), query)));
                unrotated.push_back(at::mv(back.t(), keys.select(0, t)));
            }
            met = at::stack(queries);
            keys = at::stack(unrotated);
        }
        if (offset.defined())
            keys = keys - offset;
        const at::Tensor queryTerms = at::mm(met, svd->left); // [key, e]
        const at::Tensor keyTerms = at::mm(at::mm(keys, toSource), svd->right.t());
        const at::Tensor terms = at::mv((queryTerms * keyTerms).t(), m_weights);
        result.keyTerms = toVector(terms);
        result.keyDirections = prefixToWhole(result.keyTerms);
        if (result.keyDirections.empty())
            return;
        // h_t times the weight of the key, for a part's unrotated and undivided y_t W_K: [key, e].
        const at::Tensor kept = chosen(queryTerms, result.keyDirections); // [key, kept]
        const at::Tensor rows = chosen(svd->right.t(), result.keyDirections).t(); // [kept, e]
        const at::Tensor readers = at::mm(at::mm(kept, rows), toSource.t())
            * (m_weights / side.divisor.narrow(0, 0, m_keys)).unsqueeze(1);
        for (int layer = 0; layer < static_cast<int>(side.layers.size()); ++layer) {
            const UpstreamReadings::Layer& read = side.layers[static_cast<std::size_t>(layer)];
            const at::Tensor behind = readers / m_run.postDivisor(layer).narrow(0, 0, m_keys).unsqueeze(1);
            const at::Tensor pattern = m_run.layer(layer).pattern.narrow(1, 0, m_keys).narrow(2, 0, m_keys);
            addHeads(
                result.keyParts, layer,
                (at::matmul(pattern.transpose(1, 2), behind) * read.heads.narrow(1, 0, m_keys)).sum(-1));
            add(result.keyParts, {layer, m_nHeads, s}, (read.mlp.narrow(0, 0, m_keys) * readers).sum());
            if (read.bias.defined())
                add(result.keyParts, {layer, m_nHeads + 1, s}, at::dot(read.bias, behind.sum(0)));
        }
        add(result.keyParts, {0, m_nHeads + 2, s}, (side.embedding.narrow(0, 0, m_keys) * readers).sum());
        tellResidual(result, result.keyParts, result.keyTerms, result.keyDirections);
    }

    static void add(std::vector<PartShare>& parts, const PartRef& part, const at::Tensor& value)
    {
        parts.push_back({part, value.item<double>(), {}});
    }

    static void tellResidual(
        RelativeScoreTrace& result, const std::vector<PartShare>& parts, const std::vector<double>& terms,
        const std::vector<int>& directions)
    {
        double sum = 0;
        for (const int direction : directions)
            sum += terms[static_cast<std::size_t>(direction)];
        result.residual = std::max(result.residual, std::abs(sumOf(parts) - sum) / (1.0 + std::abs(sum)));
    }

    const TracedRun& m_run;
    const UpstreamReadings& m_readings;
    const Firing& m_firing;
    const CancelToken& m_cancel;
    int m_nHeads;
    std::int64_t m_keys;
    at::Tensor m_weights; // [key]
};

SideTrace filtered(const std::vector<PartShare>& parts)
{
    std::vector<double> values;
    for (const PartShare& part : parts)
        values.push_back(part.weight);
    SideTrace side;
    if (values.empty())
        return side;
    const double least = cutOff(values, share);
    for (const PartShare& part : parts) {
        if (part.weight >= least)
            side.parts.push_back(part);
    }
    return side;
}

} // namespace

RelativeScoreTrace relativeScore(
    const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, const CancelToken& cancel)
{
    return RelativeScore(run, readings, firing, cancel).trace();
}

FiringTrace traceRelativeScore(
    const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, const CancelToken& cancel)
{
    const RelativeScoreTrace all = relativeScore(run, readings, firing, cancel);
    FiringTrace trace;
    trace.query = filtered(all.queryParts);
    trace.key = filtered(all.keyParts);
    trace.residual = all.residual;
    return trace;
}

} // namespace headwaters
