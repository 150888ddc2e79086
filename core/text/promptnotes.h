#pragma once

#include "core/text/prompt.h"
#include "core/text/tokenizer.h"

#include <QStringList>

#include <optional>

namespace headwaters {

/// What a person should know before running a prompt on a model: one sentence where special tokens are typed
/// out that the model does not have, one for each word of the template that the tokenizer splits, and for a
/// target or rival of several tokens, whose first stands for it, and one where both begin with the same
/// token. Empty where nothing is split.
[[nodiscard]] QStringList promptNotes(const Prompt& prompt, const Tokenizer& tokenizer);

/// The token that stands for a target or rival of the library: the first of its tokens, where it goes
/// on from the prompt. None for an empty text.
[[nodiscard]] std::optional<TokenId> answerToken(const QString& text, const Tokenizer& tokenizer);

/// Whether the corrupted twin has as many tokens as the prompt, so that they can be compared position by
/// position. False where there is no twin.
[[nodiscard]] bool hasAlignedTwin(const Prompt& prompt, const Tokenizer& tokenizer);

} // namespace headwaters
