#pragma once

#include "core/base/cancel.h"
#include "core/base/headindex.h"
#include "core/heads/taskset.h"

#include <functional>
#include <memory>
#include <vector>

namespace headwaters {

class Model;

/// What a model says at the end of each prompt.
struct EndAnswers {
    std::vector<double> differences; ///< [prompt] logit of the target less that of the rival; without a
                                     ///< rival, less the mean of the others
    std::vector<double> probabilities; ///< [prompt] of the target among all tokens
};

/// Prompts with a target, run once and then again with what one head holds at the last position changed: a
/// run begins at the head's layer, where nothing before has changed.
class EndBench {
public:
    /// Runs the prompts; `ran` is told after each, also of later runs. \throws Error: cancelled; bad input
    /// for a prompt or token that the model cannot take.
    EndBench(
        const Model& model, std::vector<TaskPrompt> prompts, const CancelToken& cancel,
        const std::function<void()>& ran = {});

    ~EndBench();
    EndBench(EndBench&&) noexcept;

    [[nodiscard]] const std::vector<TaskPrompt>& prompts() const;
    [[nodiscard]] const EndAnswers& clean() const;
    /// [d_head] what a head holds at the last position of a prompt.
    [[nodiscard]] std::vector<float> z(HeadIndex head, std::size_t prompt) const;

    /// A vector [d_head] is added to z.
    [[nodiscard]] EndAnswers added(HeadIndex head, const std::vector<float>& vector) const;
    /// z becomes the vector [d_head].
    [[nodiscard]] EndAnswers replaced(HeadIndex head, const std::vector<float>& vector) const;
    /// A vector [d_model] is added to what enters a layer at the last position.
    [[nodiscard]] EndAnswers residualAdded(int layer, const std::vector<float>& vector) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwaters
