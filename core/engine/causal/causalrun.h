#pragma once

#include "core/base/cancel.h"
#include "core/causal/causalmeasures.h"
#include "core/causal/intervention.h"
#include "core/causal/rolealignment.h"
#include "core/causal/sweep.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace headwaters {

class Model;
struct Edit;

/// A prompt, what it is compared with, and the two tokens that are told apart at its end.
struct CausalQuestion {
    CausalPrompt prompt;
    std::optional<CausalPrompt> corrupted = {}; ///< as many tokens as the prompt
    std::vector<CausalPrompt> references = {}; ///< for means, and to take from; matched with the prompt
    TokenId target = 0;
    TokenId rival = 0;

    bool operator==(const CausalQuestion&) const = default;
};

/// The end of a changed run.
struct CausalOutcome {
    CausalMeasures measures;
    std::vector<CausalToken> tokens; ///< likeliest first
};

/// One prompt under interventions: exact runs of the model, each begun at the first layer that its stack
/// touches, many of them side by side. Keeps what it has computed of the prompts. Patches of keys and values
/// change all heads that share them. Not for several threads at a time.
class CausalRun {
public:
    /// Runs the prompts. \throws Error (bad input): a prompt that is empty, too long or holds no such token;
    /// a corrupted prompt of another length; target and rival the same or no tokens; (failure) memory;
    /// cancelled.
    CausalRun(
        const std::shared_ptr<const Model>& model, CausalQuestion question, const CancelToken& cancel,
        const ProgressFunction& progress = {});
    ~CausalRun();
    CausalRun(CausalRun&&) noexcept;
    CausalRun& operator=(CausalRun&&) noexcept;

    [[nodiscard]] const CausalQuestion& question() const;
    [[nodiscard]] CausalPlace place() const;
    [[nodiscard]] const CausalMeasures& clean() const;
    [[nodiscard]] const std::optional<CausalMeasures>& corrupted() const;
    /// The likeliest next tokens of the unchanged run.
    [[nodiscard]] std::vector<CausalToken> tokens(CausalBase base, int count) const;

    /// What one stack does. `tokens` is how many of the likeliest are told. \throws Error: as check;
    /// cancelled.
    [[nodiscard]] CausalOutcome
    apply(const InterventionStack& stack, CausalBase base, const CancelToken& cancel, int tokens = 0);
    /// What each of many stacks does, in their order; `told` hears of each as soon as it is there.
    using StackTold = std::function<void(std::size_t index, const CausalMeasures& measures)>;
    [[nodiscard]] std::vector<CausalMeasures> applyEach(
        const std::vector<InterventionStack>& stacks, CausalBase base, const CancelToken& cancel,
        const StackTold& told = {});
    /// The logits of the last position under each of many stacks: [stack][d_vocab].
    [[nodiscard]] std::vector<std::vector<float>>
    logits(const std::vector<InterventionStack>& stacks, CausalBase base, const CancelToken& cancel);

    /// What a stack does to the whole run, hook by hook; values that the run does not change any more, for
    /// any thread. \throws Error: as check; cancelled.
    [[nodiscard]] std::shared_ptr<const std::vector<Edit>>
    edits(const InterventionStack& stack, CausalBase base, const CancelToken& cancel);

    /// A whole map, with so many draws of its random control. `grown` is shown the map after each row.
    /// `progress` counts runs.
    using MapGrown = std::function<void(const SweepMap& map)>;
    [[nodiscard]] SweepMap sweep(
        const SweepRequest& request, const CancelToken& cancel, const ProgressFunction& progress = {},
        const MapGrown& grown = {}, int controlDraws = 0);

    /// Runs made so far, in runs of all layers.
    [[nodiscard]] double forwards() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwaters
