#pragma once

#include "core/engine/detect/answerreading.h"
#include "core/heads/tasks/multiplechoice.h"

namespace headwaters {

/// What all heads do at the end of the prompts of a multiple-choice set.
struct ChoiceReading {
    struct Prompt {
        Choice choice;
        bool right = false; ///< whether the model answers it right
        std::vector<std::vector<double>> masses; ///< [head][option] attention to the option's span
        std::vector<double> last; ///< [head] attention to the last four tokens
        /// [head] what a null draw of spans gets: the same numbers of other tokens at like distances.
        std::vector<std::vector<std::vector<double>>> others; ///< [head][draw][option]
        std::vector<std::vector<double>> effects; ///< [head][option] what the head adds to its label's logit
        std::vector<std::vector<double>> below; ///< [layer][option] what all below the layer add
        double margin = 0; ///< the right label's logit less the mean of the others
    };
    std::vector<Prompt> prompts;
    std::vector<double> correct, margins; ///< [prompt]
};

/// Reads a set that can be asked. Effects and what is below are logits with the final norm's scale held.
[[nodiscard]] ChoiceReading readChoices(const Bench& bench, const TaskSet& choices);

/// The end of the prompt and an option's label or text, whichever a head attends to: its span counts as one.
[[nodiscard]] EvidenceExample optionExample(const TaskPrompt& prompt, int option);

/// `numbers[right]` less the mean of the others.
[[nodiscard]] double ahead(const std::vector<double>& numbers, int right);

} // namespace headwaters
