#pragma once

#include "core/text/token.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace headwaters {

/// One label for each token of a prompt: its text; the m-th repeat of a text, m from 1, has ` (m)` behind it.
[[nodiscard]] QStringList numberedTexts(const std::vector<Token>& tokens);

/// The position that a person typed: a whole number, or the label of a token as above, a leading space
/// included. \throws Error (bad input) naming `field` and what was typed.
[[nodiscard]] int parsePosition(const std::vector<Token>& tokens, const QString& typed, const QString& field);

} // namespace headwaters
