#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/decision.h"

#include <functional>
#include <vector>

namespace headwaters {

/// A value of a head in a prompt.
using PromptValue = std::function<double(int head, std::size_t prompt)>;

/// One sample a head, whose units are the prompts.
[[nodiscard]] std::vector<HeadSample>
promptSamples(const Bench& bench, const std::vector<std::size_t>& prompts, const PromptValue& value);
/// 0 to `count` - 1.
[[nodiscard]] std::vector<std::size_t> allPrompts(std::size_t count);

/// Draws of a null: means over prompts drawn with replacement, each of which gives one of `choices` values by
/// chance.
using ChoiceValue = std::function<double(int head, std::size_t prompt, std::size_t choice)>;
void addPromptNull(
    const Bench& bench, std::vector<HeadSample>& samples, const std::vector<std::size_t>& prompts,
    std::size_t choices, const ChoiceValue& value);

/// Rules of specification 2.0.6 by where the evidence comes from. Effects on logits are judged by flips of
/// their signs.
[[nodiscard]] MeasureRule attentionRule(const QString& measure, double threshold, bool required = true);
[[nodiscard]] MeasureRule weightsRule(const QString& measure, double threshold, bool required = true);
[[nodiscard]] MeasureRule directRule(const QString& measure, double largest, bool required = true);
[[nodiscard]] MeasureRule
causalRule(const QString& measure, double threshold, double largest, bool required = true);

/// The evidence of a measure, which the finding must have.
[[nodiscard]] const Evidence& evidenceOf(const TypeFinding& finding, const QString& measure);

} // namespace headwaters
