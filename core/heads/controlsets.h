#pragma once

#include "core/base/headindex.h"

#include <cstdint>
#include <vector>

namespace headwaters {

/// Random sets of as many heads as `heads`, each set once, as a control for what is lost without `heads`.
/// They are drawn from `pool`, which holds none of these: a head of the same layer for each head, as long as
/// there are such sets that are not drawn yet; then of the layers beside, and so on. Fewer than `draws` where
/// the pool has no more; none where it is too small for one. Fixed by `seed`.
[[nodiscard]] std::vector<std::vector<HeadIndex>> controlSets(
    const std::vector<HeadIndex>& heads, const std::vector<HeadIndex>& pool, int draws, std::uint64_t seed);

} // namespace headwaters
