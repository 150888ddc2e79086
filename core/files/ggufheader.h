#pragma once

#include "core/files/gguf.h"
#include "core/files/ggufcursor.h"

namespace headwaters {

/// What stands in front of the tensors of a GGUF file.
struct GgufHeader {
    std::uint64_t tensorCount = 0; ///< so many can stand in the bytes that follow
    std::uint64_t alignment = 32; ///< of the tensors' data
    std::map<QString, GgufMetadata::Value> values;
};

/// Reads magic, version, counts and metadata, and leaves the cursor in front of the first tensor.
/// \throws Error (bad input) with file, field and number for every way they can be broken.
[[nodiscard]] GgufHeader readGgufHeader(GgufCursor& cursor);

} // namespace headwaters
