#pragma once

#include "core/text/prompt.h"
#include "core/text/promptdraw.h"

namespace headwaters {

/// A text with places for words: `When {IO} and {S} went to the {place},`. Where a word with a vowel at its
/// front follows "a " or "A ", the article becomes "an ".
class PromptText {
public:
    PromptText() = default;
    /// \throws Error (bad input) for a brace without a partner or a placeholder that is none of `known`.
    PromptText(const QString& text, const QStringList& known, const JsonPlace& place);

    struct Filled {
        QString text;
        std::vector<TextRange> words;
        QStringList placeholders; ///< [word]
    };
    [[nodiscard]] Filled fill(const DrawnWords& words) const;
    /// How often a placeholder occurs.
    [[nodiscard]] int count(const QString& placeholder) const;
    [[nodiscard]] bool isEmpty() const { return m_parts.empty(); }

private:
    struct Part {
        QString literal;
        QString placeholder; ///< after the literal; empty at the end
    };
    std::vector<Part> m_parts;
};

/// One role of a family as its file writes it: `IO=IO#1` (the first occurrence of {IO}), `IO+1`, `end`,
/// `end-1`, `starts`, `punct`, `verb`.
struct RoleRule {
    RoleMark mark;
    QString placeholder; ///< for Anchor::Word
    int occurrence = 1;
};
/// A family's `"roles"`, in the order of labelling. One name may have several placeholders, for templates of
/// which each holds another. \throws Error (bad input) that names the entry.
[[nodiscard]] std::vector<RoleRule> readRoleRules(const QJsonValue& value, const JsonPlace& place);

/// One sentence of a family with its answer and how its words are drawn.
class PromptTemplate {
public:
    /// Reads `{"text", "target", "rival", "corrupted", "draw"}`; `corrupted` may be missing.
    PromptTemplate(const QJsonValue& value, const WordLists& lists, const JsonPlace& place);

    [[nodiscard]] const std::vector<DrawRule>& draw() const { return m_draw; }
    [[nodiscard]] const JsonPlace& place() const { return m_place; }
    /// Whether the text holds the word that a role names.
    [[nodiscard]] bool holds(const RoleRule& role) const;
    /// The prompt with these words; roles whose word the text lacks are left out.
    [[nodiscard]] Prompt fill(const DrawnWords& words, const std::vector<RoleRule>& roles) const;

private:
    JsonPlace m_place;
    std::vector<DrawRule> m_draw;
    PromptText m_text;
    PromptText m_target;
    PromptText m_rival;
    PromptText m_corrupted;
};

} // namespace headwaters
