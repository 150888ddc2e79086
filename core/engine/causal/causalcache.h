#pragma once

#include "core/base/cancel.h"
#include "core/causal/intervention.h"
#include "core/engine/model/hooks.h"
#include "core/engine/model/transformermodel.h"

#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace headwaters {

/// A place whose activation can be kept.
using CausalPoint = std::pair<CausalSite, int>; ///< site, layer

/// The hook of a site.
[[nodiscard]] Hook hookOf(CausalSite site);

/// One prompt's run: what enters every layer, the last logits, and more where it is asked for. Not for
/// several threads at a time.
class CausalCache {
public:
    /// Runs the prompt. \throws Error: cancelled; as forward; memory.
    CausalCache(
        std::shared_ptr<const TransformerModel> model, std::vector<TokenId> ids, const CancelToken& cancel,
        const ProgressFunction& progress = {});

    [[nodiscard]] const std::vector<TokenId>& ids() const { return m_ids; }
    /// [T, d_model]; layer 0 to the number of layers, which is what the final norm reads.
    [[nodiscard]] const at::Tensor& residual(int layer) const
    {
        return m_residuals[static_cast<std::size_t>(layer)];
    }
    [[nodiscard]] const std::vector<float>& logits() const { return m_logits; } ///< [d_vocab] at the end

    /// Keeps what is not yet kept of these, in one run from the lowest of their layers.
    void prepare(const std::set<CausalPoint>& points, const CancelToken& cancel);
    /// Shapes as HookVisitor's; scores and pattern of all heads [head, T, T]. The point must be prepared.
    [[nodiscard]] const at::Tensor& value(CausalSite site, int layer) const;
    /// Runs made so far, in runs of all layers.
    [[nodiscard]] double forwards() const { return m_forwards; }

private:
    std::shared_ptr<const TransformerModel> m_model;
    std::vector<TokenId> m_ids;
    std::vector<at::Tensor> m_residuals;
    std::vector<float> m_logits;
    std::map<CausalPoint, at::Tensor> m_values;
    double m_forwards = 0;
};

} // namespace headwaters
