#pragma once

#include "core/text/piecemodel.h"

#include <QStringList>

#include <array>
#include <optional>
#include <string>
#include <unordered_map>

namespace headwaters {

/// One token of a SentencePiece model.
struct ScoredToken {
    enum class Kind {
        Text, ///< merged from its characters
        Unused, ///< merged on the way to a longer one, and taken apart again where it is left over
        Byte, ///< stands for a byte of what has no token
        None, ///< never found in a piece: control, unknown
    };

    std::string text; ///< UTF-8
    double score = 0.0;
    Kind kind = Kind::Text;
};

/// SentencePiece's byte-pair model: again and again the neighbours that together are the token with the
/// highest score, the leftmost first (Kudo and Richardson 2018, arXiv 1808.06226). Characters that are left
/// over and have no token become bytes. Immutable.
class ScoreMerges : public PieceModel {
public:
    /// `unknown` stands for neighbouring characters without a token where not all 256 bytes have one.
    ScoreMerges(std::vector<ScoredToken> tokens, std::optional<TokenId> unknown);
    ScoreMerges(const ScoreMerges&) = delete;
    ScoreMerges& operator=(const ScoreMerges&) = delete;

    /// n log n in the length of the piece. \throws Error (bad input) for a character without a token where
    /// there are neither bytes nor `unknown`.
    void encode(std::string_view piece, std::vector<TokenId>& out) const override;

private:
    [[nodiscard]] std::optional<TokenId> find(std::string_view text) const;
    [[nodiscard]] const ScoredToken& token(TokenId id) const
    {
        return m_tokens[static_cast<std::size_t>(id)];
    }
    void appendUnknown(std::string_view text, std::vector<TokenId>& out) const;

    std::vector<ScoredToken> m_tokens;
    std::unordered_map<std::string_view, TokenId> m_ids; ///< views of m_tokens
    std::array<TokenId, 256> m_bytes{};
    bool m_hasBytes = true;
    std::optional<TokenId> m_unknown;
};

} // namespace headwaters
