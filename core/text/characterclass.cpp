#include "core/text/characterclass.h"

#include <QChar>

#include <algorithm>
#include <array>

namespace headwaters {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Letters and numbers of Unicode 15, 15.1 and 16, which Qt 6.4 (Unicode 14) holds for unassigned.
constexpr std::array newLetters = std::to_array<Range>({
    {0x1C89, 0x1C8A},   {0xA7CB, 0xA7CD},   {0xA7DA, 0xA7DC},   {0x105C0, 0x105F3}, {0x10D4A, 0x10D65},
    {0x10D6F, 0x10D85}, {0x10EC2, 0x10EC4}, {0x1123F, 0x11240}, {0x11380, 0x11389}, {0x1138B, 0x1138B},
    {0x1138E, 0x1138E}, {0x11390, 0x113B5}, {0x113B7, 0x113B7}, {0x113D1, 0x113D1}, {0x113D3, 0x113D3},
    {0x11BC0, 0x11BE0}, {0x11F02, 0x11F02}, {0x11F04, 0x11F10}, {0x11F12, 0x11F33}, {0x1342F, 0x1342F},
    {0x13441, 0x13446}, {0x13460, 0x143FA}, {0x16100, 0x1611D}, {0x16D40, 0x16D6C}, {0x18CFF, 0x18CFF},
    {0x1B132, 0x1B132}, {0x1B155, 0x1B155}, {0x1DF25, 0x1DF2A}, {0x1E030, 0x1E06D}, {0x1E4D0, 0x1E4EB},
    {0x1E5D0, 0x1E5ED}, {0x1E5F0, 0x1E5F0}, {0x2B739, 0x2B739}, {0x2EBF0, 0x2EE5D}, {0x31350, 0x323AF},
});
constexpr std::array newNumbers = std::to_array<Range>({
    {0x10D40, 0x10D49},
    {0x116D0, 0x116E3},
    {0x11BF0, 0x11BF9},
    {0x11F50, 0x11F59},
    {0x16130, 0x16139},
    {0x16D70, 0x16D79},
    {0x1CCF0, 0x1CCF9},
    {0x1D2C0, 0x1D2D3},
    {0x1E4F0, 0x1E4F9},
    {0x1E5F1, 0x1E5FA},
});
// Symbols that Unicode lists as alphabetic: circled and squared letters.
constexpr std::array alphabeticSymbols = std::to_array<Range>({
    {0x24B6, 0x24E9},
    {0x1F130, 0x1F149},
    {0x1F150, 0x1F169},
    {0x1F170, 0x1F189},
});

template <std::size_t size> bool contains(const std::array<Range, size>& ranges, char32_t character)
{
    const auto above =
        std::upper_bound(ranges.begin(), ranges.end(), character, [](char32_t value, const Range& range) {
            return value < range.first;
        });
    return above != ranges.begin() && character <= std::prev(above)->last;
}

CharacterClass asciiClass(char32_t character)
{
    if ((character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z'))
        return CharacterClass::Letter;
    if (character >= '0' && character <= '9')
        return CharacterClass::Number;
    return character == ' ' || (character >= 0x09 && character <= 0x0D) ? CharacterClass::Space
                                                                        : CharacterClass::Other;
}

} // namespace

CharacterClass characterClass(char32_t character)
{
    if (character < 0x80)
        return asciiClass(character);
    if (QChar::isLetter(character))
        return CharacterClass::Letter;
    if (QChar::isNumber(character))
        return CharacterClass::Number;
    if (QChar::isSpace(character))
        return CharacterClass::Space;
    if (contains(newLetters, character))
        return CharacterClass::Letter;
    return contains(newNumbers, character) ? CharacterClass::Number : CharacterClass::Other;
}

bool isWordCharacter(char32_t character)
{
    constexpr char32_t zeroWidthNonJoiner = 0x200C;
    constexpr char32_t zeroWidthJoiner = 0x200D;
    const QChar::Category category = QChar::category(character);
    return characterClass(character) == CharacterClass::Letter || QChar::isMark(character)
        || category == QChar::Number_DecimalDigit || category == QChar::Number_Letter
        || category == QChar::Punctuation_Connector || character == zeroWidthJoiner
        || character == zeroWidthNonJoiner || contains(newNumbers, character)
        || contains(alphabeticSymbols, character);
}

bool isPrintableCharacter(char32_t character)
{
    return character == ' '
        || (characterClass(character) != CharacterClass::Space && QChar::isPrint(character));
}

} // namespace headwaters
