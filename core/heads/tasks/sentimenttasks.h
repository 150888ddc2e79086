#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

/// How a text with a sentiment is written.
enum class SentimentForm {
    Review, ///< `I thought the movie was great. I loved it. Conclusion: the movie was`
    Feeling, ///< `I thought the movie was great. The story was superb. I`
    Mood, ///< `Anna loves parties. Tom hates parties. Today there is a party. Anna feels very`
};

/// Prompts that praise, blame or do neither (after Tigges et al. 2023, arXiv 2310.15154). Roles `ADJ` (last
/// tokens of the adjectives), `VRB` (of the verb; not in Feeling), `SUM_k` (words behind them that carry no
/// sentiment themselves: a full stop, the noun that is judged), `END`. In Mood the adjective's place is taken
/// by the verb of the person asked for. Targets are positive words for praise and negative ones for blame.
struct SentimentSet {
    TaskSet set; ///< keys `sentiment-review`, `sentiment-feeling`, `sentiment-mood`
    std::vector<bool> praise; ///< [prompt]
    /// [prompt] whether a direction is fitted on it; the others test it. No adjective is in both halves (in
    /// Mood: no person).
    std::vector<bool> fits;
    std::vector<TaskPrompt> neutral; ///< the same with words of no sentiment, roles alike
    std::vector<TokenId> positive, negative; ///< next tokens that tell the two apart, equally many
    int summaries = 0; ///< how many SUM_k there are, from 1
};
/// `count` prompts, half of them praise, and half as many neutral ones.
[[nodiscard]] SentimentSet
sentimentPrompts(const TaskGround& ground, SentimentForm form, int count, std::uint64_t seed);

} // namespace headwaters
