#include "core/engine/trace/edgeevidence.h"

#include "core/engine/trace/edgeplace.h"
#include "core/engine/trace/readings.h"
#include "core/engine/trace/seeds.h"
#include "core/engine/trace/tracedrun.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

// With q' and k' the head's rotated query and keys and `left`, `right` of the method's matrix
// (productsvd.h), q' . k' is the sum over directions of (q' left)_k (right k')_k. A part's share of either
// stands in its place; ACC's and SAD's matrices hold the rotation of the firing, so on the key side the other
// keys are seen as if they stood at the source, and the query as each of them meets it (acc.cpp).

namespace {

class Evidence {
public:
    Evidence(const TracedRun& run, const EdgePlace& place, const CancelToken& cancel)
        : m_run(run),
          m_config(run.config()),
          m_place(place),
          m_cancel(cancel),
          m_own(run.layer(place.firing.head.layer)),
          m_group(place.firing.head.head / m_config.groupSize()),
          m_keys(place.firing.destination + 1),
          m_isPlain(place.method == TraceMethod::AccPlusPlus)
    {
        const bool isAcc = place.method == TraceMethod::Acc;
        const bool isSad = place.method == TraceMethod::Sad;
        const bool isQuery = place.side == EdgeSide::Query;
        m_svd = run.model().qk(
            place.firing.head, {isSad || (isAcc && !isQuery), isSad || (isAcc && isQuery)},
            m_isPlain ? 0 : place.firing.destination, m_isPlain ? 0 : place.firing.source, cancel);
        m_scale = m_config.scoreScale(place.firing.head.layer);
        const int firstKey = run.firstKey(place.firing.head.layer, place.firing.destination);
        const auto others = static_cast<double>(place.firing.destination - firstKey);
        m_weights = at::zeros({m_keys}, at::kDouble);
        if (others > 0)
            m_weights.narrow(0, firstKey, m_keys - firstKey).fill_(-1.0 / others);
        m_weights.data_ptr<double>()[place.firing.source] = 1.0;
    }

    EdgeEvidence take() const
    {
        const at::Tensor query =
            m_own.queries.select(0, m_place.firing.destination).select(0, m_place.firing.head.head);
        const at::Tensor keys = m_own.keys.select(1, m_group).narrow(0, 0, m_keys);
        EdgeEvidence evidence;
        evidence.score = at::dot(at::mv(keys, query), m_weights).item<double>() * m_scale;
        double direct = 0;
        at::Tensor values;
        if (m_place.side == EdgeSide::Query) {
            const at::Tensor part =
                at::mv(m_run.model().rotation(m_place.position()).t(), read(m_place.position()));
            const at::Tensor relative = at::mv(keys.t(), m_weights);
            values = at::mv(m_svd->left.t(), part) * at::mv(m_svd->right, relative);
            direct = at::dot(part, relative).item<double>();
        } else {
            values = keySide(query, direct);
        }
        values = (values * m_scale).contiguous();
        fill(evidence, values, direct * m_scale);
        return evidence;
    }

private:
    at::Tensor keySide(const at::Tensor& query, double& direct) const
    {
        at::Tensor values = at::zeros({m_config.dHead}, at::kDouble);
        const at::Tensor toSource = m_run.model().rotation(m_place.position());
        for (std::int64_t t = 0; t < m_keys; ++t) {
            m_cancel.throwIfCancelled();
            const double weight = m_weights.data_ptr<double>()[t];
            if (weight == 0)
                continue;
            const at::Tensor unrotated = read(static_cast<int>(t));
            const at::Tensor rotation = m_run.model().rotation(t);
            const at::Tensor part = at::mv(rotation.t(), unrotated);
            direct += weight * at::dot(query, part).item<double>();
            const at::Tensor met = m_isPlain ? query : at::mv(toSource.t(), at::mv(rotation, query));
            const at::Tensor seen = m_isPlain ? part : at::mv(toSource.t(), unrotated);
            values.add_(at::mv(m_svd->left.t(), met) * at::mv(m_svd->right, seen), weight);
        }
        return values;
    }

    /// What the head reads of the part at a position, normed but not rotated: [e].
    at::Tensor read(int position) const
    {
        const AttentionWeights& weights = m_run.model().attention(m_place.firing.head.layer, m_cancel);
        const bool isQuery = m_place.side == EdgeSide::Query;
        const std::int64_t head = isQuery ? m_place.firing.head.head : m_group;
        const at::Tensor& headScale = isQuery ? m_own.queryScale : m_own.keyScale;
        const double behind =
            headScale.defined() ? headScale.select(0, position).select(0, head).item<double>() : 1.0;
        if (m_place.part.component == m_config.nHeads + 3)
            return biasOfHead(isQuery ? weights.b_Q : weights.b_K, head, m_config.dHead) / behind;
        const at::Tensor reader = readerOfHead(isQuery ? weights.W_Q : weights.W_K, head, m_config.dHead);
        return at::mv(reader.t(), written(position)) / (m_own.scale.data_ptr<double>()[position] * behind);
    }

    at::Tensor written(int position) const
    {
        PartRef part = m_place.part;
        if (!m_place.isWholeHead) {
            if (part.component < m_config.nHeads && part.token > position)
                return at::zeros({m_config.dModel}, at::kDouble);
            return writtenBy(m_run, part, position, m_cancel);
        }
        at::Tensor whole = at::zeros({m_config.dModel}, at::kDouble);
        for (part.token = 0; part.token <= position; ++part.token)
            whole.add_(writtenBy(m_run, part, position, m_cancel));
        return whole;
    }

    void fill(EdgeEvidence& evidence, const at::Tensor& values, double direct) const
    {
        for (int direction = 0; direction < static_cast<int>(values.numel()); ++direction) {
            const bool isListed = std::find(m_place.directions.begin(), m_place.directions.end(), direction)
                != m_place.directions.end();
            const double value = values.data_ptr<double>()[direction];
            evidence.shares.push_back({direction, value, isListed});
            evidence.sum += value;
        }
        std::stable_sort(
            evidence.shares.begin(), evidence.shares.end(),
            [](const EdgeEvidence::Share& one, const EdgeEvidence::Share& other) {
                return std::abs(one.value) > std::abs(other.value);
            });
        evidence.residual = direct - evidence.sum;
    }

    const TracedRun& m_run;
    const ModelConfig& m_config;
    const EdgePlace& m_place;
    const CancelToken& m_cancel;
    const TracedRun::Layer& m_own;
    std::int64_t m_group;
    std::int64_t m_keys;
    bool m_isPlain;
    std::shared_ptr<const ProductSvd> m_svd;
    double m_scale = 1;
    at::Tensor m_weights; // [key] 1 at the source, minus the mean elsewhere, 0 where not visible
};

} // namespace

EdgeEvidence
edgeEvidence(const TracedRun& run, const EdgeTarget& edge, TraceMethod method, const CancelToken& cancel)
{
    return withTorch([&] {
        EdgePlace place = edgePlace(run, edge.upstream, edge.downstream, edge.side, method);
        place.directions = edge.directions.empty()
            ? firingDirections(run, place.firing, place.side, method, cancel)
            : edge.directions;
        return Evidence(run, place, cancel).take();
    });
}

} // namespace headwaters
