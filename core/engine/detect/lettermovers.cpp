#include "core/engine/detect/lettermovers.h"

#include "core/engine/detect/competence.h"
#include "core/engine/detect/endreading.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/measures.h"
#include "core/engine/detect/vocabularyreading.h"
#include "core/heads/tasks/splitacronyms.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace headwaters {

namespace {

constexpr double moverAttention = 0.2;
constexpr double copyShare = 0.5;
constexpr int copyDepth = 5;
constexpr double fullAttention = 0.6;
constexpr std::size_t mostPrompts = 12; // of the sweep
const QString attentionMeasure = QStringLiteral("attention from the end to the asked capital");
const QString copyMeasure = QStringLiteral("copying of capitals");
const QString patchMeasure = QStringLiteral("share of the logit difference lost with the twin's output");

struct Reading {
    TaskSet set;
    EndRequest request;
    std::vector<EndRun> clean, corrupted;
    std::vector<TokenId> tokens; ///< ascending
    Reading(const Bench& bench, TaskSet right);

    [[nodiscard]] std::size_t placeOf(TokenId token) const
    {
        return static_cast<std::size_t>(
            std::lower_bound(tokens.begin(), tokens.end(), token) - tokens.begin());
    }
    [[nodiscard]] double difference(const EndRun& run, std::size_t prompt) const
    {
        const float* logits = run.logits.data_ptr<float>();
        return static_cast<double>(logits[placeOf(*set.prompts[prompt].target)])
            - static_cast<double>(logits[placeOf(*set.prompts[prompt].rival)]);
    }
};

Reading::Reading(const Bench& bench, TaskSet right) : set(std::move(right))
{
    std::set<TokenId> answers;
    for (const TaskPrompt& prompt : set.prompts) {
        answers.insert({*prompt.target, *prompt.rival});
        request.prompts.push_back(prompt.ids);
        request.positions.push_back(prompt.at(QStringLiteral("END")));
    }
    tokens.assign(answers.begin(), answers.end());
    request.tokens = tokens;
    request.keepEntering = bench.runs(Tier::Causal);
    clean = endRuns(bench, request);
    if (!bench.runs(Tier::Causal))
        return;
    request.keepEntering = false;
    for (std::size_t prompt = 0; prompt < set.prompts.size(); ++prompt)
        request.prompts[prompt] = set.prompts[prompt].corrupted;
    corrupted = endRuns(bench, request);
}

std::vector<HeadSample> attentionSamples(const Bench& bench, const Reading& reading)
{
    const std::vector<std::size_t> prompts = allPrompts(reading.set.prompts.size());
    const auto rowOf = [&](int head, std::size_t prompt) {
        const at::Tensor& rows =
            reading.clean[prompt].attention[static_cast<std::size_t>(bench.head(head).layer)];
        return rows.data_ptr<float>() + bench.head(head).head * rows.size(1);
    };
    std::vector<HeadSample> samples = promptSamples(bench, prompts, [&](int head, std::size_t prompt) {
        return static_cast<double>(
            rowOf(head, prompt)[reading.set.prompts[prompt].at(QStringLiteral("LETTER"))]);
    });
    // The capitals of the other words: what tells a letter mover from a head that likes capitals.
    addPromptNull(bench, samples, prompts, 2, [&](int head, std::size_t prompt, std::size_t choice) {
        const TaskPrompt& asked = reading.set.prompts[prompt];
        for (int word = 1; word <= 3; ++word) {
            const int position = asked.at(QStringLiteral("L%1").arg(word));
            if (position != asked.at(QStringLiteral("LETTER")) && choice-- == 0)
                return static_cast<double>(rowOf(head, prompt)[position]);
        }
        return 0.0;
    });
    return samples;
}

/// Either form of the letter among the most raised, a unit a letter.
std::vector<HeadSample> copySamples(const Bench& bench)
{
    std::vector<TokenId> sources, targets;
    std::vector<int> letterOf; // [source]
    const auto forms = letterForms(bench.ground);
    for (std::size_t letter = 0; letter < forms.size(); ++letter) {
        for (const std::optional<TokenId>& form : forms[letter]) {
            if (!form || !forms[letter][0] || !forms[letter][1])
                continue;
            sources.push_back(*form);
            letterOf.push_back(static_cast<int>(letter));
        }
    }
    targets = sources;
    const std::vector<VocabularyReading> readings =
        readVocabulary(bench, {SourceRows::ofTokens(bench, sources), targets, copyDepth});
    // Sources stand in pairs of forms: a pair is a unit, its hits those of either form.
    std::vector<HeadSample> samples;
    for (const VocabularyReading& reading : readings) {
        bench.cancel.throwIfCancelled();
        VocabularyReading either{
            reading.sources,
            reading.targets / 2,
            1,
            {},
            std::vector<float>(sources.size(), 1),
            std::vector<float>(sources.size(), -1)};
        for (int source = 0; source < reading.sources; ++source) {
            for (int pair = 0; pair < reading.targets / 2; ++pair) {
                const bool isHit = reading.isAmongLargest(source, 2 * pair, copyDepth)
                    || reading.isAmongLargest(source, 2 * pair + 1, copyDepth);
                either.logits.push_back(isHit ? 1.0F : 0.0F);
            }
        }
        VocabularyPairs pairs;
        pairs.k = 1;
        for (int source = 0; source < reading.sources; ++source) {
            pairs.target.push_back(source / 2);
            pairs.unit.push_back(source / 2);
        }
        samples.push_back(relationSample(bench, either, pairs, false, drawsFor(bench)));
    }
    return samples;
}

std::vector<HeadSample> patchSamples(const Bench& bench, const Reading& reading)
{
    const std::size_t count = std::min(reading.set.prompts.size(), mostPrompts);
    const std::vector<EndRun> clean(
        reading.clean.begin(), reading.clean.begin() + static_cast<std::ptrdiff_t>(count));
    EndRequest request = reading.request;
    request.positions.resize(count);
    request.prompts.clear();
    for (std::size_t prompt = 0; prompt < count; ++prompt)
        request.prompts.push_back(reading.set.prompts[prompt].ids);
    request.clean = &clean;
    // The ratio of means, not the mean of ratios.
    double whole = 0;
    for (std::size_t prompt = 0; prompt < count; ++prompt)
        whole += (reading.difference(clean[prompt], prompt)
                  - reading.difference(reading.corrupted[prompt], prompt))
            / static_cast<double>(count);
    std::vector<HeadSample> samples(static_cast<std::size_t>(bench.headCount()));
    for (int head = 0; head < bench.headCount(); ++head) {
        std::vector<at::Tensor> twins;
        for (std::size_t prompt = 0; prompt < count; ++prompt) {
            twins.push_back(
                reading.corrupted[prompt].z[static_cast<std::size_t>(bench.head(head).layer)].select(
                    0, bench.head(head).head));
        }
        request.edits = {{head, withTorch([&] { return at::stack(twins); })}};
        const std::vector<EndRun> patched = endRuns(bench, request);
        for (std::size_t prompt = 0; prompt < count; ++prompt) {
            samples[static_cast<std::size_t>(head)].units.push_back(
                (reading.difference(clean[prompt], prompt) - reading.difference(patched[prompt], prompt))
                / std::max(whole, 1e-6));
        }
    }
    return samples;
}

} // namespace

