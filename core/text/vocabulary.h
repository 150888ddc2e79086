#pragma once

#include "core/text/jsonfields.h"
#include "core/text/token.h"

#include <QHash>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace headwaters {

/// The largest id that a file may name. The largest vocabularies of language models are near 300,000; the
/// bound keeps a broken file from asking for gigabytes.
inline constexpr TokenId largestTokenId = 4'194'303;

/// Token texts as the files write them (in the byte alphabet) and their ids, one to one; ids may have gaps.
class Vocabulary {
public:
    Vocabulary() = default;
    /// From a JSON object of text: id. \throws Error (bad input) that names the token whose id is no number
    /// from 0 to `largestTokenId` or stands at another token already.
    Vocabulary(const QJsonObject& entries, const JsonPlace& place);
    /// From texts in the order of their ids; `place` names the place of one for messages. \throws Error (bad
    /// input) that names both places of a text that stands there twice.
    Vocabulary(const QStringList& texts, const std::function<QString(qsizetype index)>& place);

    [[nodiscard]] std::optional<TokenId> id(const QString& text) const;
    /// Null for an id in a gap or beyond the end.
    [[nodiscard]] QString text(TokenId id) const;
    /// One more than the largest id; 0 where it is empty.
    [[nodiscard]] int size() const { return static_cast<int>(m_texts.size()); }

private:
    QHash<QString, TokenId> m_ids;
    std::vector<QString> m_texts;
};

} // namespace headwaters
