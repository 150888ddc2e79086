#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/tasks/sentimenttasks.h"

#include <vector>

namespace headwaters {

/// What heads do in prompts that praise, blame or do neither.
struct SentimentReading {
    /// One prompt that counts.
    struct Prompt {
        std::size_t at = 0; ///< place in the set, or among the neutral ones
        int polarity = 0; ///< 1 praise, -1 blame, 0 neither
        bool fits = false; ///< the direction is fitted on it
        std::vector<double> toSentiment; ///< [head, place] attention from a summary to adjectives and verbs
        std::vector<double>
            written; ///< [head, place] along the layer's direction, what the head writes there
        std::vector<double> toSummary; ///< [head, place] attention from the end
        std::vector<double> toAdjective; ///< [head] attention from the end
        std::vector<double> raised; ///< [head] positive words less negative ones, by the head at the end
    };
    int places = 0;
    std::vector<Prompt> prompts;
    std::vector<double> correct, differences; ///< [prompt] of all but the neutral ones
    /// [head, place] cosine between the direction and the difference between praise and blame of what the
    /// head writes there, on prompts that test it.
    std::vector<double> cosines;

    [[nodiscard]] std::size_t index(int head, int place) const
    {
        return static_cast<std::size_t>(head) * static_cast<std::size_t>(places)
            + static_cast<std::size_t>(place);
    }
};

/// What heads do at the end; the rest stays empty.
[[nodiscard]] SentimentReading readSentiment(const Bench& bench, const SentimentSet& sentiment);
/// What heads do at the summaries.
void readSummaries(const Bench& bench, const SentimentSet& sentiment, SentimentReading& reading);

/// By how much a head raises the right words less, in logits, when what enters its layer at the summaries
/// comes from a prompt of the opposite sentiment: [prompt of the reading that tests][head].
[[nodiscard]] std::vector<std::vector<double>>
summaryDrops(const Bench& bench, const SentimentSet& sentiment, const SentimentReading& reading);

} // namespace headwaters
