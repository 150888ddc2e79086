#include "core/engine/memory.h"

#include <cstdint>
#include <sys/mman.h>
#include <unistd.h>

namespace headwaters {

namespace {

/// Advises on the whole pages inside a range; a page that it shares with others is left alone.
void advise(std::span<const std::byte> range, int advice)
{
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto begin = reinterpret_cast<std::uintptr_t>(range.data());
    const std::uintptr_t first = (begin + page - 1) / page * page;
    const std::uintptr_t end = (begin + range.size()) / page * page;
    if (end > first)
        madvise(reinterpret_cast<void*>(first), end - first, advice);
}

} // namespace

void aboutToRead(std::span<const std::byte> mapped)
{
    constexpr int populateRead = 22; // MADV_POPULATE_READ, younger than some systems' headers
    advise(mapped, populateRead);
}

void doneReading(std::span<const std::byte> mapped)
{
    advise(mapped, MADV_DONTNEED);
}

} // namespace headwaters
