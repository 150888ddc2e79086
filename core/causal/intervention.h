#pragma once

#include "core/base/headindex.h"
#include "core/results/modelinfo.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace headwaters {

/// The activation that an intervention writes into.
enum class CausalSite {
    Z, ///< a head's mixed values [position, d_head]
    Q, ///< queries, before a norm over the head and before they are rotated
    K, ///< keys, likewise; heads that share a key/value head are changed together
    V, ///< values, likewise
    Scores, ///< before the softmax [destination, source]
    Pattern, ///< behind it [destination, source]; rows are not made to add up to 1 again
    ResidPre, ///< what enters a layer [position, d_model]
    AttnOut,
    MlpOut,
    ResidPost,
};
inline constexpr int causalSiteCount = 10;
/// `z`, `q`, ..., `scores`, `pattern`, `resid_pre`, `attn_out`, `mlp_out`, `resid_post`
[[nodiscard]] QString siteKey(CausalSite site);
[[nodiscard]] std::optional<CausalSite> siteOfKey(const QString& key);
[[nodiscard]] bool isPerHead(CausalSite site); ///< z, q, k, v, scores, pattern
[[nodiscard]] bool isPerEdge(CausalSite site); ///< scores, pattern
/// The field's name of a site in one layer: `blocks.3.attn.hook_z`.
[[nodiscard]] QString siteHookName(CausalSite site, int layer);

/// What is done there. x is the activation, s the strength.
enum class CausalOperation {
    Zero, ///< x + s (0 - x)
    Mean, ///< x + s (mean - x), the mean of the reference prompts at the same position
    MeanOverAll, ///< as Mean, over prompts and positions, the first token included
    Patch, ///< x + s (y - x), y the same activation in another run
    Add, ///< x + s u for a unit vector u
    ProjectOut, ///< x - s (x . u) u
    Scale, ///< score x s, before the softmax; a negative score is pushed further down
    AddToScore, ///< score + s, before the softmax
    KnockOut, ///< score to minus infinity, the rest of the row takes its place
    DirectPath, ///< s of what another run changes in the head's result, in the final residual alone
    Path, ///< the same in what one head reads as its query, key or value, and nowhere else
};
inline constexpr int causalOperationCount = 11;
/// `zero`, `mean`, `mean-all`, `patch`, `add`, `project-out`, `scale`, `add-to-score`, `knock-out`,
/// `direct-path`, `path`
[[nodiscard]] QString operationKey(CausalOperation operation);
[[nodiscard]] std::optional<CausalOperation> operationOfKey(const QString& key);
[[nodiscard]] bool isPathOperation(CausalOperation operation);
[[nodiscard]] bool isEdgeOperation(CausalOperation operation); ///< Scale, AddToScore, KnockOut
[[nodiscard]] bool isDirectionOperation(CausalOperation operation); ///< Add, ProjectOut
/// Whether the operation can be done at the site. Path operations go with Z, which is what they exchange.
[[nodiscard]] bool fits(CausalOperation operation, CausalSite site);

/// Where a direction comes from. It is made of length 1.
struct CausalDirection {
    enum class Kind {
        TargetMinusRival, ///< W_U[target] - W_U[rival]; for residuals and outputs
        PromptDifference, ///< mean over positions of x in the clean run less that in the corrupted one
        Random, ///< drawn from `seed`, uniform over directions
        Given, ///< `values`
    };
    Kind kind = Kind::TargetMinusRival;
    std::uint64_t seed = 0;
    std::vector<float> values = {}; ///< [d_model], at a head's sites [d_head]

    bool operator==(const CausalDirection&) const = default;
};

/// What a path ends in.
enum class PathInput { Query, Key, Value };
[[nodiscard]] QString pathInputKey(PathInput input); ///< `q`, `k`, `v`

/// One change of a run: what, where, at which positions, how, from where, how much.
struct Intervention {
    CausalSite site = CausalSite::Z;
    CausalOperation operation = CausalOperation::Zero;
    std::vector<HeadIndex> heads = {}; ///< at a head's sites; senders of a path
    std::vector<int> layers = {}; ///< at the others
    std::vector<int> positions = {}; ///< destinations at scores and patterns; empty: all
    std::vector<int> sources = {}; ///< at scores and patterns; empty: all
    double strength = 1;
    /// Patch and paths: the reference prompt whose run is taken; none: the other prompt of the pair.
    std::optional<int> reference = {};
    CausalDirection direction = {}; ///< Add, ProjectOut
    HeadIndex receiver = {}; ///< Path
    PathInput input = PathInput::Query; ///< Path
    bool linear = false; ///< Path: the receiver's norm keeps its scale, so effects add up
    bool recomputesMlps = false; ///< paths: MLPs on the way answer to the change, heads stay as they are
    bool enabled = true;
    /// The random control: a change of the same size, position by position, in a direction drawn from this
    /// seed; of a pattern the same changes at keys in another order; of a score that of another key.
    std::optional<std::uint64_t> control = {};

    bool operator==(const Intervention&) const = default;
};

/// Interventions in the order in which they are done where they meet; earlier layers come first anyway.
struct InterventionStack {
    std::vector<Intervention> items;

    [[nodiscard]] bool isEmpty() const; ///< nothing in it that is switched on
    bool operator==(const InterventionStack&) const = default;
};

/// The first layer that has to be computed again; the number of layers where only the final norm has to.
[[nodiscard]] int startLayer(const Intervention& intervention, int nLayers);
[[nodiscard]] int startLayer(const InterventionStack& stack, int nLayers);

/// What a run offers to interventions.
struct CausalPlace {
    int nLayers = 0, nHeads = 0, nKeyValueHeads = 0, tokens = 0, references = 0;
    bool hasOther = false; ///< there is another prompt of the same length
};

/// \throws Error (bad input) in one sentence: an operation that does not fit its site, no head or layer, a
/// head, layer, position or reference that is not there, an edge to a later token, a path upwards, a strength
/// that is not finite, a patch without another prompt, a mean without references.
void check(const Intervention& intervention, const CausalPlace& place);

/// One line: `zero z of 5.1, 5.2 at all positions`.
[[nodiscard]] QString describe(const Intervention& intervention);
/// What a site, an operation is called in the window: `Values mixed (z)`, `Mean of references`.
[[nodiscard]] QString siteName(CausalSite site);
[[nodiscard]] QString operationName(CausalOperation operation);

} // namespace headwaters
