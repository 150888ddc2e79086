#pragma once

#include "core/heads/confirmation.h"
#include "core/heads/evidence.h"
#include "core/results/modelinfo.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace headwaters {

/// How sure a type is, in words (specification 3.2).
enum class Confidence { None, Candidate, Probable, Confirmed };
/// `none`, `candidate`, `probable`, `confirmed`
[[nodiscard]] QString confidenceKey(Confidence confidence);

/// Where a head belongs (specification 3.4).
enum class HeadVerdict { Primary, MultiStage, Tentative, Unassigned, Inactive, NotMeasurable };
/// `primary`, `multi-stage`, `tentative`, `unassigned`, `inactive`, `not measurable`
[[nodiscard]] QString verdictKey(HeadVerdict verdict);

/// Strengths of the four stages, 0 to 1, in the order of Stage.
using StageStrengths = std::array<double, stageCount>;

/// One type of one head, over all tasks and seeds that spoke for it.
struct TypeSummary {
    HeadType type = HeadType::PreviousToken;
    Finding finding = Finding::No;
    Tier tier = Tier::Observed; ///< the deepest that gave evidence
    double score = 0, null = 0, z = 0, q = 1; ///< of the first measure that the rule requires, for all heads
    bool hasZ = false; ///< false where signs were flipped, or nothing was measured
    double strength = 0; ///< c of specification 3.2, 0 to 1
    Confidence confidence = Confidence::None;
    QString reason; ///< why not measurable, or which condition failed; one sentence without a full stop
    QStringList tags;
    std::vector<int> findings; ///< places in ScanReport::findings
};

/// Strengths on one task: a row of the role matrix (specification 3.5).
struct TaskStages {
    QString task; ///< key of the prompt set; `general` for what random tokens and weights say
    double gate = 1; ///< how well the model does the task, 0 to 1: (accuracy - chance) / (1 - chance)
    StageStrengths stages = {};
};

struct HeadReport {
    HeadIndex head;
    HeadVerdict verdict = HeadVerdict::Unassigned;
    std::optional<Stage> primary; ///< the strongest stage, for Primary and Tentative
    StageStrengths stages = {};
    double ambiguity = 0; ///< entropy of the strengths' shares over its largest, 0 to 1
    Confidence confidence = Confidence::None; ///< of the strongest type
    std::vector<TypeSummary> types; ///< in the order of HeadType; only types that were asked for
    std::vector<Stage> blind; ///< stages for which no task could speak
    double sink = 0; ///< mean attention to the first position
    bool idle = false; ///< does nothing when it is removed, where that was measured
    std::vector<TaskStages> tasks; ///< `general` first, then in the order of the findings

    /// None where the type was not asked for.
    [[nodiscard]] const TypeSummary* of(HeadType type) const;
};

/// How strengths of several tasks become one.
enum class TaskPooling {
    Most, ///< what the head can do
    Mean, ///< what it usually does
};

/// What was asked of a scan; with the model's hash the key of its kept results.
struct ScanSettings {
    Tier tier = Tier::Mechanistic;
    std::vector<HeadType> types; ///< empty: all
    std::uint64_t seed = 1;
    int seeds = 3; ///< draws of the prompts, from `seed` on
    int prompts = 32; ///< of a set
    bool scrambled = false; ///< also the false-positive check on a scrambled copy

    bool operator==(const ScanSettings&) const = default;
};

/// How strengths are derived; changing it needs no new scan.
struct StageScheme {
    bool extended = false; ///< second homes of types (specification 3.3)
    TaskPooling pooling = TaskPooling::Most;
    std::array<double, accessCount> weights = {0.45, 0.35, 0.5, 0.8, 0.45}; ///< by Access

    bool operator==(const StageScheme&) const = default;
};

/// What two draws of prompts agree on.
struct ScanStability {
    int labelled = 0; ///< heads whose verdict is primary in either
    int agreeing = 0; ///< of those, heads with the same strongest stage and no other verdict than tentative
};
[[nodiscard]] ScanStability
stabilityOf(const std::vector<HeadReport>& first, const std::vector<HeadReport>& second);

/// A finished scan, as a value that views draw and the command line prints.
struct ScanReport {
    ModelInfo model;
    ScanSettings settings;
    StageScheme scheme;
    std::vector<TypeFinding> findings; ///< by type, then task, then head
    std::vector<Competence> tasks;
    std::vector<HeadReport> heads; ///< layer by layer
    std::optional<ScanStability> stability; ///< none with one seed
    /// On the scrambled copy: how many heads each type labelled, for types with any; none where not asked.
    struct FalsePositives {
        HeadType type = HeadType::PreviousToken;
        int heads = 0;
    };
    std::optional<std::vector<FalsePositives>> scrambled;
    /// What tasks lose without the heads of a type together; empty below the causal tier.
    std::vector<Confirmation> confirmations;
    int forwards = 0;
    double seconds = 0;

    [[nodiscard]] const HeadReport& at(HeadIndex head) const;
    /// The check of the type's heads; where a type works in two ways, that in which `head` was removed, else
    /// the first. None where no head of the type was found, or none was removed.
    [[nodiscard]] const Confirmation* confirmationOf(HeadType type, std::optional<HeadIndex> head = {}) const;
};

/// Types, confidences, strengths and verdicts of all heads from the findings. `sinks` [head] is mean
/// attention to the first position, `inactive` [head] says whether the head also does nothing when removed;
/// both may be empty where they were not measured.
///
/// A type counts for stages where it was found, Yes or Weak. On each task a stage is the noisy-or over
/// families of their strongest type; over tasks it is the largest gate times strength (TaskPooling::Most), or
/// the mean weighted by the gates of the tasks that could speak for it (Mean).
[[nodiscard]] std::vector<HeadReport> headReports(
    const ModelInfo& model, const std::vector<TypeFinding>& findings, const std::vector<Competence>& tasks,
    const ScanSettings& settings, const StageScheme& scheme, const std::vector<double>& sinks,
    const std::vector<bool>& inactive);

/// The same findings under another scheme: only `heads` change.
[[nodiscard]] ScanReport withScheme(ScanReport report, const StageScheme& scheme);

/// True for what random tokens or weights alone show: a task `weights` or `random...`, or a type that needs
/// no task.
[[nodiscard]] bool isTaskFree(const TypeFinding& finding);

} // namespace headwaters
