#pragma once

#include "core/files/tensorfile.h"

#include <optional>

namespace headwaters {

/// A number format of ggml, the library whose numbering GGUF files use.
struct GgmlType {
    const char* name; ///< `Q4_1`
    DType dtype;
    std::uint64_t blockLength; ///< numbers in a block
    std::uint64_t blockBytes;
};

/// The type with this number; none where ggml has given it to no type.
[[nodiscard]] std::optional<GgmlType> ggmlType(std::uint32_t number);

} // namespace headwaters
