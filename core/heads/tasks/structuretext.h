#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

// Prompts of sentences, for heads that look at words by what they are and where they stand. Deterministic;
// without a tokenizer, or where too few words are left, there are no prompts but a reason.

/// Lines of the prompt library's families, answers included, two or more together until they have 24 tokens.
/// Key `text`; no roles.
[[nodiscard]] TaskSet naturalText(const TaskGround& ground, int count, std::uint64_t seed);

/// Sentences of common words with one rare noun of a single token. Roles: RARE, OTHERS (the common nouns'
/// last tokens). `corrupted` has a common noun in its place. Rare and common by the tokens' numbers, which
/// follow the order in which the tokenizer learnt them. Key `rare-words`.
[[nodiscard]] TaskSet rareWordSentences(const TaskGround& ground, int count, std::uint64_t seed);

/// Sentences with one word of two to four tokens. Roles: WORD its tokens, STARTS where words begin. Key
/// `subwords`.
[[nodiscard]] TaskSet subwordSentences(const TaskGround& ground, int count, std::uint64_t seed);

} // namespace headwaters
