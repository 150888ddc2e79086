#pragma once

#include "core/engine/causal/edit.h"
#include "core/engine/model/headreader.h"
#include "core/engine/model/hooks.h"
#include "core/engine/model/transformermodel.h"
#include "core/engine/session/runner.h"

#include <vector>

namespace headwaters {

/// What is kept of a run so that everything about its heads can be computed again without another run.
struct RunTrace {
    std::vector<at::Tensor> residPre; ///< [layer][T, d_model]
    std::vector<at::Tensor> lastZ; ///< [layer][head, d_head] at the last position
    std::vector<at::Tensor> postScale; ///< [layer][T] of the norm behind attention; undefined without one
    at::Tensor finalScale; ///< [T]
    std::vector<float> lastLogits; ///< [d_vocab] at the last position
    std::shared_ptr<const std::vector<Edit>> edits; ///< that were done to the run; null: none
};

/// Keeps the trace of a run over one prompt and tells each layer as soon as its attention is done.
class TraceVisitor : public HookVisitor {
public:
    TraceVisitor(int nLayers, LayerFunction layerReady);

    [[nodiscard]] bool wants(const HookPoint& point) const override;
    void visit(const Where& where, at::Tensor value) override;

    RunTrace trace;
    std::vector<std::shared_ptr<const LayerResult>> layers; ///< [layer]

private:
    void finishLayer(int layer);

    LayerFunction m_layerReady;
    std::vector<HeadSummary> m_heads; // of the layer under way
};

/// The heads of a layer of a kept run, with what was done to them.
[[nodiscard]] HeadReader
readerOf(const TransformerModel& model, const RunTrace& trace, int layer, const CancelToken& cancel);
/// What each head writes on target minus rival at the last position.
[[nodiscard]] EffectSummary effectSummary(
    const TransformerModel& model, const RunTrace& trace, quint64 run, TokenId target, TokenId rival,
    const CancelToken& cancel);
/// What a head's write at each position is divided by on its way to the logits: the final norm's scale and
/// that of the norm behind attention: [T].
[[nodiscard]] at::Tensor writeScale(const RunTrace& trace, int layer);

} // namespace headwaters
