#pragma once

#include "core/heads/taskset.h"

#include <QStringList>

namespace headwaters {

/// A prompt's tokens, word by word, so that it is known which token is of which word. Begins with the
/// beginning-of-text token where the ground has one. The ground must have a tokenizer and outlive the line.
class TokenLine {
public:
    explicit TokenLine(const TaskGround& ground);

    /// A word behind a space, unless it is the first, and the positions of its tokens.
    std::vector<int> word(const QString& word);
    /// Text as it stands: `.`, `'s`.
    std::vector<int> text(const QString& text);
    /// Words apart by spaces; a full stop, comma, colon or question mark at a word's end needs no space.
    void words(const QString& sentence);
    void token(TokenId id);

    [[nodiscard]] const std::vector<TokenId>& ids() const { return m_ids; }
    [[nodiscard]] int size() const { return static_cast<int>(m_ids.size()); }
    /// Where words begin, punctuation included.
    [[nodiscard]] const std::vector<int>& starts() const { return m_starts; }

private:
    const TaskGround& m_ground;
    std::vector<TokenId> m_ids;
    std::vector<int> m_starts;
    bool m_isFirst = true;
};

/// Those of the words that are one token behind a space.
[[nodiscard]] QStringList oneTokenWords(const TaskGround& ground, const QStringList& words);

} // namespace headwaters
