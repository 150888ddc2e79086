#pragma once

#include "core/files/gguf.h"
#include "core/text/tokenizer.h"

#include <memory>

namespace headwaters {

/// The tokenizer that a GGUF file's metadata describe under `tokenizer.ggml.`: `gpt2` (byte-level BPE, cut as
/// `pre` names) or `llama` (SentencePiece's BPE by scores). Control and user-defined tokens are found in a
/// text first. `bos_token_id` begins a text, whatever `add_bos_token` says. \throws Error (bad input) with
/// file, key and number for what is missing, contradicts itself or is of a kind that is not supported.
[[nodiscard]] std::shared_ptr<const Tokenizer> loadGgufTokenizer(const GgufMetadata& metadata);

} // namespace headwaters
