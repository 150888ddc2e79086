#include "core/engine/detect/successors.h"

#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/measures.h"
#include "core/engine/detect/vocabularyreading.h"

#include <algorithm>
#include <set>

namespace headwaters {

namespace {

constexpr int depth = 5; // Gould et al. 2024
constexpr double nextShare = 0.5;
const QString nextMeasure = QStringLiteral("next members among the 5 that are raised most");
const QString copyMeasure = QStringLiteral("members themselves among the 5 that are raised most");
const QString marginMeasure = QStringLiteral("logit of the next member over that of the member");

QString memberRole(const TaskPrompt& prompt)
{
    return prompt.has(QStringLiteral("SRC")) ? QStringLiteral("SRC") : QStringLiteral("END");
}

/// Prompts of different members: two that ask for the same would count twice.
std::vector<TaskPrompt> distinct(const TaskSet& set)
{
    std::vector<TaskPrompt> prompts;
    std::set<TokenId> seen;
    for (const TaskPrompt& prompt : set.prompts) {
        if (prompt.target && seen.insert(*prompt.target).second)
            prompts.push_back(prompt);
    }
    return prompts;
}

std::vector<TypeFinding> detect(const Bench& bench, const TaskSet& set, SourceKind source)
{
    const std::vector<TaskPrompt> prompts = distinct(set);
    std::vector<std::vector<int>> positions;
    std::set<TokenId> members;
    for (const TaskPrompt& prompt : prompts) {
        positions.push_back({prompt.at(memberRole(prompt))});
        members.insert(*prompt.target);
        members.insert(prompt.ids[static_cast<std::size_t>(positions.back().front())]);
    }
    const std::vector<TokenId> targets(members.begin(), members.end());
    const auto placeOf = [&](TokenId id) {
        return static_cast<int>(std::lower_bound(targets.begin(), targets.end(), id) - targets.begin());
    };
    VocabularyPairs next, self;
    std::vector<TokenId> sources;
    for (std::size_t prompt = 0; prompt < prompts.size(); ++prompt) {
        sources.push_back(prompts[prompt].ids[static_cast<std::size_t>(positions[prompt].front())]);
        next.target.push_back(placeOf(*prompts[prompt].target));
        self.target.push_back(placeOf(sources.back()));
        next.unit.push_back(static_cast<int>(prompt));
    }
    self.unit = next.unit;
    next.k = self.k = depth;
    const std::vector<VocabularyReading> readings = readVocabulary(
        bench,
        {source == SourceKind::InPrompt ? SourceRows::inPrompts(bench, prompts, positions)
                                        : SourceRows::ofTokens(bench, sources),
         targets, depth + 1});

    std::vector<HeadSample> nexts, copies, margins(readings.size());
    for (std::size_t head = 0; head < readings.size(); ++head) {
        bench.cancel.throwIfCancelled();
        nexts.push_back(relationSample(bench, readings[head], next, false, drawsFor(bench)));
        copies.push_back(relationSample(bench, readings[head], self, false, drawsFor(bench)));
        for (std::size_t prompt = 0; prompt < prompts.size(); ++prompt) {
            const auto row = static_cast<int>(prompt);
            margins[head].units.push_back(
                readings[head].logit(row, next.target[prompt])
                - readings[head].logit(row, self.target[prompt]));
        }
    }
    FindingTable table(bench, HeadType::Successor, set.key);
    table.add(nexts, weightsRule(nextMeasure, nextShare));
    table.add(copies, weightsRule(copyMeasure, nextShare, false));
    MeasureRule rule = weightsRule(marginMeasure, 0);
    rule.signFlip = true;
    rule.q = 1; // its z decides: a short series has too few signs to flip for all heads of a large model
    // The scale of the final norm is not part of the reading, so no margin is a full one; the share is.
    rule.largest = 0;
    table.add(margins, rule);
    // A successor looks at the member itself, so it is shown from there.
    table.showOn(prompts.front(), memberRole(prompts.front()), memberRole(prompts.front()));
    std::vector<TypeFinding> findings = table.finish();
    for (TypeFinding& finding : findings) {
        const double copied = evidenceOf(finding, copyMeasure).score;
        if (finding.finding == Finding::No || finding.score > copied)
            continue;
        finding.finding = Finding::No;
        finding.reason = QStringLiteral("it raises the member itself as often as the next: %1 and %2")
                             .arg(copied, 0, 'f', 2)
                             .arg(finding.score, 0, 'f', 2);
    }
    return findings;
}

} // namespace

std::vector<TypeFinding>
detectSuccessors(const Bench& bench, const std::vector<TaskSet>& sets, SourceKind source)
{
    std::vector<TypeFinding> findings;
    for (const TaskSet& set : sets) {
        std::vector<TypeFinding> more;
        if (bench.runs(Tier::Mechanistic) && !set.isEmpty()) {
            more = detect(bench, set, source);
        } else if (!set.isEmpty()) {
            more = FindingTable(bench, HeadType::Successor, set.key).finish();
            for (TypeFinding& finding : more)
                finding.reason = QStringLiteral("needs the mechanistic tier");
        } else {
            more = notMeasurable(bench, HeadType::Successor, set.key, set.reason);
        }
        findings.insert(findings.end(), more.begin(), more.end());
    }
    return findings;
}

} // namespace headwaters
