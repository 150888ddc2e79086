#pragma once

#include "core/heads/taskset.h"
#include "core/text/promptdraw.h"

#include <vector>

namespace headwaters {

/// A prompt as it is written down: plain text, and words that have roles.
class RoleText {
public:
    RoleText& text(const QString& text);
    /// Text whose tokens get the roles; spaces around a word belong to `text`.
    RoleText& word(const QString& text, const QStringList& roles);

    [[nodiscard]] const QString& written() const { return m_text; }
    /// Tokens, a beginning-of-text token first where the ground has one, and the positions of all roles;
    /// `END` is the last. A token that holds part of a word counts as its token.
    [[nodiscard]] TaskPrompt prompt(const TaskGround& ground) const;

private:
    struct Span {
        QString role;
        qsizetype begin = 0;
        qsizetype length = 0;
    };
    QString m_text;
    std::vector<Span> m_spans;
};

/// Numbers from 0 to `count` - 1 in an order that is the same for one seed on every machine.
[[nodiscard]] std::vector<std::size_t> shuffledNumbers(std::size_t count, PromptRandom& random);

/// All of `roles` that a prompt has, ascending, each position once.
[[nodiscard]] std::vector<int> positionsOf(const TaskPrompt& prompt, const QStringList& roles);

/// A set without prompts, and why.
[[nodiscard]] TaskSet unaskable(const QString& key, const QString& sentence, const QString& reason);
/// Leaves out prompts that are longer than the context; where none is left, says so in `reason`.
void fitToContext(TaskSet& set, int nCtx);

} // namespace headwaters
