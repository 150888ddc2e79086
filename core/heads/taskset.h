#pragma once

#include "core/text/tokenizer.h"

#include <QString>

#include <map>
#include <optional>
#include <vector>

namespace headwaters {

/// A prompt as a detector reads it: tokens and where the roles are. Detectors never search strings.
struct TaskPrompt {
    std::vector<TokenId> ids; ///< beginning-of-text token included
    std::map<QString, std::vector<int>> roles; ///< `IO`, `S1`, `END`, `SUBJ`: positions, ascending
    std::optional<TokenId> target; ///< the right next token
    std::optional<TokenId> rival; ///< the wrong one it is compared with
    std::vector<TokenId> others; ///< more wrong ones, or whatever the set says
    std::vector<TokenId> corrupted; ///< the twin with the decisive word exchanged, same length; may be empty
    QString variant; ///< template or order: `ABBA`; prompts of one variant have the same roles

    /// The first position of a role. \throws std::out_of_range where the prompt lacks it.
    [[nodiscard]] int at(const QString& role) const { return roles.at(role).front(); }
    [[nodiscard]] bool has(const QString& role) const { return roles.contains(role); }
};

/// The prompts of one task for one tokenizer, or why there are none.
struct TaskSet {
    QString key; ///< `indirect-object`
    QString sentence; ///< what it tests
    std::vector<TaskPrompt> prompts;
    double chance = 0.5; ///< accuracy of guessing among target and rivals
    QString reason; ///< not empty: cannot be asked, one sentence without a full stop

    [[nodiscard]] bool isEmpty() const { return prompts.empty(); }
};

/// What generators make prompts from. Without a tokenizer (a planted model) only sets of random tokens can be
/// made.
struct TaskGround {
    std::shared_ptr<const Tokenizer> tokenizer; ///< may be null
    std::optional<TokenId> beginOfText; ///< first token of every prompt; none: prompts begin without
    std::vector<TokenId> pool; ///< tokens that random prompts are drawn from
    int nCtx = 0; ///< the model's context

    /// For a model: the pool holds tokens of a space and three or more ASCII letters, without the most and
    /// least frequent 5 % by id.
    [[nodiscard]] static TaskGround of(std::shared_ptr<const Tokenizer> tokenizer, int nCtx);
    /// The one token of ` word` (with its leading space); none where the tokenizer splits it.
    [[nodiscard]] std::optional<TokenId> word(const QString& word) const;
};

} // namespace headwaters
