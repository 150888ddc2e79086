#include "core/text/wordscanner.h"

#include "core/text/characterclass.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <limits>

namespace headwaters {

namespace {

constexpr char32_t longS = 0x17F; // folds to s, so that (?i:'s) takes it

struct Character {
    char32_t code;
    CharacterClass kind;
    std::size_t length;
};

Character at(std::string_view text, std::size_t position)
{
    const Utf8Step step = utf8At(text, position);
    return {step.character, characterClass(step.character), step.length};
}

bool isLineBreak(char character)
{
    return character == '\r' || character == '\n';
}

std::size_t runEnd(
    std::string_view text, std::size_t begin, CharacterClass kind,
    std::size_t most = std::numeric_limits<std::size_t>::max())
{
    std::size_t end = begin;
    for (std::size_t count = 0; end < text.size() && count < most; ++count) {
        const Character next = at(text, end);
        if (next.kind != kind)
            break;
        end += next.length;
    }
    return end;
}

// `\s+(?!\S)|\s+`: a run of spaces gives its last one back to the word that follows.
std::size_t spacesEnd(std::string_view text, std::size_t begin)
{
    std::size_t end = begin;
    std::size_t last = begin;
    while (end < text.size()) {
        const Character next = at(text, end);
        if (next.kind != CharacterClass::Space)
            break;
        last = end;
        end += next.length;
    }
    return end == text.size() || last == begin ? end : last;
}

// `\s*[\r\n]+`: the run of spaces up to its last line break; 0 where it holds none.
std::size_t lineBreaksEnd(std::string_view text, std::size_t begin)
{
    std::size_t found = 0;
    for (std::size_t position = begin; position < text.size();) {
        const Character next = at(text, position);
        if (next.kind != CharacterClass::Space)
            break;
        position += next.length;
        if (isLineBreak(static_cast<char>(next.code <= 0x7F ? next.code : 0)))
            found = position;
    }
    return found;
}

std::size_t contractionEnd(std::string_view text, std::size_t begin, bool anyCase)
{
    constexpr std::array<std::string_view, 7> endings{"s", "t", "re", "ve", "m", "ll", "d"};
    if (text[begin] != '\'')
        return 0;
    for (const std::string_view ending : endings) {
        const std::string_view found = text.substr(begin + 1, ending.size());
        const auto equal = [anyCase](char a, char b) {
            return a == b || (anyCase && a >= 'A' && a <= 'Z' && static_cast<char>(a - 'A' + 'a') == b);
        };
        if (found.size() == ending.size()
            && std::equal(found.begin(), found.end(), ending.begin(), ending.end(), equal))
            return begin + 1 + ending.size();
    }
    if (const Utf8Step step = utf8At(text, begin + 1); anyCase && step.character == longS)
        return begin + 1 + step.length;
    return 0;
}

// Exact because no alternative needs to go back over more than one character.
std::size_t gpt2End(std::string_view text, std::size_t begin)
{
    if (const std::size_t end = contractionEnd(text, begin, false))
        return end;
    const std::size_t body = text[begin] == ' ' ? begin + 1 : begin;
    if (body < text.size()) {
        const CharacterClass kind = at(text, body).kind;
        if (kind != CharacterClass::Space)
            return runEnd(text, body, kind);
    }
    return spacesEnd(text, begin);
}

std::size_t signsEnd(std::string_view text, std::size_t begin)
{
    std::size_t end = runEnd(text, begin, CharacterClass::Other);
    while (end < text.size() && isLineBreak(text[end]))
        ++end;
    return end;
}

std::size_t llama3End(std::string_view text, std::size_t begin, std::size_t mostDigits)
{
    if (const std::size_t end = contractionEnd(text, begin, true))
        return end;
    const Character first = at(text, begin);
    if (first.kind == CharacterClass::Letter)
        return runEnd(text, begin, CharacterClass::Letter);
    if (first.kind == CharacterClass::Number)
        return runEnd(text, begin, CharacterClass::Number, mostDigits);
    const std::size_t second = begin + first.length;
    const bool hasSecond = second < text.size();
    const CharacterClass secondKind = hasSecond ? at(text, second).kind : CharacterClass::Space;
    if (secondKind == CharacterClass::Letter && !isLineBreak(text[begin]))
        return runEnd(text, second, CharacterClass::Letter);
    if (first.kind == CharacterClass::Other)
        return signsEnd(text, begin);
    if (text[begin] == ' ' && secondKind == CharacterClass::Other)
        return signsEnd(text, second);
    if (const std::size_t end = lineBreaksEnd(text, begin))
        return end;
    return spacesEnd(text, begin);
}

} // namespace

std::optional<WordPattern> knownWordPattern(const QString& pattern)
{
    static const QString gpt2 =
        QStringLiteral(R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S))");
    static const QString endings = QStringLiteral("(?i:'s|'t|'re|'ve|'m|'ll|'d)");
    static const QString letters = QStringLiteral(R"(|[^\r\n\p{L}\p{N}]?\p{L}+|)");
    static const QString rest = QStringLiteral(R"(| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S))");
    // What is left of a run of spaces is one space.
    const QString lastSpaces = QStringLiteral(R"(|\s+)");
    const QString body = pattern.endsWith(lastSpaces) ? pattern.chopped(lastSpaces.size()) : QString();
    if (body == gpt2)
        return WordPattern::Gpt2;
    if (body == endings + letters + QStringLiteral(R"(\p{N}{1,3})") + rest)
        return WordPattern::Llama3;
    if (body == endings + letters + QStringLiteral(R"(\p{N})") + rest)
        return WordPattern::Qwen2;
    return std::nullopt;
}

std::size_t wordEnd(WordPattern pattern, std::string_view text, std::size_t begin)
{
    switch (pattern) {
    case WordPattern::Llama3:
        return llama3End(text, begin, 3);
    case WordPattern::Qwen2:
        return llama3End(text, begin, 1);
    case WordPattern::Gpt2:
        break;
    }
    return gpt2End(text, begin);
}

} // namespace headwaters
