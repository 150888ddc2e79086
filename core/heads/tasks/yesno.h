#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

/// `Answer Yes or No. Is Paris the capital of France?\nAnswer:`, each question in both orders of the
/// candidates, one prompt after the other; half of the questions are to be denied. Roles `YES`, `NO`, `END`.
/// The control asks the same with a pair that affirms and denies nothing (`Left or Right`: `YES` marks Left).
struct YesNoSet {
    TaskSet set; ///< key `yes-no`; variants `yes first` and `no first`
    std::vector<TaskPrompt> control; ///< [prompt], without targets
    TokenId yes = 0, no = 0; ///< as next tokens
};
/// Words are written large or small, whichever the tokenizer has as one token.
[[nodiscard]] YesNoSet yesNo(const TaskGround& ground, int questions, std::uint64_t seed);

} // namespace headwaters
