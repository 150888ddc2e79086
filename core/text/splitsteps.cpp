#include "core/text/splitsteps.h"

#include "core/text/characterclass.h"
#include "core/text/utf8.h"

#include <QChar>

#include <algorithm>
#include <map>

namespace headwaters {

namespace {

using Stretches = std::vector<PatternStretch>;

Stretches contiguous(const Stretches& stretches)
{
    Stretches pieces;
    for (const PatternStretch& stretch : stretches) {
        if (!pieces.empty() && pieces.back().matched == stretch.matched)
            pieces.back().end = stretch.end;
        else
            pieces.push_back(stretch);
    }
    return pieces;
}

// A match joins what stands before it, unless that is a match itself.
Stretches mergedWithPrevious(const Stretches& stretches)
{
    Stretches pieces;
    bool afterMatch = false;
    for (const PatternStretch& stretch : stretches) {
        if (stretch.matched && !afterMatch && !pieces.empty())
            pieces.back().end = stretch.end;
        else
            pieces.push_back(stretch);
        afterMatch = stretch.matched;
    }
    return pieces;
}

Stretches mergedWithNext(const Stretches& stretches)
{
    Stretches pieces;
    bool beforeMatch = false;
    for (auto stretch = stretches.rbegin(); stretch != stretches.rend(); ++stretch) {
        if (stretch->matched && !beforeMatch && !pieces.empty())
            pieces.back().begin = stretch->begin;
        else
            pieces.push_back(*stretch);
        beforeMatch = stretch->matched;
    }
    std::reverse(pieces.begin(), pieces.end());
    return pieces;
}

Stretches removed(const Stretches& stretches)
{
    Stretches pieces;
    std::copy_if(
        stretches.begin(), stretches.end(), std::back_inserter(pieces),
        [](const PatternStretch& stretch) { return !stretch.matched; });
    return pieces;
}

Stretches piecesOf(const Stretches& stretches, SplitBehavior behavior)
{
    switch (behavior) {
    case SplitBehavior::Removed:
        return removed(stretches);
    case SplitBehavior::MergedWithPrevious:
        return mergedWithPrevious(stretches);
    case SplitBehavior::MergedWithNext:
        return mergedWithNext(stretches);
    case SplitBehavior::Contiguous:
        return contiguous(stretches);
    case SplitBehavior::Isolated:
        break;
    }
    return stretches;
}

void emitWords(WordPattern pattern, std::string_view text, const PreTokenizer::Sink& sink)
{
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = wordEnd(pattern, text, begin);
        sink(text.substr(begin, end - begin));
        begin = end;
    }
}

} // namespace

SplitBehavior readSplitBehavior(const QJsonValue& value, const JsonPlace& place)
{
    static const std::map<QString, SplitBehavior> behaviors{
        {QStringLiteral("Removed"), SplitBehavior::Removed},
        {QStringLiteral("Isolated"), SplitBehavior::Isolated},
        {QStringLiteral("MergedWithPrevious"), SplitBehavior::MergedWithPrevious},
        {QStringLiteral("MergedWithNext"), SplitBehavior::MergedWithNext},
        {QStringLiteral("Contiguous"), SplitBehavior::Contiguous},
    };
    const QString name = requireString(value, place);
    const auto found = behaviors.find(name);
    if (found == behaviors.end())
        throw badInput(QStringLiteral("%1 %2 is not supported; supported: \"Removed\", \"Isolated\", "
                                      "\"MergedWithPrevious\", \"MergedWithNext\", \"Contiguous\"")
                           .arg(place.text(), quoted(name)));
    return found->second;
}

void emitPieces(
    std::string_view text, const std::vector<PatternStretch>& stretches, SplitBehavior behavior,
    const PreTokenizer::Sink& sink)
{
    for (const PatternStretch& piece : piecesOf(stretches, behavior)) {
        if (piece.begin < piece.end)
            sink(text.substr(piece.begin, piece.end - piece.begin));
    }
}

PatternSplit::PatternSplit(TextPattern pattern, SplitBehavior behavior, bool invert)
    : m_pattern(std::move(pattern)),
      m_behavior(behavior),
      m_invert(invert)
{
    // These patterns leave nothing between their matches, so that both forms give the matches.
    if (m_pattern.isExpression()
        && (behavior == SplitBehavior::Isolated || (behavior == SplitBehavior::Removed && invert)))
        m_words = knownWordPattern(m_pattern.source());
}

void PatternSplit::split(std::string_view text, StretchPlace, const Sink& sink) const
{
    if (m_words) {
        emitWords(*m_words, text, sink);
        return;
    }
    Stretches stretches = m_pattern.find(text);
    for (PatternStretch& stretch : stretches)
        stretch.matched = stretch.matched != m_invert;
    emitPieces(text, stretches, m_behavior, sink);
}

void WordSplit::split(std::string_view text, StretchPlace, const Sink& sink) const
{
    emitWords(m_pattern, text, sink);
}

void CharacterSplit::split(std::string_view text, StretchPlace, const Sink& sink) const
{
    Stretches stretches;
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Step step = utf8At(text, at);
        const std::size_t end = at + step.length;
        if (m_kind(step.character)) {
            if (done < at)
                stretches.push_back({done, at, false});
            stretches.push_back({at, end, true});
            done = end;
        }
        at = end;
    }
    if (done < text.size())
        stretches.push_back({done, text.size(), false});
    emitPieces(text, stretches, m_behavior, sink);
}

void WordsAndSigns::split(std::string_view text, StretchPlace, const Sink& sink) const
{
    enum class Kind { Word, Sign, Space };
    const auto kindOf = [](char32_t character) {
        return isWordCharacter(character) ? Kind::Word
            : isSpaceCharacter(character) ? Kind::Space
                                          : Kind::Sign;
    };
    std::size_t begin = 0;
    Kind kind = Kind::Space;
    const auto finish = [&](std::size_t end) {
        if (kind != Kind::Space && begin < end)
            sink(text.substr(begin, end - begin));
        begin = end;
    };
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Step step = utf8At(text, at);
        if (const Kind next = kindOf(step.character); next != kind) {
            finish(at);
            kind = next;
        }
        at += step.length;
    }
    finish(text.size());
}

bool isNumberCharacter(char32_t character)
{
    return characterClass(character) == CharacterClass::Number;
}

bool isPunctuationCharacter(char32_t character)
{
    constexpr std::u32string_view signs = U"$+<=>^`|~"; // of ASCII, and symbols to Unicode
    return QChar::isPunct(character) || signs.find(character) != std::u32string_view::npos;
}

bool isSpaceCharacter(char32_t character)
{
    return characterClass(character) == CharacterClass::Space;
}

} // namespace headwaters
