#pragma once

#include <QString>

#include <cstddef>
#include <optional>
#include <string_view>

namespace headwaters {

/// Patterns that cut text into words in most byte-level tokenizers. A scanner follows each alternative by
/// alternative: it is many times as fast as an engine for regular expressions and knows the classes of
/// Unicode 16, whatever that engine knows.
enum class WordPattern {
    /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
    Gpt2,
    /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*
    /// |\s*[\r\n]+|\s+(?!\S)|\s+`
    Llama3,
    /// The same with `\p{N}`: each digit is a piece.
    Qwen2,
};

/// The scanner for a pattern as files write it; none where it is another pattern.
[[nodiscard]] std::optional<WordPattern> knownWordPattern(const QString& pattern);

/// Where the piece of `text` (UTF-8) ends that begins at `begin`, which is less than the text's size. Every
/// character belongs to a piece.
[[nodiscard]] std::size_t wordEnd(WordPattern pattern, std::string_view text, std::size_t begin);

} // namespace headwaters
