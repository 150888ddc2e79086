#pragma once

#include "core/text/pairqueue.h"
#include "core/text/piecemodel.h"
#include "core/text/vocabulary.h"

#include <QByteArray>
#include <QJsonValue>
#include <QStringList>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace headwaters {

/// One rule of a merge table and where it stands, for messages.
struct MergeRule {
    QString left;
    QString right;
    qsizetype number = 0; ///< line of merges.txt, counted from 1; index in the list of a tokenizer.json
};

/// `<file>, line 12`.
[[nodiscard]] QString mergesLine(const QString& file, qsizetype number);
/// The lines of merges.txt. \throws Error (bad input) with file and line number for a line that is not two
/// tokens separated by one space, or not UTF-8.
[[nodiscard]] std::vector<MergeRule> readMergesText(const QByteArray& bytes, const QString& file);
/// The value `model.merges` of a tokenizer.json: texts `"a b"` or pairs `["a", "b"]`.
[[nodiscard]] std::vector<MergeRule> readMergesJson(const QJsonValue& value, const JsonPlace& place);
/// A list of texts `"a b"`; `place` names the place of one for messages.
[[nodiscard]] std::vector<MergeRule>
readMergesList(const QStringList& lines, const std::function<QString(qsizetype index)>& place);

/// Switches of a byte-pair model.
struct BytePairSettings {
    /// What a piece is made of before the first merge.
    enum class Symbols {
        Bytes, ///< its bytes, which the vocabulary writes in the byte alphabet (GPT-2)
        Characters, ///< its characters (SentencePiece)
    };

    Symbols symbols = Symbols::Bytes;
    bool byteFallback = false; ///< a character without a token becomes its bytes `<0xE2>`, if all have one
    std::optional<TokenId> unknown; ///< stands for a byte or character without a token
    bool fuseUnknown = false; ///< neighbouring unknown ones become one token
};

/// Merges the symbols of one piece into tokens: again and again the neighbours whose rule stands highest in
/// the table, the leftmost first (Sennrich et al. 2016, arXiv 1508.07909; on bytes as in GPT-2). Immutable.
class BytePairMerges : public PieceModel {
public:
    /// `place` names the place of a rule's number for messages. \throws Error (bad input) where a part or the
    /// result of a rule is not in the vocabulary.
    BytePairMerges(
        const Vocabulary& vocabulary, const std::vector<MergeRule>& rules,
        const std::function<QString(qsizetype number)>& place, const BytePairSettings& settings = {});

    /// n log n in the length of the piece. \throws Error (bad input) for a byte or a character that the
    /// vocabulary does not hold, where no token stands for unknown ones.
    void encode(std::string_view piece, std::vector<TokenId>& out) const override;

private:
    struct PairHash {
        std::size_t operator()(std::uint64_t pair) const noexcept;
    };

    [[nodiscard]] std::vector<TokenId> symbolsOf(std::string_view piece) const;
    /// Appends the bytes of a character as tokens; false where one has none.
    bool appendBytes(std::string_view bytes, std::vector<TokenId>& out) const;

    std::array<TokenId, 256> m_byteTokens{}; ///< -1 where the vocabulary does not hold the byte
    std::unordered_map<char32_t, TokenId> m_characterTokens; ///< for Symbols::Characters
    std::unordered_map<std::uint64_t, PairMerge<std::uint32_t>, PairHash> m_merges;
    BytePairSettings m_settings;
};

} // namespace headwaters
