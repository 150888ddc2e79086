#pragma once

#include "core/heads/report.h"

#include <array>
#include <optional>

namespace headwaters {

// Reports as views show them.

/// Strengths of a head on one task, or pooled where `task` is empty; zeros where the task does not speak of
/// the head.
[[nodiscard]] StageStrengths stagesOn(const HeadReport& head, const QString& task);

/// Keys of the tasks that speak of any head, `general` first.
[[nodiscard]] QStringList tasksOf(const ScanReport& report);

/// b minus a of each head, in the order of the heads; empty where the reports have other heads.
[[nodiscard]] std::vector<StageStrengths>
stageChanges(const ScanReport& a, const QString& taskOfA, const ScanReport& b, const QString& taskOfB);

/// Mean strengths of a layer's heads, layer by layer.
[[nodiscard]] std::vector<StageStrengths> stagesByLayer(const ScanReport& report, const QString& task);

/// Where the stages lie by depth, beside the order that the survey broadly expects: knowledge recalling and
/// in-context identification in shallow to middle layers, latent reasoning in the middle, expression
/// preparation deep. A check of a finished report; nothing is ever decided by depth.
struct StageDepths {
    /// Mean relative depth by strength, 0 the first layer and 1 the last; none where a stage has no strength
    /// or the model one layer.
    std::array<std::optional<double>, stageCount> mean = {};
    /// Whether every stage lies before all that the survey expects behind it; none where no two can be
    /// compared.
    std::optional<bool> asExpected = {};
};
/// `layers` as stagesByLayer gives them.
[[nodiscard]] StageDepths stageDepths(const std::vector<StageStrengths>& layers);

/// Types that were found, Yes before Weak, the strongest first.
[[nodiscard]] std::vector<const TypeSummary*> foundTypes(const HeadReport& head);

/// Stages from 0.5 on within 0.15 of the strongest, the strongest first: what a multi-stage head is of.
[[nodiscard]] std::vector<Stage> leadingStages(const StageStrengths& stages);

/// How many values fall in each of `bins` equal parts of low to high; what lies outside counts in the first
/// or last.
[[nodiscard]] std::vector<int> histogram(const std::vector<float>& values, double low, double high, int bins);

} // namespace headwaters
