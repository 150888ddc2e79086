#pragma once

#include "core/files/modelfolder.h"
#include "core/text/tokenizer.h"

#include <memory>

namespace headwaters {

/// The tokenizer of an opened model: out of its GGUF file's metadata, or out of the files of its folder.
/// \throws Error (bad input) with file, field and number.
[[nodiscard]] std::shared_ptr<const Tokenizer> loadTokenizer(const ModelFolder& model);

} // namespace headwaters
