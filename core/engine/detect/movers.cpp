#include "core/engine/detect/movers.h"

#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/measures.h"
#include "core/engine/detect/namereading.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double moverAttention = 0.25;
constexpr double fullAttention = 0.6;
constexpr double copyShare = 0.5;
constexpr std::size_t classesNeeded = 2;
constexpr std::size_t measuresOfClass = 3;
const QString task = QStringLiteral("arguments");

/// The prompts with the argument as the name that is looked for.
TaskSet aboutArguments(const TaskSet& set)
{
    TaskSet result = set;
    for (TaskPrompt& prompt : result.prompts) {
        prompt.roles[QStringLiteral("IO")] = prompt.roles.at(QStringLiteral("ARG"));
        prompt.target = prompt.ids[static_cast<std::size_t>(prompt.at(QStringLiteral("ARG")))];
        prompt.rival.reset();
        prompt.others.clear();
    }
    return result;
}

/// Puts what heads do with one class into the table.
void addClass(const Bench& bench, FindingTable& table, const NameReading& reading, const QString& of)
{
    const std::vector<std::size_t> prompts = allPrompts(reading.prompts());
    std::vector<HeadSample> attention = promptSamples(bench, prompts, [&](int head, std::size_t prompt) {
        return reading.attention(head, prompt, QStringLiteral("IO"));
    });
    addPromptNull(bench, attention, prompts, 1, [&](int head, std::size_t prompt, std::size_t) {
        return (1 - reading.attention(head, prompt, QStringLiteral("IO")))
            / std::max(reading.clean()[prompt].position, 1);
    });
    table.add(
        attention,
        attentionRule(QStringLiteral("attention from the end to the ") + of, moverAttention, false));
    if (!bench.runs(Tier::Mechanistic))
        return;
    table.add(
        reading.copying(bench, false),
        weightsRule(QStringLiteral("copying of %1s").arg(of), copyShare, false));
    table.add(
        promptSamples(
            bench, prompts,
            [&](int head, std::size_t prompt) {
                return reading.direct(head, prompt, *reading.set().prompts[prompt].target)
                    - reading.directOnOthers(head, prompt);
            }),
        directRule(
            QStringLiteral("direct effect on the %1 less others").arg(of), reading.meanDifference(), false));
}

/// Where an argument is not what is said, its lead may be small or none, and no effect a full one.
void conclude(const Bench& bench, std::vector<TypeFinding>& findings, std::size_t classes)
{
    const std::size_t measures = bench.runs(Tier::Mechanistic) ? measuresOfClass : 1;
    std::vector<double> most(classes, 1e-12);
    for (const TypeFinding& finding : findings) {
        for (std::size_t which = 0; which < classes && measures == measuresOfClass; ++which)
            most[which] = std::max(most[which], finding.evidence[which * measures + 2].score);
    }
    for (TypeFinding& finding : findings) {
        std::size_t passed = 0;
        QStringList where;
        finding.score = 0;
        for (std::size_t which = 0; which < classes; ++which) {
            const auto first = finding.evidence.begin() + static_cast<std::ptrdiff_t>(which * measures);
            double score = std::min(first->score / fullAttention, 1.0);
            if (measures == measuresOfClass)
                score = std::cbrt(score * first[1].score * std::max(first[2].score, 0.0) / most[which]);
            finding.score += score / static_cast<double>(classes);
            const bool isYes =
                std::all_of(first, first + static_cast<std::ptrdiff_t>(measures), [](const Evidence& one) {
                    return one.finding == Finding::Yes;
                });
            passed += isYes ? 1 : 0;
        }
        if (passed >= classesNeeded) {
            finding.finding = Finding::Yes;
            finding.reason.clear();
        } else {
            finding.finding = Finding::No;
            finding.reason =
                QStringLiteral("moves %1 of %2 classes of words, and 2 are needed").arg(passed).arg(classes);
        }
    }
}

} // namespace

StepResult detectMovers(const Bench& bench, const std::vector<TaskSet>& sets)
{
    StepResult result;
    FindingTable table(bench, HeadType::Mover, task);
    std::size_t classes = 0;
    QString reason = QStringLiteral("fewer than two classes of words can be asked");
    for (const TaskSet& set : sets) {
        const TaskAnswers answers = answersIn(bench, set);
        result.tasks.push_back(competenceIn(bench, set, answers));
        if (set.isEmpty() || (bench.gates && !result.tasks.back().passed)) {
            reason = QStringLiteral("fewer than two classes of words can be asked; %1: %2")
                         .arg(set.key, result.tasks.back().reason);
            continue;
        }
        const NameReading reading(bench, aboutArguments(bench.gates ? answeredRight(set, answers) : set));
        addClass(bench, table, reading, set.key.section(QLatin1Char('-'), 1));
        if (classes == 0)
            table.showOn(reading.set().prompts.front(), QStringLiteral("END"), QStringLiteral("ARG"));
        ++classes;
    }
    if (classes < classesNeeded) {
        result.findings = notMeasurable(bench, HeadType::Mover, task, reason);
        return result;
    }
    result.findings = table.finish();
    conclude(bench, result.findings, classes);
    return result;
}

} // namespace headwaters
