#include "core/engine/detect/iterationheads.h"

#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/measures.h"
#include "core/engine/detect/patternreading.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr double stripe = 0.4; // as for the token before

/// [head][prompt][shift] attention of states to the input so many places behind the one they read, round the
/// line; shift 0 is that input itself.
using Stripes = std::vector<std::vector<std::vector<double>>>;

/// Shifts that differ in every line.
std::size_t shiftsOf(const TaskSet& set)
{
    std::size_t fewest = set.prompts.front().roles.at(u"INPUT"_s).size();
    for (const TaskPrompt& prompt : set.prompts)
        fewest = std::min(fewest, prompt.roles.at(u"INPUT"_s).size());
    return fewest;
}

Stripes stripesOf(const Bench& bench, const TaskSet& set, std::size_t shifts)
{
    Stripes stripes(
        static_cast<std::size_t>(bench.headCount()),
        std::vector<std::vector<double>>(set.prompts.size(), std::vector<double>(shifts)));
    visitPatterns(bench, set, [&](std::size_t number, int head, const float* pattern, int size) {
        const TaskPrompt& prompt = set.prompts[number];
        const std::vector<int>& inputs = prompt.roles.at(u"INPUT"_s);
        const std::vector<int>& states = prompt.roles.at(u"STATE"_s);
        const std::vector<int>& read = prompt.roles.at(u"READ"_s);
        std::vector<double>& own = stripes[static_cast<std::size_t>(head)][number];
        for (std::size_t state = 0; state < states.size(); ++state) {
            const float* row = pattern + static_cast<std::ptrdiff_t>(states[state]) * size;
            for (std::size_t shift = 0; shift < shifts; ++shift) {
                const std::size_t place =
                    (static_cast<std::size_t>(read[state] - inputs.front()) + shift) % inputs.size();
                own[shift] += static_cast<double>(row[inputs[place]]) / static_cast<double>(states.size());
            }
        }
    });
    return stripes;
}

QString whyNot(const Competence& parity, const Competence& copies)
{
    QString reason = u"it does not go on with parity chains: %1"_s.arg(parity.reason);
    if (copies.prompts > 0)
        reason += u"; of copied chains it gets %1 % right"_s.arg(100 * copies.accuracy, 0, 'f', 0);
    return reason;
}

} // namespace

std::vector<TypeFinding> detectIteration(
    const Bench& bench, const TaskSet& parity, const Competence& competence, const Competence& copies)
{
    if (parity.isEmpty())
        return notMeasurable(bench, HeadType::Iteration, parity.key, parity.reason);
    if (bench.gates && !competence.passed)
        return notMeasurable(bench, HeadType::Iteration, parity.key, whyNot(competence, copies));
    const std::size_t shifts = shiftsOf(parity);
    const Stripes stripes = stripesOf(bench, parity, shifts);
    const std::vector<std::size_t> prompts = allPrompts(parity.prompts.size());
    const auto value = [&](int head, std::size_t prompt, std::size_t shift) {
        return stripes[static_cast<std::size_t>(head)][prompt][shift];
    };
    std::vector<HeadSample> samples =
        promptSamples(bench, prompts, [&](int head, std::size_t prompt) { return value(head, prompt, 0); });
    addPromptNull(bench, samples, prompts, shifts - 1, [&](int head, std::size_t prompt, std::size_t choice) {
        return value(head, prompt, choice + 1);
    });
    FindingTable table(bench, HeadType::Iteration, parity.key);
    table.add(samples, attentionRule(u"attention of a state to the input that the next one takes"_s, stripe));
    return table.finish();
}

} // namespace headwaters
