#pragma once

#include "core/text/token.h"

#include <QStringView>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace headwaters {

/// Text to tokens and back, exactly as the model was trained: one interface for every kind of tokenizer.
/// Immutable after loading, so one instance serves all threads.
class Tokenizer {
public:
    virtual ~Tokenizer() = default;

    /// Tokens of `text`, without a beginning-of-text token. Special tokens written out in the text
    /// (`<|endoftext|>`) become one token. Lone surrogates count as U+FFFD.
    [[nodiscard]] virtual std::vector<TokenId> encode(QStringView text) const = 0;
    /// Tokens of a text that goes on where another ends: as `encode`, but without the space that some
    /// tokenizers put before a text. A target ` Mary` is encoded so.
    [[nodiscard]] virtual std::vector<TokenId> encodeContinuation(QStringView text) const
    {
        return encode(text);
    }
    /// Number of tokens it knows, gaps counted: one more than the largest id.
    [[nodiscard]] virtual int size() const = 0;
    /// The token of a row; a row without a token (a padded embedding) has the label `<row N>` as its bytes
    /// and is special. \throws Error for a negative id.
    [[nodiscard]] virtual Token token(TokenId id) const = 0;
    /// The token that begins a text, as the model's files name it; none where they name none.
    [[nodiscard]] virtual std::optional<TokenId> beginOfText() const = 0;
    /// The tokens behind which a model has no more to say, as its files name them; empty where they name
    /// none.
    [[nodiscard]] virtual std::vector<TokenId> endOfText() const { return {}; }
    /// The one token whose bytes are exactly the UTF-8 of `text`; none where there is none.
    [[nodiscard]] virtual std::optional<TokenId> tokenWithText(QStringView text) const = 0;

    /// The bytes of the text that `ids` stand for: what each token adds, less what a tokenizer put before the
    /// text.
    [[nodiscard]] virtual QByteArray textBytes(std::span<const TokenId> ids) const;

    /// Tokens of a prompt: the beginning-of-text token first if asked for, known, and not typed already.
    [[nodiscard]] std::vector<TokenId> encodePrompt(QStringView text, bool withBeginOfText) const;
    /// The text that `ids` stand for; bytes that are no UTF-8 become U+FFFD.
    [[nodiscard]] QString decode(std::span<const TokenId> ids) const;
    /// A token typed by a person: the exact text of one token, a leading space included, or `#id`.
    /// A model may have more `rows` than the tokenizer has tokens; an id of those is one of its tokens too.
    /// \throws Error (bad input) naming `field` and what was typed, where it is not exactly one token.
    [[nodiscard]] TokenId parseToken(const QString& typed, const QString& field, int rows = 0) const;
};

/// Reads the tokenizer of a Hugging Face folder: `tokenizer.json`, else `vocab.json` + `merges.txt`, with the
/// special tokens of `tokenizer_config.json`, `special_tokens_map.json` and `config.json`.
/// \throws Error (bad input) with file, field and number.
[[nodiscard]] std::shared_ptr<const Tokenizer> loadTokenizer(const QString& folder);

} // namespace headwaters
