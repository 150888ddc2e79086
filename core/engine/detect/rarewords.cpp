#include "core/engine/detect/rarewords.h"

#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/matchedkeys.h"
#include "core/engine/detect/patternreading.h"

#include <algorithm>
#include <limits>

namespace headwaters {

namespace {

/// Share of queries `from` to `to` - 1 that look at one key most, the first key and themselves apart.
double shareAt(const float* pattern, int size, int from, int to, int key)
{
    int hits = 0;
    for (int query = from; query < to; ++query) {
        const float* row = pattern + query * size;
        hits += std::max_element(row + 1, row + query) - row == key ? 1 : 0;
    }
    return to > from ? static_cast<double>(hits) / (to - from) : 0;
}

double massAt(const float* pattern, int size, int key)
{
    double sum = 0;
    for (int query = key + 1; query < size; ++query)
        sum += static_cast<double>(pattern[query * size + key]);
    return sum / std::max(size - key - 1, 1);
}

} // namespace

std::vector<TypeFinding> detectRareWords(const Bench& bench, const TaskSet& set)
{
    if (set.isEmpty())
        return notMeasurable(bench, HeadType::RareWords, set.key, set.reason);
    std::vector<std::vector<TokenId>> prompts; // each behind it its twin
    for (const TaskPrompt& prompt : set.prompts) {
        prompts.push_back(prompt.ids);
        prompts.push_back(prompt.corrupted);
    }
    const auto heads = static_cast<std::size_t>(bench.headCount());
    std::vector<HeadSample> shares(heads), gains(heads);
    // Common words of the prompt, and the twin's in the place of the rare one: [prompt][head][word].
    std::vector<std::vector<std::vector<double>>> common(
        set.prompts.size(), std::vector<std::vector<double>>(heads));
    for (HeadSample& sample : gains)
        sample.units.resize(set.prompts.size());
    visitPatterns(bench, prompts, [&](std::size_t number, int head, const float* pattern, int size) {
        const TaskPrompt& prompt = set.prompts[number / 2];
        const bool isTwin = number % 2 == 1;
        const int rare = prompt.at(QStringLiteral("RARE"));
        const auto share = [&](int key) { return shareAt(pattern, size, key + 1, size, key); };
        std::vector<double>& ofHead = common[number / 2][static_cast<std::size_t>(head)];
        gains[static_cast<std::size_t>(head)].units[number / 2] +=
            (isTwin ? -1 : 1) * massAt(pattern, size, rare);
        if (isTwin) {
            ofHead.push_back(share(rare));
            return;
        }
        shares[static_cast<std::size_t>(head)].units.push_back(share(rare));
        for (const int other : prompt.roles.at(QStringLiteral("OTHERS"))) {
            if (other + 2 < size)
                ofHead.push_back(share(other));
        }
    });
    addPromptNulls(bench, common, shares, bench.seed);
    FindingTable table(bench, HeadType::RareWords, set.key);
    table.add(
        shares, {.measure = QStringLiteral("later words that look most at the rare one"), .threshold = 0.5});
    table.add(
        gains,
        {.measure = QStringLiteral("attention gained over a common word in its place"),
         .threshold = 0.1,
         .z = std::numeric_limits<double>::lowest(),
         .signFlip = true});
    std::vector<TypeFinding> findings = table.finish();
    for (TypeFinding& finding : findings) {
        finding.tags << QStringLiteral("experimental");
        const TaskPrompt& prompt = set.prompts.front();
        finding.example = {
            {prompt.ids.begin(), prompt.ids.end()},
            static_cast<int>(prompt.ids.size()) - 1,
            prompt.at(QStringLiteral("RARE"))};
    }
    return findings;
}

} // namespace headwaters
