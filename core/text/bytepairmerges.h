#pragma once

#include "core/text/vocabulary.h"

#include <QByteArray>
#include <QJsonValue>

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

/// Switches of a byte-pair model.
struct BytePairSettings {
    std::optional<TokenId> unknown; ///< stands for a byte without a token
    bool fuseUnknown = false; ///< neighbouring unknown bytes become one token
};

/// Merges the bytes of one piece into tokens: again and again the neighbours whose rule stands highest in the
/// table, the leftmost first (Sennrich et al. 2016, arXiv 1508.07909; on bytes as in GPT-2). Immutable.
class BytePairMerges {
public:
    /// `place` names the place of a rule's number for messages. \throws Error (bad input) where a part or the
    /// result of a rule is not in the vocabulary.
    BytePairMerges(
        const Vocabulary& vocabulary, const std::vector<MergeRule>& rules,
        const std::function<QString(qsizetype number)>& place, const BytePairSettings& settings = {});

    /// Appends the tokens of `piece` to `out`; n log n in its length. \throws Error (bad input) for a byte
    /// that the vocabulary does not hold.
    void encode(std::string_view piece, std::vector<TokenId>& out) const;

private:
    struct Merge {
        std::uint32_t rank = 0;
        TokenId result = 0;
    };
    struct PairHash {
        std::size_t operator()(std::uint64_t pair) const noexcept;
    };

    [[nodiscard]] const Merge* merge(TokenId left, TokenId right) const;
    [[nodiscard]] std::vector<TokenId> bytesAsTokens(std::string_view piece) const;

    std::array<TokenId, 256> m_byteTokens{}; ///< -1 where the vocabulary does not hold the byte
    std::unordered_map<std::uint64_t, Merge, PairHash> m_merges;
    BytePairSettings m_settings;
};

} // namespace headwaters
