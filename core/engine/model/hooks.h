#pragma once

#include "core/engine/model/config.h"
#include "core/engine/torchapi.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace headwaters {

/// The places of the forward where an activation can be looked at, in forward order.
enum class Hook {
    Embed,
    PosEmbed,
    ResidPre,
    Ln1Scale,
    Ln1Normalized,
    Q,
    K,
    V,
    RotQ,
    RotK,
    Scores,
    Pattern,
    Z,
    Result,
    Ln1PostScale,
    Ln1PostNormalized,
    AttnOut,
    ResidMid,
    Ln2Scale,
    Ln2Normalized,
    MlpPre,
    MlpPreLinear,
    MlpPost,
    Ln2PostScale,
    Ln2PostNormalized,
    MlpOut,
    ResidPost,
    FinalScale,
    FinalNormalized,
    Logits,
};

/// One hook of one layer; outside the blocks the layer is -1.
struct HookPoint {
    Hook hook = Hook::Embed;
    int layer = -1;

    bool operator==(const HookPoint&) const = default;
    /// The field's name: `blocks.3.attn.hook_pattern`, `ln_final.hook_scale`, `logits`.
    [[nodiscard]] QString name() const;
};

/// All points that a model of this architecture has, in forward order.
[[nodiscard]] std::vector<HookPoint> allHookPoints(const ModelConfig& config);

/// Looks at the activations as the forward passes them. A visit is about one prompt of the batch, and for
/// `Scores` and `Pattern` about one head; `value` is the memory that the forward goes on with, so a visitor
/// that writes into it changes the run. It is valid during the visit; a visitor that keeps it makes a copy.
class HookVisitor {
public:
    /// Of which prompt of the batch and, for `Scores` and `Pattern`, of which head.
    struct Where {
        HookPoint point;
        std::size_t prompt = 0;
        int head = -1;
    };

    virtual ~HookVisitor() = default;
    /// Whether `visit` shall be called. What the forward does not need itself is computed only then.
    [[nodiscard]] virtual bool wants(const HookPoint& point) const = 0;
    /// Shapes: embeddings, residuals, outputs [position, d_model]; scales [position, 1]; q, rot_q, z
    /// [position, head, d_head]; k, rot_k, v [position, key/value head, d_head]; scores and pattern
    /// [query, key]; result [position, head, d_model]; MLP [position, d_mlp]; logits [position, d_vocab].
    /// Norms show what the next matrix reads: gain and shift applied. Scores are capped where the model caps
    /// them; q and k stand before the norm over a head and the rotation, rot_q and rot_k behind both.
    virtual void visit(const Where& where, at::Tensor value) = 0;
};

} // namespace headwaters
