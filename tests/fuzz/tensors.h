#pragma once

#include "core/files/tensorfile.h"
#include "tests/fuzz/input.h"

namespace headwaters {

/// Reads the numbers of all tensors, whole and the last block alone.
inline void readTensors(const TensorFile& file)
{
    constexpr std::size_t most = 1 << 20;
    for (const auto& entry : file.tensors()) {
        const TensorView& tensor = entry.second;
        const std::size_t count = elementCount(tensor);
        if (count > most)
            continue;
        refusedOrRead([&] {
            const std::size_t block = blockLength(tensor.dtype);
            if (toFloat32(tensor).size() != count)
                std::abort();
            if (count > 0 && toFloat32(part(tensor, count - block, block)).size() != block)
                std::abort();
        });
    }
}

} // namespace headwaters
