#include "core/engine/detect/coherenceheads.h"

#include "core/engine/detect/endreading.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/probeheads.h"
#include "core/engine/model/transformermodel.h"

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostSteered = 4;
constexpr double leastEffect = 0.1; // of a logit: what recurs in every prompt has no spread, and any z

/// Mean effect on the tokens from `first` on.
double
meanEffect(const DirectEffects& effects, int head, std::size_t prompt, std::size_t first, std::size_t count)
{
    double sum = 0;
    for (std::size_t token = first; token < first + count; ++token)
        sum += effects.at(head, prompt, token);
    return sum / static_cast<double>(count);
}

/// On the asked language less English, and less the other language.
struct LanguageSamples {
    std::vector<HeadSample> overEnglish, overOther;
};

LanguageSamples samplesOf(const Bench& bench, const LanguageSet& languages)
{
    EndRequest request;
    for (const TaskPrompt& prompt : languages.set.prompts) {
        request.prompts.push_back(prompt.ids);
        request.positions.push_back(prompt.at(u"END"_s));
    }
    const std::vector<EndRun> runs = endRuns(bench, request);
    std::vector<TokenId> tokens;
    std::vector<std::size_t> first;
    for (const Language* language : {&languages.languages[0], &languages.languages[1], &languages.english}) {
        first.push_back(tokens.size());
        tokens.insert(tokens.end(), language->words.begin(), language->words.end());
    }
    first.push_back(tokens.size());
    const DirectEffects effects(bench, runs, tokens);
    LanguageSamples samples;
    for (int head = 0; head < bench.headCount(); ++head) {
        HeadSample english, other;
        for (std::size_t prompt = 0; prompt < runs.size(); ++prompt) {
            const auto mean = [&](std::size_t which) {
                return meanEffect(effects, head, prompt, first[which], first[which + 1] - first[which]);
            };
            const auto asked = static_cast<std::size_t>(languages.asked[prompt]);
            english.units.push_back(mean(asked) - mean(2));
            other.units.push_back(mean(asked) - mean(1 - asked));
        }
        samples.overEnglish.push_back(std::move(english));
        samples.overOther.push_back(std::move(other));
    }
    return samples;
}

} // namespace

std::vector<TypeFinding>
detectCoherence(const Bench& bench, const LanguageSet& languages, const Competence& competence)
{
    const TaskSet& set = languages.set;
    if (!set.reason.isEmpty())
        return notMeasurable(bench, HeadType::Coherence, set.key, set.reason);
    if (bench.gates && !competence.passed)
        return notMeasurable(bench, HeadType::Coherence, set.key, competence.reason);
    FindingTable table(bench, HeadType::Coherence, set.key);
    if (bench.runs(Tier::Mechanistic)) {
        const LanguageSamples samples = samplesOf(bench, languages);
        const auto rule = [&](const QString& measure) {
            return MeasureRule{
                .access = Access::Direct,
                .measure = measure,
                .threshold = leastEffect,
                .largest = std::max(competence.difference, 1.0),
                .signFlip = true};
        };
        table.add(
            samples.overEnglish, rule(u"direct effect on the asked language's words above English ones"_s));
        table.add(
            samples.overOther, rule(u"direct effect on the asked language's words above the other's"_s));
    }
    std::vector<TypeFinding> findings = table.finish();
    addProbeEvidence(bench, findings, coherenceSet(languages), probeRuleFor(bench), mostSteered);
    for (TypeFinding& finding : findings) {
        finding.tags << u"proxy"_s;
        if (!bench.runs(Tier::Mechanistic))
            finding.reason = u"the mechanistic tier tells: what the head writes on words of the language"_s;
    }
    return findings;
}

std::vector<TypeFinding> detectFaithfulness(const Bench& bench)
{
    return notMeasurable(
        bench, HeadType::Faithfulness, u"chain-of-thought"_s,
        u"it needs a model that writes reasons before its answer, and even there its authors found little"_s);
}

} // namespace headwaters
