#pragma once

#include "core/results/runresult.h"

#include <span>

namespace headwaters {

/// What the wall shows of one head, from its whole pattern: [query, key] row-major, `size` x `size`.
[[nodiscard]] HeadSummary summariseHead(HeadIndex head, std::span<const float> pattern, int size);

/// The thumbnail alone.
[[nodiscard]] Thumbnail makeThumbnail(std::span<const float> pattern, int size);

} // namespace headwaters
