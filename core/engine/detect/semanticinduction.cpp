#include "core/engine/detect/semanticinduction.h"

#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/measures.h"
#include "core/engine/detect/patternreading.h"
#include "core/engine/detect/vocabularyreading.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <set>

namespace headwaters {

namespace {

constexpr double indexGain = 0.2;
constexpr int fewestQueries = 30;
const QString wordRole = QStringLiteral("S");

/// How often each head looks most at each of the first words: [head][prompt][word].
std::vector<std::vector<std::vector<int>>> looks(const Bench& bench, const TaskSet& set)
{
    std::vector<std::vector<std::vector<int>>> counts(
        static_cast<std::size_t>(bench.headCount()), std::vector<std::vector<int>>(set.prompts.size()));
    std::vector<std::vector<TokenId>> prompts;
    for (const TaskPrompt& prompt : set.prompts)
        prompts.push_back(prompt.ids);
    visitPatterns(bench, prompts, [&](std::size_t number, int head, const float* pattern, int size) {
        const std::vector<int>& words = set.prompts[number].roles.at(wordRole);
        std::vector<int>& found = counts[static_cast<std::size_t>(head)][number];
        found.assign(words.size(), 0);
        for (int query = words.front() + 1; query < size; ++query) {
            const float* row = pattern + static_cast<std::ptrdiff_t>(query) * size;
            const auto most = static_cast<int>(std::max_element(row, row + query + 1) - row);
            const auto place = std::find(words.begin(), words.end(), most);
            if (place != words.end() && most < query)
                ++found[static_cast<std::size_t>(place - words.begin())];
        }
    });
    return counts;
}

/// The first word that a head looks at most often; whence, the pattern of the example says.
EvidenceExample mostLookedAt(const TaskSet& set, const std::vector<std::vector<int>>& counts)
{
    const TaskPrompt* prompt = &set.prompts.front();
    int most = 0;
    int source = prompt->roles.at(wordRole).front();
    for (std::size_t number = 0; number < counts.size(); ++number) {
        for (std::size_t word = 0; word < counts[number].size(); ++word) {
            if (counts[number][word] <= most)
                continue;
            most = counts[number][word];
            prompt = &set.prompts[number];
            source = prompt->roles.at(wordRole)[word];
        }
    }
    EvidenceExample example{
        {prompt->ids.begin(), prompt->ids.end()}, static_cast<int>(prompt->ids.size()) - 1, source};
    for (int destination = source + 1; destination < example.destination; ++destination)
        example.moreDestinations.push_back(destination);
    return example;
}

/// Shares of the second words in what is raised above the mean, of one source: [second word].
std::vector<double> shares(const VocabularyReading& reading, int source)
{
    double mean = 0;
    for (int word = 0; word < reading.targets; ++word)
        mean += reading.logit(source, word) / reading.targets;
    std::vector<double> raised;
    double sum = 0;
    for (int word = 0; word < reading.targets; ++word) {
        raised.push_back(std::max(reading.logit(source, word) - mean, 0.0));
        sum += raised.back();
    }
    for (double& value : raised)
        value = sum > 0 ? value / sum : 0;
    return raised;
}

std::vector<TypeFinding> detect(const Bench& bench, const TaskSet& set)
{
    std::set<TokenId> seconds;
    std::vector<std::vector<int>> positions;
    for (const TaskPrompt& prompt : set.prompts) {
        positions.push_back(prompt.roles.at(wordRole));
        seconds.insert(prompt.others.begin(), prompt.others.end());
    }
    const std::vector<TokenId> targets(seconds.begin(), seconds.end());
    const auto placeOf = [&](TokenId id) {
        return static_cast<std::size_t>(
            std::lower_bound(targets.begin(), targets.end(), id) - targets.begin());
    };
    const auto counts = looks(bench, set);
    std::vector<HeadSample> samples(static_cast<std::size_t>(bench.headCount()));
    std::vector<int> queries(samples.size());
    // Only heads that look there often enough are worth the matrices.
    std::vector<int> asked;
    for (int head = 0; head < bench.headCount(); ++head) {
        for (const std::vector<int>& prompt : counts[static_cast<std::size_t>(head)]) {
            for (const int count : prompt)
                queries[static_cast<std::size_t>(head)] += count;
        }
        if (queries[static_cast<std::size_t>(head)] >= fewestQueries)
            asked.push_back(head);
    }
    std::vector<VocabularyReading> readings;
    if (!asked.empty())
        readings =
            readVocabulary(bench, {SourceRows::inPrompts(bench, set.prompts, positions), targets, 1, asked});
    // The same second words given to other first words, for all heads alike.
    PromptRandom random(bench.seed);
    std::vector<std::vector<std::size_t>> shuffles;
    for (int draw = 0; draw < drawsFor(bench); ++draw) {
        std::vector<std::size_t> shuffled = allPrompts(targets.size());
        for (std::size_t place = shuffled.size(); place > 1; --place)
            std::swap(shuffled[place - 1], shuffled[random.below(place)]);
        shuffles.push_back(std::move(shuffled));
    }
    for (std::size_t which = 0; which < asked.size(); ++which) {
        bench.cancel.throwIfCancelled();
        HeadSample& sample = samples[static_cast<std::size_t>(asked[which])];
        // What the queries that look at a word with some second word give on average: [second][word].
        std::vector<std::vector<double>> sums(targets.size(), std::vector<double>(targets.size()));
        int source = 0;
        for (std::size_t prompt = 0; prompt < set.prompts.size(); ++prompt) {
            double unit = 0;
            int looked = 0;
            for (std::size_t word = 0; word < positions[prompt].size(); ++word, ++source) {
                const int count = counts[static_cast<std::size_t>(asked[which])][prompt][word];
                if (count == 0)
                    continue;
                const std::vector<double> share = shares(readings[which], source);
                const std::size_t second = placeOf(set.prompts[prompt].others[word]);
                unit += count * share[second];
                looked += count;
                for (std::size_t other = 0; other < targets.size(); ++other)
                    sums[second][other] += count * share[other];
            }
            if (looked > 0)
                sample.units.push_back(unit / looked);
        }
        for (const std::vector<std::size_t>& shuffled : shuffles) {
            double sum = 0;
            for (std::size_t second = 0; second < targets.size(); ++second)
                sum += sums[second][shuffled[second]];
            sample.nulls.push_back(sum / queries[static_cast<std::size_t>(asked[which])]);
        }
    }
    FindingTable table(bench, HeadType::SemanticInduction, set.key);
    table.add(
        samples,
        weightsRule(QStringLiteral("share of the second word in what is raised at the first"), indexGain));
    std::vector<TypeFinding> findings = table.finish();
    for (std::size_t head = 0; head < findings.size(); ++head) {
        TypeFinding& finding = findings[head];
        finding.example = mostLookedAt(set, counts[head]);
        if (queries[head] < fewestQueries) {
            finding.reason = QStringLiteral("looks most at a first word %1 times, and %2 are needed")
                                 .arg(queries[head])
                                 .arg(fewestQueries);
        } else if (
            finding.finding == Finding::Yes && finding.score - finding.evidence.front().null < indexGain) {
            finding.finding = Finding::No;
            finding.reason =
                QStringLiteral("shuffled words give %1 of it").arg(finding.evidence.front().null, 0, 'f', 2);
        }
    }
    return findings;
}

} // namespace

std::vector<TypeFinding> detectSemanticInduction(const Bench& bench, const std::vector<TaskSet>& sets)
{
    std::vector<TypeFinding> findings;
    for (const TaskSet& set : sets) {
        std::vector<TypeFinding> more;
        if (set.isEmpty()) {
            more = notMeasurable(bench, HeadType::SemanticInduction, set.key, set.reason);
        } else if (bench.runs(Tier::Mechanistic)) {
            more = detect(bench, set);
        } else {
            more = FindingTable(bench, HeadType::SemanticInduction, set.key).finish();
            for (TypeFinding& finding : more)
                finding.reason = QStringLiteral("needs the mechanistic tier");
        }
        findings.insert(findings.end(), more.begin(), more.end());
    }
    return findings;
}

} // namespace headwaters
