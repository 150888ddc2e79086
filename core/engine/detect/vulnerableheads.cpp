#include "core/engine/detect/vulnerableheads.h"

#include "core/engine/detect/endreading.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/model/transformermodel.h"
#include "core/heads/headprobes.h"
#include "core/heads/tasks/roletext.h"

#include <algorithm>
#include <map>
#include <set>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int nullDraws = 200;
constexpr int fewestOfAKind = 8;

/// What each prompt is about once the model has spoken: its strongest wrong
/// answer, and whether it fails.
struct Spoken {
    std::vector<TokenId> wrong; ///< [prompt]
    std::vector<bool> fails;
    std::vector<double> differences; ///< right less strongest wrong
};

double meanWhere(const std::vector<double>& values, const std::vector<bool>& chosen, bool which)
{
    double sum = 0;
    int count = 0;
    for (std::size_t at = 0; at < values.size(); ++at) {
        if (chosen[at] == which) {
            sum += values[at];
            ++count;
        }
    }
    return count > 0 ? sum / count : 0;
}

/// By how much values are higher where the model does not fail.
double fall(const std::vector<double>& values, const std::vector<bool>& fails)
{
    return meanWhere(values, fails, false) - meanWhere(values, fails, true);
}

Spoken
spokenOf(const TaskSet& set, const std::vector<EndRun>& runs, const std::map<TokenId, std::size_t>& places)
{
    Spoken spoken;
    for (std::size_t prompt = 0; prompt < runs.size(); ++prompt) {
        const float* logits = runs[prompt].logits.data_ptr<float>();
        const TaskPrompt& asked = set.prompts[prompt];
        const TokenId wrong =
            *std::max_element(asked.others.begin(), asked.others.end(), [&](TokenId left, TokenId right) {
                return logits[places.at(left)] < logits[places.at(right)];
            });
        const double difference = static_cast<double>(logits[places.at(*asked.target)])
            - static_cast<double>(logits[places.at(wrong)]);
        spoken.wrong.push_back(wrong);
        spoken.differences.push_back(difference);
        spoken.fails.push_back(difference <= 0);
    }
    return spoken;
}

/// Values whose mean is the head's share of the fall and whose spread is that
/// of the difference of two means.
std::vector<double>
unitsOf(const std::vector<double>& effects, const std::vector<bool>& fails, double share, double total)
{
    const auto count = static_cast<double>(effects.size());
    const auto failing = static_cast<double>(std::count(fails.begin(), fails.end(), true));
    const double right = meanWhere(effects, fails, false), wrong = meanWhere(effects, fails, true);
    std::vector<double> units;
    for (std::size_t at = 0; at < effects.size(); ++at) {
        const double pull = fails[at] ? -(effects[at] - wrong) * count / failing
                                      : (effects[at] - right) * count / (count - failing);
        units.push_back(share + pull / total);
    }
    return units;
}

} // namespace

std::vector<TypeFinding>
detectVulnerable(const Bench& bench, const TaskSet& acronyms, const Competence& competence)
{
    const HeadType type = HeadType::Vulnerable;
    if (!acronyms.reason.isEmpty())
        return notMeasurable(bench, type, acronyms.key, acronyms.reason);
    if (bench.gates && !competence.passed)
        return notMeasurable(bench, type, acronyms.key, competence.reason);
    FindingTable table(bench, type, acronyms.key);
    if (!bench.runs(Tier::Mechanistic)) {
        std::vector<TypeFinding> findings = table.finish();
        for (TypeFinding& finding : findings)
            finding.reason = u"the mechanistic tier tells: what the head adds to the right letter"_s;
        return findings;
    }
    std::set<TokenId> distinct;
    EndRequest request;
    for (const TaskPrompt& prompt : acronyms.prompts) {
        request.prompts.push_back(prompt.ids);
        request.positions.push_back(prompt.at(u"END"_s));
        distinct.insert(*prompt.target);
        distinct.insert(prompt.others.begin(), prompt.others.end());
    }
    request.tokens.assign(distinct.begin(), distinct.end());
    std::map<TokenId, std::size_t> places;
    for (std::size_t at = 0; at < request.tokens.size(); ++at)
        places[request.tokens[at]] = at;
    const std::vector<EndRun> runs = endRuns(bench, request);
    const Spoken spoken = spokenOf(acronyms, runs, places);
    const auto failing = std::count(spoken.fails.begin(), spoken.fails.end(), true);
    const auto right = static_cast<std::ptrdiff_t>(spoken.fails.size()) - failing;
    if (std::min(failing, right) < fewestOfAKind)
        return notMeasurable(
            bench, type, acronyms.key,
            u"it completes %1 acronyms and fails in %2, and 8 of either are needed"_s.arg(right).arg(
                failing));

    const DirectEffects effects(bench, runs, request.tokens);
    const double total = fall(spoken.differences, spoken.fails);
    PromptRandom random(bench.seed);
    std::vector<std::vector<bool>> dealt;
    for (int draw = 0; draw < nullDraws; ++draw) {
        std::vector<bool> fails;
        for (const std::size_t at : shuffledNumbers(spoken.fails.size(), random))
            fails.push_back(spoken.fails[at]);
        dealt.push_back(std::move(fails));
    }
    std::vector<HeadSample> samples;
    for (int head = 0; head < bench.headCount(); ++head) {
        std::vector<double> own;
        for (std::size_t prompt = 0; prompt < runs.size(); ++prompt)
            own.push_back(
                effects.at(head, prompt, places.at(*acronyms.prompts[prompt].target))
                - effects.at(head, prompt, places.at(spoken.wrong[prompt])));
        HeadSample sample;
        sample.units = unitsOf(own, spoken.fails, fall(own, spoken.fails) / total, total);
        for (const std::vector<bool>& fails : dealt)
            sample.nulls.push_back(fall(own, fails) / total);
        samples.push_back(std::move(sample));
    }
    poolNulls(samples);
    table.add(
        samples,
        {.access = Access::Direct,
         .measure = u"share of what the right letter's lead falls by where the model fails"_s,
         .threshold = 0.2});
    return table.finish();
}

} // namespace headwaters