StepResult detectLetterMovers(const Bench& bench, const TaskSet& acronyms)
{
    StepResult result;
    const TaskAnswers answers = answersIn(bench, acronyms);
    const Competence competence = competenceIn(bench, acronyms, answers);
    result.tasks = {competence};
    if (acronyms.isEmpty() || (bench.gates && !competence.passed)) {
        result.findings = notMeasurable(bench, HeadType::LetterMover, acronyms.key, competence.reason);
        return result;
    }
    const Reading reading(bench, bench.gates ? answeredRight(acronyms, answers) : acronyms);
    FindingTable table(bench, HeadType::LetterMover, acronyms.key);
    table.add(attentionSamples(bench, reading), attentionRule(attentionMeasure, moverAttention));
    if (bench.runs(Tier::Mechanistic))
        table.add(copySamples(bench), weightsRule(copyMeasure, copyShare));
    if (bench.runs(Tier::Causal))
        table.add(patchSamples(bench, reading), causalRule(patchMeasure, 0, 1));
    table.showOn(acronyms.prompts.front(), QStringLiteral("END"), QStringLiteral("LETTER"));
    result.findings = table.finish();
    for (TypeFinding& finding : result.findings) {
        const double attention = std::min(finding.evidence[0].score / fullAttention, 1.0);
        if (bench.runs(Tier::Causal)) {
            finding.score = std::cbrt(
                attention * finding.evidence[1].score * std::clamp(finding.evidence[2].score, 0.0, 1.0));
        } else if (bench.runs(Tier::Mechanistic)) {
            finding.score = std::sqrt(attention * finding.evidence[1].score);
        }
    }
    return result;
}

} // namespace headwaters
