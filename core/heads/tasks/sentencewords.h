#pragma once

#include <QStringList>

namespace headwaters::sentencewords {

// Words that sentences about structure are made of; none of them is the answer to anything.

[[nodiscard]] const QStringList& nouns(); ///< common things and places
[[nodiscard]] const QStringList& rareNouns(); ///< things that are seldom spoken of
[[nodiscard]] const QStringList& people(); ///< first names
[[nodiscard]] const QStringList& adjectives();
[[nodiscard]] const QStringList& deeds(); ///< verbs with an object, past tense and participle alike
[[nodiscard]] const QStringList& adverbs();
[[nodiscard]] const QStringList& prepositions();
[[nodiscard]] const QStringList& longWords(); ///< nouns that most tokenizers split
[[nodiscard]] const QStringList& codes(); ///< words to be remembered

} // namespace headwaters::sentencewords
