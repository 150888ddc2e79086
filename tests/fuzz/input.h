#pragma once

#include "core/base/error.h"

#include <QString>

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>

namespace headwaters {

/// The bytes of a fuzzer as a file that has a path and never touches a disk.
inline QString inputFile(const std::uint8_t* data, std::size_t size)
{
    static const int descriptor = memfd_create("input", 0);
    const auto length = static_cast<ssize_t>(size);
    if (descriptor < 0 || ftruncate(descriptor, 0) != 0 || pwrite(descriptor, data, size, 0) != length)
        std::abort();
    return QStringLiteral("/proc/self/fd/%1").arg(descriptor);
}

/// Runs `read`; what it refuses must be refused as bad input, in one sentence. Any other exception ends the
/// program, which is what the fuzzer looks for.
template <typename Read> void refusedOrRead(const Read& read)
{
    try {
        read();
    } catch (const Error& error) {
        const Problem& problem = error.problem();
        if (problem.kind != Problem::Kind::BadInput || problem.summary.isEmpty()
            || problem.summary.size() > 500) {
            std::cerr << "refused badly: " << error.what() << '\n';
            std::abort();
        }
    }
}

} // namespace headwaters
