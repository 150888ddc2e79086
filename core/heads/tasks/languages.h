#pragma once

#include "core/heads/probeset.h"

#include <vector>

namespace headwaters {

/// A language with words of it that are one token each, as next tokens.
struct Language {
    QString key; ///< `French`
    std::vector<TokenId> words;
};

/// Prompts whose examples say in which language the answer stands: `dog ->
/// chien\ncat -> chat\nsun ->`.
struct LanguageSet {
    /// Key `target-language`; target the first token of the right translation,
    /// rival that of the same word in the other language; the variant is the
    /// language; role END.
    TaskSet set;
    std::vector<Language> languages; ///< the two that are asked for
    Language english; ///< what D is compared with
    std::vector<int> asked; ///< [prompt] place in `languages`
    std::vector<int> words; ///< [prompt] which word is asked for; each stands
                            ///< once in either language
};

/// Two of French, German and Spanish, those with the most words of one token,
/// and `count` prompts, each word in both. Words and translations are our own
/// list.
[[nodiscard]] LanguageSet targetLanguages(const TaskGround& ground, int count, std::uint64_t seed);

/// `coherence`: the prompts labelled by their language, read at the last token.
[[nodiscard]] ProbeSet coherenceSet(const LanguageSet& languages);

} // namespace headwaters
