#pragma once

#include "core/text/prompt.h"
#include "core/text/tokenizer.h"

#include <optional>

namespace headwaters {

/// Roles of a prompt's tokens: one label a token, empty where it has none.
class RoleLabels {
public:
    explicit RoleLabels(std::vector<QString> labels) : m_labels(std::move(labels)) { }

    /// [position]; positions count a beginning-of-text token.
    [[nodiscard]] const std::vector<QString>& labels() const { return m_labels; }
    /// Position of a role; none where the prompt lacks it or a later role took its token.
    [[nodiscard]] std::optional<int> position(const QString& role) const;

private:
    std::vector<QString> m_labels;
};

/// Finds the tokens of a prompt's roles. Roles are set in the order of `prompt.roles`, and a later one
/// overwrites an earlier one at the same token (the rule of sparse attention decomposition, arXiv
/// 2410.00340); a role whose place lies outside the prompt is left out.
[[nodiscard]] RoleLabels roleLabels(const Prompt& prompt, const Tokenizer& tokenizer);

/// First and last position of the tokens that cover a stretch of the prompt's text; a token that holds part
/// of it counts. None for a stretch outside the text.
struct TokenRange {
    int first = 0;
    int last = 0;
};
[[nodiscard]] std::optional<TokenRange>
tokensOf(const TextRange& range, const Prompt& prompt, const Tokenizer& tokenizer);

} // namespace headwaters
