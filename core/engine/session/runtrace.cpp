#include "core/engine/session/runtrace.h"

#include "core/engine/causal/editingvisitor.h"
#include "core/results/headsummary.h"

namespace headwaters {

TraceVisitor::TraceVisitor(int nLayers, LayerFunction layerReady) : m_layerReady(std::move(layerReady))
{
    trace.residPre.resize(static_cast<std::size_t>(nLayers));
    trace.lastZ.resize(static_cast<std::size_t>(nLayers));
    trace.postScale.resize(static_cast<std::size_t>(nLayers));
}

bool TraceVisitor::wants(const HookPoint& point) const
{
    switch (point.hook) {
    case Hook::ResidPre:
    case Hook::Pattern:
    case Hook::Z:
    case Hook::Ln1PostScale:
    case Hook::AttnOut:
    case Hook::FinalScale:
    case Hook::Logits:
        return true;
    default:
        return false;
    }
}

void TraceVisitor::visit(const Where& where, at::Tensor value)
{
    const auto layer = static_cast<std::size_t>(where.point.layer);
    switch (where.point.hook) {
    case Hook::ResidPre:
        trace.residPre[layer] = value.clone();
        break;
    case Hook::Pattern:
        m_heads.push_back(summariseHead(
            {where.point.layer, where.head},
            {value.data_ptr<float>(), static_cast<std::size_t>(value.numel())},
            static_cast<int>(value.size(0))));
        break;
    case Hook::Z:
        trace.lastZ[layer] = value.select(0, value.size(0) - 1).clone();
        break;
    case Hook::Ln1PostScale:
        trace.postScale[layer] = value.flatten().clone();
        break;
    case Hook::AttnOut:
        finishLayer(where.point.layer);
        break;
    case Hook::FinalScale:
        trace.finalScale = value.flatten().clone();
        break;
    case Hook::Logits: {
        const float* row = value.data_ptr<float>();
        trace.lastLogits.assign(row, row + value.numel());
        break;
    }
    default:
        break;
    }
}

void TraceVisitor::finishLayer(int layer)
{
    auto result = std::make_shared<LayerResult>();
    result->layer = layer;
    result->heads = std::exchange(m_heads, {});
    layers.push_back(result);
    if (m_layerReady)
        m_layerReady(std::move(result));
}

HeadReader
readerOf(const TransformerModel& model, const RunTrace& trace, int layer, const CancelToken& cancel)
{
    HeadChange change;
    if (trace.edits) {
        change = [edits = trace.edits](const HookPoint& point, int head, const at::Tensor& value) {
            doEdits(*edits, point, head, value);
        };
    }
    return {model, layer, trace.residPre[static_cast<std::size_t>(layer)], cancel, std::move(change)};
}

at::Tensor writeScale(const RunTrace& trace, int layer)
{
    const at::Tensor& behind = trace.postScale[static_cast<std::size_t>(layer)];
    return behind.defined() ? trace.finalScale * behind : trace.finalScale;
}

EffectSummary effectSummary(
    const TransformerModel& model, const RunTrace& trace, quint64 run, TokenId target, TokenId rival,
    const CancelToken& cancel)
{
    const at::Tensor direction = finalDirection(model, target, rival);
    const ModelConfig& config = model.config();
    const std::int64_t last = trace.finalScale.size(0) - 1;

    EffectSummary summary;
    summary.run = run;
    summary.target = target;
    summary.rival = rival;
    summary.logitDifference = static_cast<double>(trace.lastLogits[static_cast<std::size_t>(target)])
        - static_cast<double>(trace.lastLogits[static_cast<std::size_t>(rival)]);
    for (int layer = 0; layer < static_cast<int>(trace.lastZ.size()); ++layer) {
        cancel.throwIfCancelled();
        const WeightSource::Writer writer = model.weights().writer(layer, cancel);
        const at::Tensor through =
            writer.ln1Post.gain.defined() ? direction * writer.ln1Post.gain : direction;
        // [head * d_head]: what each row of W_O writes on the direction.
        const at::Tensor perRow = at::mv(writer.W_O, through);
        const at::Tensor& z = trace.lastZ[static_cast<std::size_t>(layer)];
        const at::Tensor effects = (z * perRow.view({config.nHeads, config.dHead})).sum(-1)
            / writeScale(trace, layer).select(0, last);
        const float* values = effects.data_ptr<float>();
        summary.heads.emplace_back(values, values + config.nHeads);
    }
    return summary;
}

} // namespace headwaters
