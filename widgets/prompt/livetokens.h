#pragma once

#include "core/text/tokenizer.h"

#include <QString>

#include <vector>

namespace headwaters {

/// The tokens of a prompt while it is typed.
struct LiveTokens {
    std::vector<Token> tokens; ///< what the strip shows; never more than one beyond the context
    int count = 0; ///< tokens of the whole prompt; a lower bound where `more`
    bool more = false; ///< the text is so long that its tokens were not all counted
    bool canDropBeginOfText = false; ///< the first token stands there because it was asked for, not typed
    bool canAddBeginOfText = false; ///< it is known, not asked for and not typed
};

/// Tokenises what is in the editor. A text that is far beyond `nCtx` tokens is not read to its end, so that a
/// pasted book does not hold up the window.
[[nodiscard]] LiveTokens
liveTokens(const Tokenizer& tokenizer, const QString& text, bool withBeginOfText, int nCtx);

/// The same for a prompt whose tokens are given: `text` would be cut into others.
[[nodiscard]] LiveTokens liveTokens(
    const Tokenizer& tokenizer, const QString& text, bool withBeginOfText, const std::vector<TokenId>& ids,
    int nCtx);

/// `15 of 256 tokens`, `300 of 256 tokens, 44 too many`, `more than 256 tokens`.
[[nodiscard]] QString tokenCountText(const LiveTokens& live, int nCtx);

/// Why this prompt cannot run, in one sentence; empty where it can.
[[nodiscard]] QString runBlockedReason(const QString& text, const LiveTokens& live, int nCtx);

} // namespace headwaters
