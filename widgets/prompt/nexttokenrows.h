#pragma once

#include "core/results/runresult.h"
#include "core/text/tokenizer.h"

#include <optional>
#include <vector>

namespace headwaters {

/// One line of the next-token list.
struct NextTokenRow {
    Token token;
    float logit = 0;
    double probability = 0; ///< 0 to 1
    int rank = 0; ///< how many logits are strictly larger
    std::optional<double> pinnedProbability; ///< in the pinned run
    std::optional<int> pinnedRank;
    bool target = false; ///< the effects speak for it
    bool rival = false; ///< the effects speak against it

    /// Places gained since the pinned run; negative where it lost some; none without a pinned run.
    [[nodiscard]] std::optional<int> gained() const;
};

/// The `count` likeliest next tokens of `run`, highest logit first, then its target and its rival where they
/// are not among them. `pinned` may be null, or of a model with another vocabulary: then nothing is compared.
[[nodiscard]] std::vector<NextTokenRow> nextTokenRows(
    const RunResult& run, const RunResult* pinned, const EffectSummary& effects, const Tokenizer& tokenizer,
    int count);

/// `▲3`, `▼2`, `–`; four digits and more as `▲1.2k`. Empty where nothing is compared.
[[nodiscard]] QString rankChangeText(std::optional<int> gained);

} // namespace headwaters
