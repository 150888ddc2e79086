#pragma once

#include "core/text/tokenizer.h"

#include <QString>

#include <map>
#include <optional>
#include <vector>

namespace headwaters {

/// A prompt of somebody's own list, with the tokens that matter named by their roles.
struct ListedPrompt {
    QString text;
    bool beginOfText = true; ///< counted by the roles' positions
    std::map<QString, int> roles; ///< positions of tokens
    std::optional<QString> target; ///< exact text of one token
    std::optional<QString> rival;
};

/// Reads a list of prompts, one JSON object a line: `{"text": "...", "bos": false, "roles": {"IO": 1},
/// "target": " Mary", "rival": " John"}`; all but the text may be left out. Empty lines are passed over.
/// \throws Error (bad input) that names the file, the line and the field.
[[nodiscard]] std::vector<ListedPrompt> readPromptList(const QByteArray& bytes, const QString& name);

/// One label a token, empty where it has no role. Where roles share a token the later one stays, in the order
/// IO, IO-1, IO+1, S1, S1-1, S1+1, S2, S2-1, S2+1, end, end-1, starts, punct, verb, whatever the order in the
/// list; roles of other names give way to these, among each other to the alphabetically later. \throws Error
/// (bad input) for a position outside the `tokens`; `place` is what the message begins with.
[[nodiscard]] std::vector<QString>
labelsOfRoles(const std::map<QString, int>& roles, int tokens, const QString& place);

} // namespace headwaters
