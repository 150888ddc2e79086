#pragma once

#include <QString>

namespace headwaters {

/// The characters that Unicode 15, 15.1 and 16 added to a general category such as `L` or `Lo`, as the inside
/// of a class of a regular expression; empty for any other name. Qt's engine may know Unicode 14 only, where
/// the tokenizers of Hugging Face know 16.
[[nodiscard]] QString newerCharacters(const QString& category);

} // namespace headwaters
