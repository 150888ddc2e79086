#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

/// How a multiple-choice prompt is written.
enum class ChoiceForm {
    Colours, ///< `A banana is yellow. What colour is a banana?\nA: yellow\nB: grey\nAnswer:`
    Capitals, ///< `Question: What is the capital of Peru? A. Oslo B. Lima Answer:`
};

/// Questions with two to four options. Number of options, place of the right one, alphabet (`A-D`, `1-4`,
/// `QRXZ`) and order of the labels are counterbalanced. Roles: `LABEL_k` and `OPTION_k` (k from 1), `RIGHT`
/// (the right option's label) and `END`. Target is the right label as the next token, `others` the other
/// labels by option, `rival` the first of them. The variant names the alphabet; where labels stand in another
/// order than the alphabet's it ends in ` shuffled`. Alphabets that the tokenizer cannot answer by one token
/// are left out. Keys `multiple-choice-colours` and `multiple-choice`.
[[nodiscard]] TaskSet
multipleChoice(const TaskGround& ground, ChoiceForm form, int count, std::uint64_t seed);

/// A multiple-choice prompt read back from its roles.
struct Choice {
    int right = 0; ///< place among the options, from 0
    std::vector<TokenId> answers; ///< [option] the token that chooses it
    std::vector<std::vector<int>> spans; ///< [option] positions of its label and its text
    QString alphabet;
    bool shuffled = false;

    [[nodiscard]] int options() const { return static_cast<int>(answers.size()); }
};
[[nodiscard]] Choice choiceOf(const TaskPrompt& prompt);

} // namespace headwaters
