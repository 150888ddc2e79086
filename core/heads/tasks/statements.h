#pragma once

#include "core/heads/probeset.h"

namespace headwaters {

/// `truthfulness`: true and false statements about capitals, kinds of things
/// and sums up to 20. Questions go in pairs whose answers are wrong for each
/// other, and a pair is a group of four statements: `The capital of Poland is
/// Warsaw`, `... is Rome`, `The capital of Italy is Rome`, `... is Warsaw`. So
/// no word tells true from false, neither within a group nor from one group to
/// another. Items are read at the answer, one token; label 1 is true; topics
/// `capital`, `kind`, `sum`. Contrasts are the questions with the right answer
/// as target and the wrong one as rival. At most `count` questions a topic;
/// topics with fewer than 12 are left out.
[[nodiscard]] ProbeSet trueStatements(const TaskGround& ground, int count, std::uint64_t seed);

/// `cloze`: facts of all tables, asked for in one prompt each: target is the
/// object, `others` the relation's other objects, the variant the relation. Up
/// to `count`, relations in turn.
[[nodiscard]] TaskSet clozeQuestions(const TaskGround& ground, int count, std::uint64_t seed);

/// Questions that ask for one fact in `forms` ways.
struct ParaphraseSet {
    TaskSet set; ///< key `paraphrases`; target the object, `others` the
                 ///< relation's other objects
    std::vector<int> facts; ///< [prompt]
    int forms = 0;
};

/// Facts about capitals and languages, four ways each.
[[nodiscard]] ParaphraseSet paraphrases(const TaskGround& ground, int count, std::uint64_t seed);

} // namespace headwaters
