#include "core/engine/causal/pathedit.h"

#include "core/engine/causal/editedruns.h"
#include "core/engine/causal/valuechange.h"
#include "core/engine/model/arithmetic.h"

#include <map>
#include <memory>
#include <set>

namespace headwaters {

namespace {

/// The senders by layer: [layer] their heads.
std::map<int, std::vector<int>> sendersByLayer(const Intervention& intervention)
{
    std::map<int, std::vector<int>> layers;
    for (const HeadIndex head : intervention.heads)
        layers[head.layer].push_back(head.head);
    return layers;
}

class PathChange {
public:
    PathChange(
        const Intervention& intervention, const TransformerModel& model, CausalCache& base, CausalCache& from,
        const CancelToken& cancel)
        : m_intervention(intervention),
          m_model(model),
          m_config(model.config()),
          m_base(base),
          m_from(from),
          m_cancel(cancel),
          m_senders(sendersByLayer(intervention))
    {
        std::set<CausalPoint> points;
        for (const auto& [layer, heads] : m_senders)
            points.insert({CausalSite::Z, layer});
        m_base.prepare(points, cancel);
        m_from.prepare(points, cancel);
    }

    /// What the senders write more than they did, all else as it was: [T, d_model].
    [[nodiscard]] at::Tensor ofSenders() const
    {
        at::Tensor sum = at::zeros_like(m_base.residual(0));
        for (const auto& [layer, heads] : m_senders) {
            const std::shared_ptr<const LayerWeights> weights = m_model.weights().layer(layer, m_cancel);
            const at::Tensor& old = m_base.value(CausalSite::Z, layer); // [T, head, d_head]
            const at::Tensor exchanged = exchangedZ(layer, 1);
            if (!m_config.normsAfter) {
                sum.add_(linear((exchanged - old).flatten(1), weights->W_O, {}, m_cancel));
                continue;
            }
            const auto written = [&](const at::Tensor& z) {
                return normed(
                    linear(z.flatten(1), weights->W_O, weights->b_O, m_cancel), weights->ln1Post,
                    m_config.norm, m_config.normEpsilon);
            };
            sum.add_(written(exchanged) - written(old));
        }
        return sum.mul_(m_intervention.strength);
    }

    /// How what enters `layer` differs when the senders' values are exchanged and MLPs answer, while every
    /// other head gives what it gave: the run once more, from the lowest sender on. [T, d_model]
    [[nodiscard]] at::Tensor throughMlps(int layer, double& forwards) const
    {
        EditedRun run{m_senders.begin()->first, {}};
        std::set<CausalPoint> points;
        for (int below = run.startLayer; below < layer; ++below)
            points.insert({CausalSite::Z, below});
        m_base.prepare(points, m_cancel);
        for (const auto& [site, below] : points) {
            const at::Tensor z = exchangedZ(below, m_intervention.strength);
            run.edits.push_back({{Hook::Z, below}, -1, [z](at::Tensor value) { value.copy_(z); }});
        }
        at::Tensor reached;
        run.edits.push_back(
            {{Hook::ResidPre, layer}, -1, [&reached](at::Tensor value) { reached = value.clone(); }});
        forwards += runEdited(m_model, m_base, {run}, m_cancel, [](std::size_t, std::span<const float>) {});
        return reached - m_base.residual(layer);
    }

private:
    /// The base run's values of a layer, those of its senders so much of the way to the other run's.
    [[nodiscard]] at::Tensor exchangedZ(int layer, double strength) const
    {
        const at::Tensor& old = m_base.value(CausalSite::Z, layer);
        at::Tensor exchanged = old.clone();
        const auto senders = m_senders.find(layer);
        if (senders == m_senders.end())
            return exchanged;
        for (const int head : senders->second) {
            const at::Tensor other = m_from.value(CausalSite::Z, layer).select(1, head);
            exchanged.select(1, head).copy_(
                strength == 1 ? other : old.select(1, head) + strength * (other - old.select(1, head)));
        }
        return exchanged;
    }

    const Intervention& m_intervention;
    const TransformerModel& m_model;
    const ModelConfig& m_config;
    CausalCache& m_base;
    CausalCache& m_from;
    const CancelToken& m_cancel;
    std::map<int, std::vector<int>> m_senders;
};

struct Reader {
    at::Tensor weight; ///< [d_model, d_head]
    Hook hook = Hook::Q;
    int head = 0; ///< of the hook's values
};

Reader readerOf(const Intervention& intervention, const ModelConfig& config, const LayerWeights& weights)
{
    const int head = intervention.receiver.head;
    const int group = head / static_cast<int>(config.groupSize());
    switch (intervention.input) {
    case PathInput::Query:
        return {readerOfHead(weights.W_Q, head, config.dHead), Hook::Q, head};
    case PathInput::Key:
        return {readerOfHead(weights.W_K, group, config.dHead), Hook::K, group};
    case PathInput::Value:
        break;
    }
    return {readerOfHead(weights.W_V, group, config.dHead), Hook::V, group};
}

} // namespace

std::vector<Edit> pathEdits(
    const Intervention& intervention, const TransformerModel& model, CausalCache& base, CausalCache& from,
    const CancelToken& cancel, double& forwards)
{
    const ModelConfig& config = model.config();
    const bool isDirect = intervention.operation == CausalOperation::DirectPath;
    const int end = isDirect ? static_cast<int>(config.nLayers) : intervention.receiver.layer;
    const PathChange path(intervention, model, base, from, cancel);
    at::Tensor change = intervention.recomputesMlps ? path.throughMlps(end, forwards) : path.ofSenders();
    if (intervention.control)
        change = inRandomDirections(change, *intervention.control);
    if (isDirect) {
        return {{{Hook::ResidPre, end}, -1, [change](at::Tensor value) { value.add_(change); }}};
    }
    const std::shared_ptr<const LayerWeights> weights = model.weights().layer(end, cancel);
    const Reader reader = readerOf(intervention, config, *weights);
    const bool linear = intervention.linear;
    const NormKind kind = config.norm;
    const double epsilon = config.normEpsilon;
    // What the receiver reads is only known when the run gets there: other changes may lie below.
    auto shift = std::make_shared<at::Tensor>(); // [T, d_head]
    const auto look = [=](at::Tensor residual) {
        const at::Tensor input = normInput(residual, kind);
        const at::Tensor scale = normScale(input, epsilon);
        at::Tensor difference;
        if (linear)
            difference = normalised(normInput(change, kind), scale, {weights->ln1.gain, {}});
        else
            difference = normed(residual + change, weights->ln1, kind, epsilon)
                - normalised(input, scale, weights->ln1);
        *shift = at::mm(difference, reader.weight);
    };
    const auto write = [=](at::Tensor value) { value.select(1, reader.head).add_(*shift); };
    return {{{Hook::ResidPre, end}, -1, look}, {{reader.hook, end}, -1, write}};
}

} // namespace headwaters
