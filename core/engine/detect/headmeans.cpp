#include "core/engine/detect/headmeans.h"

#include <algorithm>

namespace headwaters {

HeadMeans::HeadMeans(int nLayers, std::vector<int> groups) : m_groups(std::move(groups))
{
    const int last = m_groups.empty() ? -1 : *std::max_element(m_groups.begin(), m_groups.end());
    m_sums.assign(static_cast<std::size_t>(nLayers), std::vector<Sum>(static_cast<std::size_t>(last + 2)));
}

void HeadMeans::add(int layer, std::size_t prompt, const at::Tensor& z)
{
    const auto take = [](Sum& sum, const at::Tensor& part, double count) {
        sum.z = sum.z.defined() ? sum.z + part : part.clone();
        sum.count += count;
    };
    std::vector<Sum>& sums = m_sums[static_cast<std::size_t>(layer)];
    const std::int64_t later = z.size(0) - 1;
    if (later > 0)
        take(sums.front(), z.narrow(0, 1, later).sum(0, true), static_cast<double>(later));
    if (const int group = groupOf(prompt); group >= 0)
        take(sums[static_cast<std::size_t>(group) + 1], z, 1);
}

at::Tensor HeadMeans::of(int layer, std::size_t prompt) const
{
    const Sum& sum = m_sums[static_cast<std::size_t>(layer)][static_cast<std::size_t>(groupOf(prompt) + 1)];
    return sum.z / sum.count;
}

} // namespace headwaters
