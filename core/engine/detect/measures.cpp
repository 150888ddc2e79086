#include "core/engine/detect/measures.h"

#include "core/engine/detect/vocabularyreading.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace headwaters {

namespace {

MeasureRule ruleOf(Access access, const QString& measure, double threshold, bool required)
{
    MeasureRule rule;
    rule.access = access;
    rule.measure = measure;
    rule.threshold = threshold;
    rule.required = required;
    return rule;
}

} // namespace

std::vector<HeadSample>
promptSamples(const Bench& bench, const std::vector<std::size_t>& prompts, const PromptValue& value)
{
    std::vector<HeadSample> samples(static_cast<std::size_t>(bench.headCount()));
    for (int head = 0; head < bench.headCount(); ++head) {
        for (const std::size_t prompt : prompts)
            samples[static_cast<std::size_t>(head)].units.push_back(value(head, prompt));
    }
    return samples;
}

std::vector<std::size_t> allPrompts(std::size_t count)
{
    std::vector<std::size_t> prompts(count);
    std::iota(prompts.begin(), prompts.end(), std::size_t{0});
    return prompts;
}

void addPromptNull(
    const Bench& bench, std::vector<HeadSample>& samples, const std::vector<std::size_t>& prompts,
    std::size_t choices, const ChoiceValue& value)
{
    if (prompts.empty())
        return;
    const std::size_t size = prompts.size();
    const auto draws = static_cast<std::size_t>(drawsFor(bench));
    PromptRandom random(bench.seed);
    std::vector<std::size_t> drawn(draws * size); // all heads share them
    for (std::size_t& place : drawn) {
        place = random.below(size) * choices;
        place += choices > 1 ? random.below(choices) : 0;
    }
    for (int head = 0; head < bench.headCount(); ++head) {
        bench.cancel.throwIfCancelled();
        std::vector<double> values;
        for (const std::size_t prompt : prompts) {
            for (std::size_t choice = 0; choice < choices; ++choice)
                values.push_back(value(head, prompt, choice));
        }
        std::vector<double>& nulls = samples[static_cast<std::size_t>(head)].nulls;
        for (std::size_t first = 0; first < drawn.size(); first += size) {
            double sum = 0;
            for (std::size_t at = first; at < first + size; ++at)
                sum += values[drawn[at]];
            nulls.push_back(sum / static_cast<double>(size));
        }
    }
}

MeasureRule attentionRule(const QString& measure, double threshold, bool required)
{
    return ruleOf(Access::Attention, measure, threshold, required);
}

MeasureRule weightsRule(const QString& measure, double threshold, bool required)
{
    return ruleOf(Access::Weights, measure, threshold, required);
}

MeasureRule directRule(const QString& measure, double largest, bool required)
{
    MeasureRule rule = ruleOf(Access::Direct, measure, 0, required);
    rule.largest = largest;
    rule.signFlip = true;
    return rule;
}

MeasureRule causalRule(const QString& measure, double threshold, double largest, bool required)
{
    MeasureRule rule = directRule(measure, largest, required);
    rule.access = Access::Causal;
    rule.threshold = threshold;
    return rule;
}

const Evidence& evidenceOf(const TypeFinding& finding, const QString& measure)
{
    for (const Evidence& evidence : finding.evidence) {
        if (evidence.measure == measure)
            return evidence;
    }
    throw std::out_of_range("no such evidence");
}

} // namespace headwaters
