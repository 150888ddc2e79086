#pragma once

#include "core/heads/taskset.h"
#include "core/text/prompt.h"

#include <vector>

namespace headwaters {

/// The text of a prompt as it is put together, with the words that have roles. Tokens are those of the whole
/// text, so that a tokenizer may join what it likes; a role gets the tokens that cover its word.
class TaskText {
public:
    TaskText& say(const QString& text);
    /// A word with a role; `word` without the space before it.
    TaskText& say(const QString& word, const QString& role);

    [[nodiscard]] const QString& text() const { return m_text; }
    /// Tokens and roles, and the role `END` for the last token. \throws std::logic_error without a tokenizer.
    [[nodiscard]] TaskPrompt prompt(const TaskGround& ground) const;

private:
    struct Word {
        TextRange range;
        QString role;
    };
    QString m_text;
    std::vector<Word> m_words;
};

/// Those of the words that are one token each behind a space, with their tokens; no token twice.
struct TaskWord {
    QString text;
    TokenId token = 0;
};
[[nodiscard]] std::vector<TaskWord> singleTokens(const TaskGround& ground, const QStringList& words);

/// Why a set cannot be asked: too few words, or a context that is too short; empty where it can.
/// `longest`: tokens of its longest prompt.
[[nodiscard]] QString whyNotAsked(
    const TaskGround& ground, const QString& kind, std::size_t words, std::size_t needed, int longest);

} // namespace headwaters
