#pragma once

#include <QString>

#include <vector>

namespace headwaters {

/// What the tokens of a prompt are called in a circuit: their texts, the m-th repeat of one with ` (m)`
/// behind it: ` to`, ` John`, ` John (1)`. Different tokens get different labels: where a token's own text
/// reads like the label of an earlier one, the next free number is taken.
[[nodiscard]] std::vector<QString> tokenLabels(const std::vector<QString>& texts);

/// A label for the eye: as `tokenLabel` of its text, but the space before a repeat's number stays one: `·to
/// (1)`.
[[nodiscard]] QString shownLabel(const QString& label);

} // namespace headwaters
