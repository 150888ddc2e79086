#include "core/engine/trace/edgeprojection.h"

#include "core/engine/trace/seeds.h"
#include "core/engine/trace/tracedrun.h"

namespace headwaters {

namespace {

/// The directions of one side of a head in the residual stream.
class SideDirections {
public:
    SideDirections(const TracedRun& run, const EdgePlace& place, const CancelToken& cancel)
        : m_isQuery(place.side == EdgeSide::Query),
          m_rotates(run.config().rotary.isUsed())
    {
        const ModelConfig& config = run.config();
        const TraceModel& model = run.model();
        const HeadIndex head = place.firing.head;
        const std::int64_t group = head.head / config.groupSize();
        const AttentionWeights& weights = model.attention(head.layer, cancel);
        m_reader = m_isQuery ? readerOfHead(weights.W_Q, head.head, config.dHead)
                             : readerOfHead(weights.W_K, group, config.dHead);
        const at::Tensor bias = m_isQuery ? biasOfHead(weights.b_Q, head.head, config.dHead)
                                          : biasOfHead(weights.b_K, group, config.dHead);
        m_rotation = model.rotation(place.position());
        m_augmented = place.method == TraceMethod::Sad;
        const bool isAcc = place.method == TraceMethod::Acc;
        const bool isPlain = place.method == TraceMethod::AccPlusPlus;
        m_svd = model.qk(
            head, {m_augmented || (isAcc && !m_isQuery), m_augmented || (isAcc && m_isQuery)},
            isPlain ? 0 : place.firing.destination, isPlain ? 0 : place.firing.source, cancel);
        at::Tensor side = m_augmented ? at::cat({m_reader, bias.unsqueeze(0)}) : m_reader;
        if (!isPlain && m_rotates)
            side = at::mm(side, m_rotation);
        m_vectors = m_isQuery ? m_svd->leftVectors(side) : m_svd->rightVectors(side); // [d_model (+ 1), e]
        at::Tensor index = at::empty({static_cast<std::int64_t>(place.directions.size())}, at::kLong);
        std::copy(place.directions.begin(), place.directions.end(), index.data_ptr<std::int64_t>());
        m_index = index;
        m_chosen = at::index_select(m_vectors, 1, index);
    }

    [[nodiscard]] at::Tensor project(const at::Tensor& output) const
    {
        const std::int64_t width = output.size(0);
        const at::Tensor x = m_augmented ? at::cat({output, at::ones({1}, at::kDouble)}) : output;
        return at::mv(m_chosen, at::mv(m_chosen.t(), x)).narrow(0, 0, width);
    }

    // ACC++ with rotary positions reads y as y M, M = W R W^+ (specification 5.1): in the head's own space
    // y W R. A coefficient is u . y M = (y W R left)_k / S_k, or right_k . y W R.
    [[nodiscard]] at::Tensor projectRotated(const at::Tensor& output) const
    {
        return at::mv(m_chosen, rotatedCoefficients(output));
    }
    /// The z in the directions' space with z M = projectRotated(output).
    [[nodiscard]] at::Tensor projectAsMet(const at::Tensor& output) const
    {
        const at::Tensor inHead = at::mv(at::mm(m_chosen.t(), m_reader).t(), rotatedCoefficients(output));
        return at::mv(inverseReader().t(), at::mv(m_rotation, inHead));
    }

    /// The residual that the reader turns into the offset: b W^+.
    [[nodiscard]] at::Tensor offset(const at::Tensor& bias) const
    {
        return at::mv(inverseReader().t(), bias);
    }
    [[nodiscard]] bool rotates() const { return m_rotates; }

private:
    [[nodiscard]] at::Tensor rotatedCoefficients(const at::Tensor& output) const
    {
        const at::Tensor inHead = at::mv(m_rotation.t(), at::mv(m_reader.t(), output));
        const at::Tensor all = m_isQuery ? at::mv(m_svd->left.t(), inHead) * m_svd->inverseValues()
                                         : at::mv(m_svd->right, inHead);
        return at::index_select(all, 0, m_index);
    }
    /// W^+ [e, d_model]: with W = U S left^-1 it is left S^-1 U^T, with W = V right^-T it is right^T V^T.
    [[nodiscard]] at::Tensor inverseReader() const
    {
        return m_isQuery ? at::mm(m_svd->left * m_svd->inverseValues(), m_vectors.t())
                         : at::mm(m_svd->right.t(), m_vectors.t());
    }

