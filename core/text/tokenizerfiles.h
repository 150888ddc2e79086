#pragma once

#include "core/text/bpetokenizer.h"
#include "core/text/specialtokens.h"

namespace headwaters {

// How a tokenizer is read, and where the next kinds go. A file describes a tokenizer as a chain of steps:
// normalizer, added tokens, pre-tokenizer, model, decoder. Each step that can differ has one reader that
// knows the kinds by their names and refuses every other by its name, together with the names it knows:
// `makeNormalizer`, `makePreTokenizer`, `TokenDecoder::fromJson`, and the table of models in
// tokenizerfiles.cpp (BPE today). What a GGUF file says is read in gguftokenizer.cpp into the same parts. No
// switch of a file is passed over: it is honoured, or it is refused by its name, or it is listed below as one
// that does not touch token ids.

/// Reads `tokenizer.json`. `truncation` and `padding` only matter when a program adds tokens around a text or
/// cuts it, which this one does itself; `post_processor` only names the token that begins a text, where no
/// other file does; all else is honoured or refused by its name.
[[nodiscard]] BpeTokenizerParts readTokenizerJson(const QString& path, const TokenizerSideFiles& files);
/// Reads `vocab.json` and `merges.txt`, which GPT-2 cuts its way and `Qwen2Tokenizer` its own.
[[nodiscard]] BpeTokenizerParts readVocabularyAndMerges(
    const QString& vocabularyPath, const QString& mergesPath, const TokenizerSideFiles& files);

} // namespace headwaters
