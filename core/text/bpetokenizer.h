#pragma once

#include "core/text/addedtokens.h"
#include "core/text/normalizer.h"
#include "core/text/piecemodel.h"
#include "core/text/pretokenizer.h"
#include "core/text/tokendecoder.h"
#include "core/text/tokenizer.h"
#include "core/text/vocabulary.h"

namespace headwaters {

/// What a byte-pair tokenizer is made of.
struct BpeTokenizerParts {
    Vocabulary vocabulary;
    std::unique_ptr<const PieceModel> model;
    std::unique_ptr<const Normalizer> normalizer; ///< null: the text stays as it is
    std::unique_ptr<const PreTokenizer> preTokenizer; ///< null: the text stays whole
    AddedTokens addedTokens;
    TokenDecoder decoder;
    std::optional<TokenId> beginOfText;
    std::vector<TokenId> endOfText;
    bool byteAlphabet = true; ///< the vocabulary is written in GPT-2's byte alphabet
    bool ignoreMerges = false; ///< a piece that is a token as a whole is that token, whatever the merges say
};

/// A tokenizer as a chain of steps: added tokens are cut out, the rest is rewritten and cut into pieces, the
/// symbols of each piece are merged. GPT-2, Llama, Qwen, SentencePiece's byte-pair models.
class BpeTokenizer : public Tokenizer {
public:
    explicit BpeTokenizer(BpeTokenizerParts parts);

    [[nodiscard]] std::vector<TokenId> encode(QStringView text) const override;
    [[nodiscard]] std::vector<TokenId> encodeContinuation(QStringView text) const override;
    [[nodiscard]] int size() const override { return m_size; }
    [[nodiscard]] Token token(TokenId id) const override;
    [[nodiscard]] std::optional<TokenId> beginOfText() const override { return m_parts.beginOfText; }
    [[nodiscard]] std::vector<TokenId> endOfText() const override { return m_parts.endOfText; }
    [[nodiscard]] std::optional<TokenId> tokenWithText(QStringView text) const override;
    [[nodiscard]] QByteArray textBytes(std::span<const TokenId> ids) const override;

private:
    [[nodiscard]] std::vector<TokenId> encodeAt(QStringView text, StretchPlace place) const;
    void encodePiece(std::string_view piece, std::vector<TokenId>& out) const;
    [[nodiscard]] Token tokenAt(TokenId id, bool first) const;

    BpeTokenizerParts m_parts;
    int m_size = 0;
};

} // namespace headwaters
