#pragma once

#include "core/text/bytelevelbpe.h"
#include "core/text/specialtokens.h"

namespace headwaters {

// How a tokenizer is read, and where the next kinds go. A file describes a tokenizer as a chain of steps:
// normalizer, added tokens, pre-tokenizer, model, decoder. Each step that can differ has one reader that
// knows the kinds by their names and refuses every other by its name, together with the names it knows:
// `makePreTokenizer` for the cut (ByteLevel today; Split and Sequence of Llama and Qwen are entries of its
// table and subclasses of PreTokenizer), and the table of models in tokenizerfiles.cpp (BPE today). A
// tokenizer that is no chain of bytes at all (SentencePiece, a GGUF file) is another subclass of Tokenizer
// with a loader of its own. No switch of a file is passed over: it is honoured, or it is refused by its name,
// or it is listed below as one that does not touch token ids.

/// Reads `tokenizer.json`. `truncation`, `padding` and `post_processor` only matter when a program adds
/// tokens around a text or cuts it, which this one does itself; all else is honoured or refused by its name.
[[nodiscard]] ByteLevelBpeParts readTokenizerJson(const QString& path, const TokenizerSideFiles& files);
/// Reads `vocab.json` and `merges.txt`.
[[nodiscard]] ByteLevelBpeParts readVocabularyAndMerges(
    const QString& vocabularyPath, const QString& mergesPath, const TokenizerSideFiles& files);

} // namespace headwaters
