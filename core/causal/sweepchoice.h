#pragma once

#include "core/causal/sweep.h"

namespace headwaters {

/// The sweeps that a person chooses from.
enum class SweepKind {
    Heads, ///< each head's z
    HeadsByPosition, ///< each head's z at each position
    Queries,
    Keys,
    Values,
    Patterns,
    ResidualStream, ///< what enters each layer at each position
    AttentionOutputs,
    MlpOutputs,
    PathsToLogits, ///< each head's result in the final residual
    PathsToQuery, ///< each head's result in what one head reads
    PathsToKey,
    PathsToValue,
    Edges, ///< each edge of one head cut
};
inline constexpr int sweepKindCount = 14;

/// What stands in the place of what is removed.
enum class Replacement {
    Zero,
    Mean, ///< of reference prompts, position by position
    MeanOverAll,
    Corrupted, ///< the other prompt's, in the clean run
    Clean, ///< the clean run's, in the other prompt's run
};
inline constexpr int replacementCount = 5;

struct SweepChoice {
    SweepKind kind = SweepKind::Heads;
    Replacement replacement = Replacement::Zero;
    HeadIndex head = {}; ///< the receiver, or whose edges are cut
    bool onTop = false; ///< on top of the stack

    bool operator==(const SweepChoice&) const = default;
};

/// Whether a sweep can be made with a replacement; edges are cut whatever it is.
[[nodiscard]] bool isPossible(SweepKind kind, Replacement replacement);
/// Whether it needs a head.
[[nodiscard]] bool isOfOneHead(SweepKind kind);
/// Whether the replacement comes from the other prompt of a pair; paths always do.
[[nodiscard]] bool needsOtherPrompt(const SweepChoice& choice);
[[nodiscard]] SweepRequest sweepRequest(const SweepChoice& choice, const InterventionStack& stack);
/// `heads, one by one`, `paths into the query of 5.1`
[[nodiscard]] QString sweepName(SweepKind kind, HeadIndex head);
/// `zero`, `mean by position`
[[nodiscard]] QString replacementName(Replacement replacement);

} // namespace headwaters
