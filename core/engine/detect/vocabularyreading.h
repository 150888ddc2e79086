#pragma once

#include "core/engine/detect/sourcerows.h"
#include "core/heads/decision.h"

namespace headwaters {

/// What a head would add to the logits where it attended to a source alone: source, through the layer's norm
/// (its gain; its shift and all biases are constants and left out), W_V and W_O, the gain of a norm behind
/// attention, the final norm's centring and gain, W_U. In units of the logits but for the final norm's scale.
struct VocabularyReading {
    int sources = 0, targets = 0, depth = 0;
    std::vector<float> logits; ///< [source, target] of the tokens that were asked for
    std::vector<float> largest; ///< [source, depth] of the whole vocabulary, the largest first
    std::vector<float> smallest; ///< [source, depth] the smallest first

    [[nodiscard]] double logit(int source, int target) const
    {
        return logits[static_cast<std::size_t>(source) * targets + target];
    }
    /// Whether the target is among the `k` (up to `depth`) tokens of the largest logits; ties at the end
    /// count if k = depth.
    [[nodiscard]] bool isAmongLargest(int source, int target, int k) const;
    /// The suppression twin: among those with the smallest.
    [[nodiscard]] bool isAmongSmallest(int source, int target, int k) const;
};

struct VocabularyRequest {
    SourceRows sources;
    std::vector<TokenId> targets; ///< whose logits are kept
    int depth = 10;
    std::vector<int> heads = {}; ///< as Bench::indexOf; empty: all
};

/// One reading for each head that was asked for, in their order. Sources are read in chunks of some ten
/// megabytes, for each of which the unembedding is passed once, so that weights may lie in their file.
/// \throws Error: cancelled.
[[nodiscard]] std::vector<VocabularyReading>
readVocabulary(const Bench& bench, const VocabularyRequest& request);

/// Which targets belong to which sources: `target` [source], a place in the request's targets; `unit`
/// [source], the prompt or item that it counts for, ascending from 0.
struct VocabularyPairs {
    std::vector<int> target;
    std::vector<int> unit;
    int k = 5;
};

/// The relation score of a head, a unit the share of its sources whose target is among the `k` largest (with
/// `suppressed` the smallest), against pairs in which the targets are shuffled (null N6). Shuffled pairs that
/// give a source its own target do not count. `draws` shuffles, from the bench's seed. \throws Error:
/// cancelled.
[[nodiscard]] HeadSample relationSample(
    const Bench& bench, const VocabularyReading& reading, const VocabularyPairs& pairs, bool suppressed,
    int draws);

/// So many draws that one head alone can pass the false discovery rate over all of them.
[[nodiscard]] int drawsFor(const Bench& bench);

} // namespace headwaters