    bool m_isQuery;
    bool m_rotates;
    bool m_augmented = false;
    at::Tensor m_reader; // [d_model, e]
    at::Tensor m_rotation; // [e, e]
    std::shared_ptr<const ProductSvd> m_svd;
    at::Tensor m_vectors; // [d_model (+ 1), e]
    at::Tensor m_index;
    at::Tensor m_chosen; // [d_model (+ 1), directions]
};

bool isOffset(const TracedRun& run, const EdgePlace& place)
{
    return place.part.component == run.config().nHeads + 3;
}

at::Tensor wholeHead(const TracedRun& run, const PartRef& part, int position, const CancelToken& cancel)
{
    const ModelConfig& config = run.config();
    const TracedRun::Layer& layer = run.layer(part.layer);
    const at::Tensor z = at::mv(
        layer.values.select(1, part.component / config.groupSize()).t(),
        layer.pattern.select(0, part.component).select(0, position));
    const at::Tensor writer =
        writerOfHead(run.model().attention(part.layer, cancel).W_O, part.component, config.dHead);
    return at::mv(writer.t(), z) / run.postDivisor(part.layer).data_ptr<double>()[position];
}

} // namespace

at::Tensor partOutput(const TracedRun& run, const EdgePlace& place, const CancelToken& cancel)
{
    if (place.isWholeHead)
        return wholeHead(run, place.part, place.position(), cancel);
    if (!isOffset(run, place))
        return writtenBy(run, place.part, place.position(), cancel);
    const ModelConfig& config = run.config();
    const HeadIndex head = place.firing.head;
    const AttentionWeights& weights = run.model().attention(head.layer, cancel);
    const at::Tensor bias = place.side == EdgeSide::Query
        ? biasOfHead(weights.b_Q, head.head, config.dHead)
        : biasOfHead(weights.b_K, head.head / config.groupSize(), config.dHead);
    return SideDirections(run, place, cancel).offset(bias);
}

at::Tensor removableSignal(
    const TracedRun& run, const EdgePlace& place, const at::Tensor& output, bool compat,
    const CancelToken& cancel)
{
    const SideDirections directions(run, place, cancel);
    const bool asMet = place.method == TraceMethod::AccPlusPlus && directions.rotates() && !compat;
    const at::Tensor signal = asMet ? directions.projectAsMet(output) : directions.project(output);
    // Directions of a centred reader have no mean but for rounding.
    return run.config().norm == NormKind::Layer ? signal - signal.mean() : signal;
}

at::Tensor
projectedSignal(const TracedRun& run, const EdgePlace& place, SignalForm form, const CancelToken& cancel)
{
    const SideDirections directions(run, place, cancel);
    const at::Tensor output = partOutput(run, place, cancel);
    const bool rotated = form == SignalForm::RotatedNormalized && place.method == TraceMethod::AccPlusPlus
        && directions.rotates();
    at::Tensor signal = rotated ? directions.projectRotated(output) : directions.project(output);
    if (form != SignalForm::Raw && !isOffset(run, place))
        signal = signal / run.layer(place.firing.head.layer).scale.data_ptr<double>()[place.position()];
    return run.config().norm == NormKind::Layer ? signal - signal.mean() : signal;
}

std::vector<double> edgeSignal(
    const TracedRun& run, const EdgeTarget& edge, TraceMethod method, SignalForm form,
    const CancelToken& cancel)
{
    return withTorch([&]() -> std::vector<double> {
        const at::Tensor signal =
            projectedSignal(run, edgePlace(run, edge, method, cancel), form, cancel).contiguous();
        return {signal.data_ptr<double>(), signal.data_ptr<double>() + signal.numel()};
    });
}

} // namespace headwaters
