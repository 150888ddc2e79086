#pragma once

#include "core/base/cancel.h"
#include "core/files/modelfolder.h"
#include "core/results/modelinfo.h"
#include "core/results/namedtensor.h"
#include "core/text/token.h"

#include <functional>
#include <memory>
#include <vector>

namespace headwaters {

/// What of a forward is kept. `*` in a pattern crosses dots: `*.hook_pattern`, `blocks.0.*`, `*`.
struct CaptureRequest {
    std::vector<std::vector<TokenId>> prompts; ///< a batch; lengths may differ
    QStringList hooks; ///< names or globs of what is kept; nothing else is stored
    bool allLogits = true; ///< `logits` [position, vocabulary] of all positions, else of the last one only
};

/// Where the weights of an open model are.
enum class WeightPlacement {
    ByMemory, ///< in memory as float32, unless that would take more than half of what is free
    Resident, ///< in memory
    Mapped, ///< in the file, widened a layer at a time
};

/// The activations of one prompt of the batch, in forward order, `logits` last.
using Capture = std::vector<NamedTensor>;

/// An open model: weights and a forward in float32 with the field's hooks. Immutable and
/// shared; any thread may call its members.
class Model {
public:
    virtual ~Model() = default;

    /// Reads, checks and widens the weights. \throws Error (bad input) naming file, tensor and number for a
    /// missing tensor, a wrong shape, a NaN or infinite weight, a configuration switch that is not
    /// implemented.
    [[nodiscard]] static std::shared_ptr<const Model> load(
        const ModelFolder& folder, const CancelToken& cancel, const ProgressFunction& progress = {},
        WeightPlacement placement = WeightPlacement::ByMemory);

    /// Everything but the hash.
    [[nodiscard]] virtual const ModelInfo& info() const = 0;
    /// The canonical form (canonical.h): norms folded into readers, value biases folded into b_O, centred
    /// where the norms centre. Same probabilities; made once and kept. \throws Error (failure) where the
    /// memory does not suffice.
    [[nodiscard]] virtual std::shared_ptr<const Model> folded() const = 0;
    /// Names of all hooks, in forward order.
    [[nodiscard]] virtual QStringList hookNames() const = 0;
    /// Runs a batch and returns what was asked for, one Capture per prompt.
    [[nodiscard]] virtual std::vector<Capture> capture(
        const CaptureRequest& request, const CancelToken& cancel,
        const ProgressFunction& progress = {}) const = 0;
};

} // namespace headwaters
