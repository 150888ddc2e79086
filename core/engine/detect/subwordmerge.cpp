#include "core/engine/detect/subwordmerge.h"

#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/patternreading.h"

#include <algorithm>
#include <numeric>

namespace headwaters {

namespace {

/// Queries from which all of the distances 1 to `farthest` lead into other words.
std::vector<int> crossings(const TaskPrompt& prompt, int farthest)
{
    const std::vector<int>& starts = prompt.roles.at(QStringLiteral("STARTS"));
    std::vector<int> queries;
    for (const int start : starts) {
        // Where a word begins, whatever lies before is another word.
        if (start - farthest >= 1)
            queries.push_back(start);
    }
    return queries;
}

} // namespace

std::vector<TypeFinding> detectSubwordMerge(const Bench& bench, const TaskSet& set)
{
    if (set.isEmpty())
        return notMeasurable(bench, HeadType::SubwordMerge, set.key, set.reason);
    std::vector<HeadSample> samples(static_cast<std::size_t>(bench.headCount()));
    visitPatterns(bench, set, [&](std::size_t number, int head, const float* pattern, int size) {
        const std::vector<int>& word = set.prompts[number].roles.at(QStringLiteral("WORD"));
        const auto pieces = static_cast<int>(word.size()) - 1;
        const auto mass = [&](int query) {
            const float* row = pattern + query * size + query;
            return static_cast<double>(std::accumulate(row - pieces, row, 0.0F));
        };
        std::vector<double> across;
        for (const int query : crossings(set.prompts[number], pieces))
            across.push_back(mass(query));
        if (across.empty())
            return;
        const double mean =
            std::accumulate(across.begin(), across.end(), 0.0) / static_cast<double>(across.size());
        samples[static_cast<std::size_t>(head)].units.push_back(mass(word.back()) - mean);
    });
    FindingTable table(bench, HeadType::SubwordMerge, set.key);
    table.add(
        samples,
        {.measure = QStringLiteral("attention to the word's earlier tokens, over that across words"),
         .threshold = 0.4,
         .weakThreshold = 0.3,
         .signFlip = true});
    std::vector<TypeFinding> findings = table.finish();
    const TaskPrompt& prompt = set.prompts.front();
    const std::vector<int>& word = prompt.roles.at(QStringLiteral("WORD"));
    for (TypeFinding& finding : findings)
        finding.example = {{prompt.ids.begin(), prompt.ids.end()}, word.back(), word.front()};
    return findings;
}

} // namespace headwaters
