#pragma once

#include "core/heads/taskset.h"

#include <array>

namespace headwaters {

/// `split-acronym`: The Vivo Kelt Zane (VK -> Z. Three made-up words of two tokens each, the first a capital
/// letter; the letters are asked for one after the other, a prompt each, variants `1` to `3`. The twin has
/// another word where the asked letter stands. Roles: `L1` to `L3` the capitals, `LETTER` the asked one,
/// `END`; target the letter, rival the twin's, others the letters of the other two words. After
/// García-Carrasco et al. 2024 (arXiv 2405.04156).
[[nodiscard]] TaskSet splitAcronyms(const TaskGround& ground, int count, std::uint64_t seed);

/// Both forms of the 26 capitals, with and without a space before them: [letter][form]; none where a form is
/// not one token.
[[nodiscard]] std::array<std::array<std::optional<TokenId>, 2>, 26> letterForms(const TaskGround& ground);

} // namespace headwaters
