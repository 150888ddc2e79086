#include "core/engine/detect/semanticmatch.h"

#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/measures.h"
#include "core/engine/detect/patternreading.h"
#include "core/heads/tasks/roletext.h"

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr double leastGain = 0.1;
constexpr std::size_t nullsOfAList = 8;

/// The words of a list in their order, with their kinds.
struct ListWords {
    std::vector<int> positions;
    std::vector<int> kinds;
};

ListWords wordsOf(const TaskPrompt& prompt)
{
    std::vector<std::pair<int, int>> words;
    for (int kind = 0; prompt.has(u"KIND_%1"_s.arg(kind)); ++kind) {
        for (const int position : prompt.roles.at(u"KIND_%1"_s.arg(kind)))
            words.emplace_back(position, kind);
    }
    std::sort(words.begin(), words.end());
    ListWords list;
    for (const auto& [position, kind] : words) {
        list.positions.push_back(position);
        list.kinds.push_back(kind);
    }
    return list;
}

/// Mean over words with earlier ones of both sorts.
double gainOf(const ListWords& words, const std::vector<int>& kinds, const float* pattern, int size)
{
    double sum = 0;
    int counted = 0;
    for (std::size_t query = 1; query < words.positions.size(); ++query) {
        const float* row = pattern + static_cast<std::ptrdiff_t>(words.positions[query]) * size;
        double same = 0, other = 0;
        int sames = 0, others = 0;
        for (std::size_t key = 0; key < query; ++key) {
            const bool isSame = kinds[key] == kinds[query];
            (isSame ? same : other) += static_cast<double>(row[words.positions[key]]);
            ++(isSame ? sames : others);
        }
        if (sames == 0 || others == 0)
            continue;
        sum += same / sames - other / others;
        ++counted;
    }
    return counted > 0 ? sum / counted : 0;
}

} // namespace

std::vector<TypeFinding> detectSemanticMatch(const Bench& bench, const TaskSet& lists)
{
    if (lists.isEmpty())
        return notMeasurable(bench, HeadType::SemanticInduction, lists.key, lists.reason);
    std::vector<ListWords> words;
    std::vector<std::vector<std::vector<int>>> shuffled; // [prompt][null] kinds
    PromptRandom random(bench.seed);
    for (const TaskPrompt& prompt : lists.prompts) {
        words.push_back(wordsOf(prompt));
        std::vector<std::vector<int>>& nulls = shuffled.emplace_back();
        for (std::size_t null = 0; null < nullsOfAList; ++null) {
            std::vector<int>& kinds = nulls.emplace_back();
            for (const std::size_t place : shuffledNumbers(words.back().kinds.size(), random))
                kinds.push_back(words.back().kinds[place]);
        }
    }
    const auto heads = static_cast<std::size_t>(bench.headCount());
    const std::size_t prompts = lists.prompts.size();
    // [head][prompt][0: as it is, then the nulls]
    std::vector<std::vector<std::vector<double>>> gains(heads, std::vector<std::vector<double>>(prompts));
    visitPatterns(bench, lists, [&](std::size_t prompt, int head, const float* pattern, int size) {
        std::vector<double>& own = gains[static_cast<std::size_t>(head)][prompt];
        own.push_back(gainOf(words[prompt], words[prompt].kinds, pattern, size));
        for (const std::vector<int>& kinds : shuffled[prompt])
            own.push_back(gainOf(words[prompt], kinds, pattern, size));
    });
    const auto value = [&](int head, std::size_t prompt, std::size_t choice) {
        return gains[static_cast<std::size_t>(head)][prompt][choice];
    };
    std::vector<HeadSample> samples = promptSamples(
        bench, allPrompts(prompts), [&](int head, std::size_t prompt) { return value(head, prompt, 0); });
    addPromptNull(
        bench, samples, allPrompts(prompts), nullsOfAList,
        [&](int head, std::size_t prompt, std::size_t null) { return value(head, prompt, null + 1); });
    FindingTable table(bench, HeadType::SemanticInduction, lists.key);
    table.add(
        samples,
        attentionRule(u"weight on an earlier word of the same kind above others"_s, leastGain, false));
    std::vector<TypeFinding> findings = table.finish();
    for (TypeFinding& finding : findings) {
        finding.score = finding.evidence.front().score;
        finding.reason = u"looking at words of a kind is not yet raising what belongs to them"_s;
        if (finding.evidence.front().finding == Finding::Yes)
            finding.tags << u"semantic match"_s;
    }
    return findings;
}

} // namespace headwaters
