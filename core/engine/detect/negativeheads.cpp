#include "core/engine/detect/negativeheads.h"

#include "core/engine/detect/answerreading.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/patternreading.h"
#include "core/engine/detect/vocabularyreading.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double leastScore = 0.05;
constexpr double leastMass = 0.1;
constexpr double leastRaised = 0.5; // logits
constexpr double smallest = 1e-6; // keeps the logarithm of attention finite

/// Attention to the candidates, means or sums over the tokens behind both: [head][prompt].
struct CandidateAttention {
    explicit CandidateAttention(const Bench& bench) : difference(bench), mass(bench), raw(bench) { }
    HeadUnits difference; ///< NO less YES
    HeadUnits mass; ///< both
    HeadUnits raw; ///< the sum of (NO + YES) ln(NO / YES)
};

CandidateAttention readCandidates(const Bench& bench, const std::vector<TaskPrompt>& prompts)
{
    std::vector<std::vector<TokenId>> ids;
    for (const TaskPrompt& prompt : prompts)
        ids.push_back(prompt.ids);
    CandidateAttention result(bench);
    visitPatterns(bench, ids, [&](std::size_t prompt, int head, const float* pattern, int size) {
        const int yes = prompts[prompt].roles.at(QStringLiteral("YES")).back();
        const int no = prompts[prompt].roles.at(QStringLiteral("NO")).back();
        const int first = std::max(yes, no) + 1;
        double difference = 0, mass = 0, raw = 0;
        for (int query = first; query < size; ++query) {
            const float* row = pattern + static_cast<std::ptrdiff_t>(query) * size;
            const auto ofYes = static_cast<double>(row[yes]), ofNo = static_cast<double>(row[no]);
            difference += ofNo - ofYes;
            mass += ofNo + ofYes;
            raw += (ofNo + ofYes) * std::log((ofNo + smallest) / (ofYes + smallest));
        }
        result.difference.add(head, difference / (size - first));
        result.mass.add(head, mass / (size - first));
        result.raw.add(head, raw);
    });
    return result;
}

// A question in both orders is one unit.
double lower(const std::vector<double>& ofPrompts, std::size_t question)
{
    return std::min(ofPrompts[2 * question], ofPrompts[2 * question + 1]);
}

double mean(const std::vector<double>& ofPrompts, std::size_t question)
{
    return (ofPrompts[2 * question] + ofPrompts[2 * question + 1]) / 2;
}

using OfQuestion = double (*)(const std::vector<double>&, std::size_t);

std::vector<HeadSample>
questions(const Bench& bench, const HeadUnits& units, std::size_t count, OfQuestion ofQuestion)
{
    std::vector<HeadSample> samples(static_cast<std::size_t>(bench.headCount()));
    for (std::size_t head = 0; head < samples.size(); ++head) {
        for (std::size_t question = 0; question < count; ++question)
            samples[head].units.push_back(ofQuestion(units.of(static_cast<int>(head)), question));
    }
    return samples;
}

// Questions of the control drawn again and again, each time with either candidate in the place of No.
void addControlNulls(
    const Bench& bench, const HeadUnits& control, std::size_t count, std::vector<HeadSample>& samples)
{
    PromptRandom random(bench.seed);
    for (int draw = 0; draw < drawsFor(bench); ++draw) {
        const double sign = random.below(2) == 0 ? 1 : -1;
        std::vector<std::size_t> drawn;
        for (std::size_t question = 0; question < count; ++question)
            drawn.push_back(random.below(count));
        for (std::size_t head = 0; head < samples.size(); ++head) {
            const std::vector<double>& units = control.of(static_cast<int>(head));
            double sum = 0;
            for (const std::size_t question : drawn)
                sum += std::min(sign * units[2 * question], sign * units[2 * question + 1]);
            samples[head].nulls.push_back(sum / static_cast<double>(count));
        }
    }
}

// What heads add to No less Yes at the end.
std::vector<HeadSample> negations(const Bench& bench, const YesNoSet& set)
{
    HeadUnits units(bench);
    std::vector<DirectRequest> requests;
    for (const TaskPrompt& prompt : set.set.prompts)
        requests.push_back({prompt.ids, -1, {set.no, set.yes}, false});
    readAnswers(bench, requests, [&](std::size_t, const DirectReading& reading, const EndAttention&) {
        for (int head = 0; head < bench.headCount(); ++head) {
            const HeadIndex index = bench.head(head);
            units.add(
                head, reading.head(index.layer, index.head, 0) - reading.head(index.layer, index.head, 1));
        }
    });
    return questions(bench, units, set.set.prompts.size() / 2, mean);
}

} // namespace

StepResult detectNegativeHeads(const Bench& bench, const YesNoSet& set)
{
    if (!set.set.reason.isEmpty())
        return {notMeasurable(bench, HeadType::Negative, set.set.key, set.set.reason), {}};
    if (!bench.runs(Tier::Mechanistic))
        return {
            notMeasurable(
                bench, HeadType::Negative, set.set.key,
                QStringLiteral("it needs what heads write, which the observed tier does not read")),
            {}};
    const std::size_t count = set.set.prompts.size() / 2;
    const CandidateAttention attention = readCandidates(bench, set.set.prompts);
    const CandidateAttention control = readCandidates(bench, set.control);
    std::vector<HeadSample> scores = questions(bench, attention.difference, count, lower);
    addControlNulls(bench, control.difference, count, scores);
    MeasureRule rule;
    rule.measure = QStringLiteral("attention to No above that to Yes");
    rule.threshold = leastScore;
    FindingTable table(bench, HeadType::Negative, set.set.key);
    table.add(scores, rule);
    MeasureRule mass = sizeRule(Access::Attention, QStringLiteral("attention to Yes and No"), leastMass);
    mass.largest = noEffect; // both together are no preference
    table.add(questions(bench, attention.mass, count, mean), mass);
    MeasureRule raw = sizeRule(Access::Attention, QStringLiteral("negative attention score"), 0);
    raw.largest = noEffect;
    raw.required = false;
    table.add(questions(bench, attention.raw, count, mean), raw);
    // Without it heads of scrambled copies pass that favour one of the words by chance; without its size also
    // such whose effect is nothing but the same in every prompt.
    table.add(
        negations(bench, set), directRule(QStringLiteral("No raised above Yes"), leastRaised, noEffect));
    table.showOn(set.set.prompts.front(), QStringLiteral("END"), QStringLiteral("NO"));
    return {table.finish(), {}};
}

} // namespace headwaters
