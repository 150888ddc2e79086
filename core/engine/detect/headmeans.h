#pragma once

#include "core/engine/torchapi.h"

#include <vector>

namespace headwaters {

/// Means of z over runs.
class HeadMeans {
public:
    HeadMeans() = default;
    HeadMeans(int nLayers, std::vector<int> groups);

    /// `z` [position, head, d_head] of a layer of a reference.
    void add(int layer, std::size_t prompt, const at::Tensor& z);
    /// What stands in for z of a prompt: [position, head, d_head], or [1, head, d_head] for all positions.
    [[nodiscard]] at::Tensor of(int layer, std::size_t prompt) const;

private:
    struct Sum {
        at::Tensor z;
        double count = 0;
    };
    [[nodiscard]] int groupOf(std::size_t prompt) const { return m_groups.empty() ? -1 : m_groups[prompt]; }

    std::vector<int> m_groups;
    std::vector<std::vector<Sum>> m_sums; // [layer][group + 1], that over all positions first
};

} // namespace headwaters
