#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace headwaters::words {

// Words that prompts of tasks are made of; generators keep those that are one token for a tokenizer.

[[nodiscard]] const QStringList& names();
[[nodiscard]] const QStringList& places();
[[nodiscard]] const QStringList& objects();

/// Two words that belong together, such as a country and its capital.
struct Pair {
    QString first, second;
};
[[nodiscard]] const std::vector<Pair>& capitals(); ///< country, capital
[[nodiscard]] const std::vector<Pair>& parts(); ///< finger, hand
[[nodiscard]] const std::vector<Pair>& uses(); ///< knife, cut
[[nodiscard]] const std::vector<Pair>& categories(); ///< dog, animal
[[nodiscard]] const std::vector<Pair>& antonyms(); ///< hot, cold

/// Reads `France:Paris Italy:Rome`.
[[nodiscard]] std::vector<Pair> pairsOf(const char* words);

} // namespace headwaters::words
