#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/decision.h"

namespace headwaters {

/// Measures of one type on one set of prompts, all heads at once, until they are findings.
class FindingTable {
public:
    FindingTable(const Bench& bench, HeadType type, const QString& task);

    /// One sample a head, as Bench::indexOf counts. \throws std::invalid_argument for another number.
    void add(const std::vector<HeadSample>& samples, const MeasureRule& rule);
    /// Evidence that was decided elsewhere, one a head.
    void add(const std::vector<Evidence>& evidence);
    /// Where the findings of all heads can be seen, as `exampleOf` says.
    void showOn(const TaskPrompt& prompt, const QString& from, const QString& to);
    void show(const EvidenceExample& example);
    /// What `findingOf` says of the evidence so far, with the first measure's score and, where it is No,
    /// which condition failed.
    [[nodiscard]] std::vector<TypeFinding> finish() const;

private:
    const Bench& m_bench;
    std::vector<TypeFinding> m_findings;
};

/// The prompt, from the first position of one role to that of another; empty where it lacks one of them.
[[nodiscard]] EvidenceExample exampleOf(const TaskPrompt& prompt, const QString& from, const QString& to);

/// `attention to the token before is 0.12, below 0.40`: of the first required measure that is No; empty where
/// there is none.
[[nodiscard]] QString failedCondition(const std::vector<Evidence>& evidence);

} // namespace headwaters
