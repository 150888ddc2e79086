#pragma once

#include "core/text/stretchplace.h"
#include "core/text/token.h"

#include <QHash>
#include <QString>

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace headwaters {

/// A token that is found in a text before anything else happens to it, such as `<|endoftext|>`.
struct AddedToken {
    QString content;
    TokenId id = 0;
    bool special = false;
    bool singleWord = false; ///< found only where no word character touches it
    bool leftStrip = false; ///< takes the spaces before it
    bool rightStrip = false; ///< takes the spaces after it
    bool normalized =
        false; ///< looked for in what the normalizer makes of the text, as it makes of the token
};

/// Finds added tokens in a text as Hugging Face's tokenizers do: first those that are not `normalized`, then
/// the others in what is left, once it is rewritten; from left to right, the longest at a place wins.
/// Immutable.
class AddedTokens {
public:
    /// The normalizer; it outlives the call.
    using Rewrite = std::function<std::string(std::string_view text, StretchPlace place)>;

    AddedTokens() = default;
    explicit AddedTokens(std::vector<AddedToken> tokens, const Rewrite& rewrite = {});

    [[nodiscard]] const std::vector<AddedToken>& tokens() const { return m_tokens; }
    [[nodiscard]] const AddedToken* find(TokenId id) const;
    [[nodiscard]] const AddedToken* find(const QString& content) const;

    using TextSink = std::function<void(std::string_view text, StretchPlace place)>;
    using TokenSink = std::function<void(TokenId)>;
    /// Where stretches of text go and where tokens go, and how a stretch is rewritten (null: not at all).
    struct Sinks {
        TextSink text;
        TokenSink token;
        Rewrite rewrite;
    };
    /// Hands the stretches of `text` (UTF-8) between added tokens, rewritten and none of them empty, and the
    /// tokens themselves to the sinks, in order. `place` is where the text stands.
    void split(std::string_view text, StretchPlace place, const Sinks& sinks) const;

private:
    struct Pattern {
        std::string bytes;
        std::size_t token; ///< index into m_tokens
    };
    /// Patterns by their first byte, the longest first.
    using Patterns = std::array<std::vector<Pattern>, 256>;

    void splitBy(
        const Patterns& patterns, std::string_view text, StretchPlace place, const TextSink& textSink,
        const TokenSink& tokenSink) const;

    std::vector<AddedToken> m_tokens;
    QHash<TokenId, std::size_t> m_byId;
    QHash<QString, std::size_t> m_byContent;
    Patterns m_first; ///< those that are not normalized
    Patterns m_second;
};

} // namespace headwaters
