#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

/// `acronyms`: `The Chief Executive Officer (CE` -> `O`, each prompt one of
/// three steps (variants `1` to `3`). Roles `W1` to `W3` (the words' first
/// tokens), `INITIAL` (that of the word whose letter is asked for), `END`;
/// target is the letter as the text goes on, rival that of another of the three
/// words, `others` all other letters. The three initials differ. Words whose
/// first token is a bare capital are taken alone where there are 12 of them
/// (García-Carrasco et al. 2024, arXiv 2405.04156); the words are our own list.
[[nodiscard]] TaskSet acronyms(const TaskGround& ground, int count, std::uint64_t seed);

} // namespace headwaters
