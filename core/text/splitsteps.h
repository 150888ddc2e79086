#pragma once

#include "core/text/pretokenizer.h"
#include "core/text/textpattern.h"
#include "core/text/wordscanner.h"

#include <optional>

namespace headwaters {

/// What becomes of the matches of a step that cuts.
enum class SplitBehavior { Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous };

/// `"behavior"` of a step. \throws Error (bad input) that names the behaviours, for any other.
[[nodiscard]] SplitBehavior readSplitBehavior(const QJsonValue& value, const JsonPlace& place);

/// Hands the pieces of `text` to `sink` that `stretches` (all of the text, in order) make under a behaviour.
void emitPieces(
    std::string_view text, const std::vector<PatternStretch>& stretches, SplitBehavior behavior,
    const PreTokenizer::Sink& sink);

/// The step `Split`: cuts by a pattern. The patterns that wordscanner.h knows need no engine.
class PatternSplit : public PreTokenizer {
public:
    PatternSplit(TextPattern pattern, SplitBehavior behavior, bool invert);
    void split(std::string_view text, StretchPlace place, const Sink& sink) const override;

private:
    TextPattern m_pattern;
    SplitBehavior m_behavior;
    bool m_invert;
    std::optional<WordPattern> m_words; ///< set where its pieces are what the step gives
};

/// A step that cuts by a pattern of wordscanner.h.
class WordSplit : public PreTokenizer {
public:
    explicit WordSplit(WordPattern pattern) : m_pattern(pattern) { }
    void split(std::string_view text, StretchPlace place, const Sink& sink) const override;

private:
    WordPattern m_pattern;
};

/// A step that cuts at the characters of a kind: `Digits`, `Punctuation`, `WhitespaceSplit`.
class CharacterSplit : public PreTokenizer {
public:
    using Kind = bool (*)(char32_t character);
    CharacterSplit(Kind kind, SplitBehavior behavior) : m_kind(kind), m_behavior(behavior) { }
    void split(std::string_view text, StretchPlace place, const Sink& sink) const override;

private:
    Kind m_kind;
    SplitBehavior m_behavior;
};

/// The step `Whitespace`: runs of word characters and runs of signs, without the spaces between.
class WordsAndSigns : public PreTokenizer {
public:
    void split(std::string_view text, StretchPlace place, const Sink& sink) const override;
};

/// The kinds of CharacterSplit.
[[nodiscard]] bool isNumberCharacter(char32_t character); ///< \p{N}
[[nodiscard]] bool isPunctuationCharacter(char32_t character); ///< \p{P} and the signs of ASCII
[[nodiscard]] bool isSpaceCharacter(char32_t character); ///< White_Space

} // namespace headwaters
