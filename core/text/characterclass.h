#pragma once

namespace headwaters {

/// The classes that tokenizers' regular expressions tell apart.
enum class CharacterClass {
    Letter, ///< \p{L}
    Number, ///< \p{N}: decimal digits of every script, letter-like and other numbers
    Space, ///< \s: Unicode's White_Space
    Other,
};

/// Class of a code point by Unicode 16, the version that Hugging Face's tokenizers (0.21 to 0.23) use,
/// whatever older version this Qt has; measured equal to that library on every code point.
[[nodiscard]] CharacterClass characterClass(char32_t character);

/// Whether a code point belongs to a word (\w): letters, marks, decimal digits, connectors, joiners.
[[nodiscard]] bool isWordCharacter(char32_t character);

/// Whether a label may show the code point as it is: not a control, format, private, unassigned or lone
/// separator character. A space counts as printable.
[[nodiscard]] bool isPrintableCharacter(char32_t character);

} // namespace headwaters
