#pragma once

#include "core/engine/trace/tracer.h"
#include "core/text/promptlibrary.h"

namespace headwaters {

/// Names of a prompt's tokens in a merged circuit: their roles, and where no token has one, their texts.
[[nodiscard]] std::vector<QString>
labelsOfPrompt(std::vector<QString> roles, const std::vector<TokenId>& ids, const Tokenizer& tokenizer);

/// The first `count` prompts of a family, ready to be traced: tokens by their roles, target and rival (of
/// several tokens the first, as in the window), and what given heads look at, the role IO. Without
/// `beginOfText` no beginning-of-text token stands first.
[[nodiscard]] std::vector<TracePrompt> familyPrompts(
    const PromptFamily& family, std::uint64_t seed, int count, bool beginOfText, const Tokenizer& tokenizer);

} // namespace headwaters
