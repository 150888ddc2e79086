#pragma once

#include "core/heads/taskset.h"

#include <utility>
#include <vector>

namespace headwaters {

/// A map from words to words that examples can teach.
struct WordMap {
    QString key; ///< `antonym`
    std::vector<std::pair<QString, QString>> pairs;
};

/// Antonyms, capital letters, plurals, past tenses, capitals of countries, next
/// letters: as Todd et al. 2024 (arXiv 2310.15213) name them, the words our
/// own.
[[nodiscard]] const std::vector<WordMap>& wordMaps();

/// One map in examples: `hot -> cold\nbig -> small\nwet ->`.
struct FewShotSet {
    /// Key `few-shot-MAP`; target the right answer, rival the last example's,
    /// `others` those of the other examples; role END. The answers of the
    /// examples are right.
    TaskSet set;
    std::vector<TaskPrompt> shuffled; ///< [prompt] the same with the examples'
                                      ///< answers exchanged among them
    std::vector<TaskPrompt> bare; ///< [prompt] the query alone
    int shots = 0;
};

/// `count` prompts of up to `shots` examples, fewer where the context is short
/// or the map small; at least 4. Only words of one token.
[[nodiscard]] FewShotSet
fewShot(const TaskGround& ground, const WordMap& map, int shots, int count, std::uint64_t seed);

/// Words of two kinds with a label that means nothing: `dog: foo\nred:
/// bar\ncat:`.
struct NeutralLabelSet {
    /// Key `neutral-labels`; `shots` examples a class; roles `MATCH` and `OTHER`,
    /// the labels of the query's class and of the other, and END; target and
    /// rival are the two labels.
    TaskSet set;
    /// [prompt] the same with the two labels exchanged everywhere: roles stand,
    /// target and rival change places.
    std::vector<TaskPrompt> swapped;
};

/// Order of examples, class of the query and which class has which label are
/// balanced. The variant names the pair of classes.
[[nodiscard]] NeutralLabelSet
neutralLabels(const TaskGround& ground, int shots, int count, std::uint64_t seed);

} // namespace headwaters
