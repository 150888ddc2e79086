#pragma once

#include "core/base/memory.h"

#include <cstddef>
#include <span>

namespace headwaters {

/// Advice to the system for reading hundreds of megabytes once: without it a page fault for every four
/// kilobytes takes longer than the copying. Advice only; nothing depends on it.
void aboutToRead(std::span<const std::byte> mapped); ///< a part of a mapped file
void doneReading(std::span<const std::byte> mapped); ///< its pages no longer count as memory of this process

} // namespace headwaters
