#pragma once

#include "core/engine/detect/competence.h"
#include "core/engine/detect/endreading.h"
#include "core/engine/detect/vocabularyreading.h"

#include <functional>
#include <optional>

namespace headwaters {

/// What heads do at the end of prompts about names, read once for all types that ask for it: attention from
/// `END` to roles, copying of names, and what is written on the logits of names. Names are the targets and
/// rivals of the set.
class NameReading {
public:
    /// Of the prompts in `right`, which the model answers right. Above the observed tier it also reads
    /// weights and direct effects. \throws Error: cancelled.
    NameReading(const Bench& bench, TaskSet right);

    [[nodiscard]] const TaskSet& set() const { return m_set; }
    [[nodiscard]] std::size_t prompts() const { return m_set.prompts.size(); }
    [[nodiscard]] bool isReceiverFirst(std::size_t prompt) const;
    /// Sum over the positions of a role that a prompt has; 0 where it has none.
    [[nodiscard]] double attention(int head, std::size_t prompt, const QString& role) const;
    /// Of the prompt's corrupted twin, at the same positions.
    [[nodiscard]] double corruptedAttention(int head, std::size_t prompt, const QString& role) const;
    /// Of another run of the prompt.
    [[nodiscard]] double
    attentionIn(HeadIndex head, const EndRun& run, std::size_t prompt, const QString& role) const;
    /// On the logit of a name; names that are not of the set are not looked up.
    [[nodiscard]] double direct(int head, std::size_t prompt, TokenId name) const;
    /// On the names that stand in neither the prompt nor its twin, on average.
    [[nodiscard]] double directOnOthers(int head, std::size_t prompt) const;
    /// Mean logit difference of the prompts: the effect that a perfect head would have.
    [[nodiscard]] double meanDifference() const;

    /// Copy score of names, from where they stand in the prompts (null N6); `suppressed`: the twin.
    [[nodiscard]] std::vector<HeadSample> copying(const Bench& bench, bool suppressed) const;

    [[nodiscard]] const std::vector<EndRun>& clean() const { return m_clean; }
    [[nodiscard]] const std::vector<EndRun>& corrupted() const { return m_corrupted; }
    [[nodiscard]] bool hasCorrupted() const { return !m_corrupted.empty(); }
    [[nodiscard]] const std::vector<TokenId>& names() const { return m_names; }
    [[nodiscard]] std::size_t placeOf(TokenId name) const;
    /// The logits' difference of a run of a prompt: target minus rival, or without one minus the mean of
    /// other names.
    [[nodiscard]] double difference(const EndRun& run, std::size_t prompt) const;
    /// By how much a name's logit is above the mean of other names.
    [[nodiscard]] double ahead(const EndRun& run, std::size_t prompt, TokenId name) const;
    /// Of the two names, the one to which the head attends more.
    [[nodiscard]] TokenId attended(int head, std::size_t prompt) const;

private:
    /// Over the names that stand in neither the prompt nor its twin.
    [[nodiscard]] double
    meanOfOthers(std::size_t prompt, const std::function<double(std::size_t place)>& value) const;

    TaskSet m_set;
    int m_nHeads = 0;
    std::vector<TokenId> m_names; // ascending
    std::vector<EndRun> m_clean, m_corrupted; // [prompt]
    std::optional<DirectEffects> m_direct; // on the names
    std::vector<VocabularyReading> m_vocabulary; // [head]
    VocabularyPairs m_pairs;
};

} // namespace headwaters
