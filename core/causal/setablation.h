#pragma once

#include <vector>

namespace headwaters {

/// How a model does the prompts of a set.
struct SetScores {
    std::vector<double> correct; ///< [prompt] 1 where the target is ahead of all it is compared with, else 0
    std::vector<double> losses; ///< [prompt] minus the natural logarithm of the target's probability

    [[nodiscard]] double accuracy() const; ///< mean
    [[nodiscard]] double loss() const; ///< mean, in nats
};

/// The same with heads changed, once for each list of heads.
struct SetAblation {
    SetScores clean;
    std::vector<SetScores> changed; ///< in the order of the lists

    /// What a change adds to the loss, mean over prompts, and its standard error; 0 for one prompt.
    [[nodiscard]] double lossChange(std::size_t change) const;
    [[nodiscard]] double lossError(std::size_t change) const;
};

} // namespace headwaters
