#pragma once

#include "core/files/modelfolder.h"
#include "core/text/tokenizer.h"

namespace headwaters {

/// Reads the tokenizer of an open model: of a GGUF file from its metadata, else of the folder's files.
/// \throws Error (bad input) with file, field and number.
[[nodiscard]] std::shared_ptr<const Tokenizer> loadTokenizer(const ModelFolder& folder);

} // namespace headwaters
