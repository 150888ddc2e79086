#pragma once

#include "core/text/addedtokens.h"
#include "core/text/bytepairmerges.h"
#include "core/text/pretokenizer.h"
#include "core/text/tokenizer.h"
#include "core/text/vocabulary.h"

namespace headwaters {

/// What a byte-level byte-pair tokenizer is made of.
struct ByteLevelBpeParts {
    Vocabulary vocabulary;
    std::unique_ptr<const BytePairMerges> merges;
    std::unique_ptr<const PreTokenizer> preTokenizer;
    AddedTokens addedTokens;
    std::optional<TokenId> beginOfText;
    bool ignoreMerges = false; ///< a piece that is a token as a whole is that token, whatever the merges say
};

/// GPT-2's tokenizer: added tokens are cut out, the rest is cut into pieces, the bytes of each piece are
/// merged.
class ByteLevelBpe : public Tokenizer {
public:
    explicit ByteLevelBpe(ByteLevelBpeParts parts);

    [[nodiscard]] std::vector<TokenId> encode(QStringView text) const override;
    [[nodiscard]] int size() const override { return m_size; }
    [[nodiscard]] Token token(TokenId id) const override;
    [[nodiscard]] std::optional<TokenId> beginOfText() const override { return m_parts.beginOfText; }
    [[nodiscard]] std::optional<TokenId> tokenWithText(QStringView text) const override;

private:
    void encodePiece(std::string_view piece, std::vector<TokenId>& out) const;

    ByteLevelBpeParts m_parts;
    int m_size = 0;
};

} // namespace headwaters
