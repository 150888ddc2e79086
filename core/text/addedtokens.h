#pragma once

#include "core/text/token.h"

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
    bool normalized = false; ///< looked for after the tokens that are not
};

/// Finds added tokens in a text as Hugging Face's tokenizers do: first those that are not `normalized`, then
/// the others in what is left; from left to right, the longest at a place wins. Immutable.
class AddedTokens {
public:
    AddedTokens() = default;
    explicit AddedTokens(std::vector<AddedToken> tokens);

    [[nodiscard]] const std::vector<AddedToken>& tokens() const { return m_tokens; }
    [[nodiscard]] const AddedToken* find(TokenId id) const;
    [[nodiscard]] const AddedToken* find(const QString& content) const;

    using TextSink = std::function<void(std::string_view)>;
    using TokenSink = std::function<void(TokenId)>;
    /// Hands the stretches of `text` (UTF-8) between added tokens, none of them empty, and the tokens
    /// themselves to the sinks, in order.
    void split(std::string_view text, const TextSink& textSink, const TokenSink& tokenSink) const;

private:
    struct Pattern {
        std::string bytes;
        std::size_t token; ///< index into m_tokens
    };
    /// Patterns by their first byte, the longest first.
    using Patterns = std::array<std::vector<Pattern>, 256>;

    void splitBy(
        const Patterns& patterns, std::string_view text, const TextSink& textSink,
        const TokenSink& tokenSink) const;

    std::vector<AddedToken> m_tokens;
    Patterns m_first; ///< those that are not normalized
    Patterns m_second;
};

} // namespace headwaters
