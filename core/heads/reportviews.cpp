#include "core/heads/reportviews.h"

#include <algorithm>

namespace headwaters {

namespace {

/// The survey's order, by stage: the first two share a place.
constexpr std::array<int, stageCount> expectedPlace{0, 0, 1, 2};

} // namespace

StageStrengths stagesOn(const HeadReport& head, const QString& task)
{
    if (task.isEmpty())
        return head.stages;
    for (const TaskStages& stages : head.tasks) {
        if (stages.task == task)
            return stages.stages;
    }
    return {};
}

QStringList tasksOf(const ScanReport& report)
{
    QStringList tasks;
    for (const HeadReport& head : report.heads) {
        for (const TaskStages& stages : head.tasks) {
            if (!tasks.contains(stages.task))
                tasks << stages.task;
        }
    }
    return tasks;
}

std::vector<StageStrengths>
stageChanges(const ScanReport& a, const QString& taskOfA, const ScanReport& b, const QString& taskOfB)
{
    std::vector<StageStrengths> changes;
    if (a.model.nLayers != b.model.nLayers || a.model.nHeads != b.model.nHeads)
        return changes;
    for (std::size_t head = 0; head < a.heads.size(); ++head) {
        StageStrengths change = stagesOn(b.heads[head], taskOfB);
        const StageStrengths before = stagesOn(a.heads[head], taskOfA);
        for (std::size_t stage = 0; stage < change.size(); ++stage)
            change[stage] -= before[stage];
        changes.push_back(change);
    }
    return changes;
}

std::vector<StageStrengths> stagesByLayer(const ScanReport& report, const QString& task)
{
    std::vector<StageStrengths> layers(static_cast<std::size_t>(report.model.nLayers));
    for (const HeadReport& head : report.heads) {
        const StageStrengths stages = stagesOn(head, task);
        StageStrengths& layer = layers[static_cast<std::size_t>(head.head.layer)];
        for (std::size_t stage = 0; stage < stages.size(); ++stage)
            layer[stage] += stages[stage] / report.model.nHeads;
    }
    return layers;
}

StageDepths stageDepths(const std::vector<StageStrengths>& layers)
{
    StageDepths depths;
    for (std::size_t stage = 0; stage < stageCount && layers.size() > 1; ++stage) {
        double sum = 0, weighted = 0;
        for (std::size_t layer = 0; layer < layers.size(); ++layer) {
            sum += layers[layer][stage];
            weighted += layers[layer][stage] * static_cast<double>(layer);
        }
        if (sum > 0)
            depths.mean[stage] = weighted / (sum * static_cast<double>(layers.size() - 1));
    }
    for (std::size_t one = 0; one < stageCount; ++one) {
        for (std::size_t other = 0; other < stageCount; ++other) {
            if (expectedPlace[one] < expectedPlace[other] && depths.mean[one] && depths.mean[other])
                depths.asExpected =
                    depths.asExpected.value_or(true) && *depths.mean[one] < *depths.mean[other];
        }
    }
    return depths;
}

std::vector<const TypeSummary*> foundTypes(const HeadReport& head)
{
    std::vector<const TypeSummary*> found;
    for (const TypeSummary& summary : head.types) {
        if (summary.finding == Finding::Yes || summary.finding == Finding::Weak)
            found.push_back(&summary);
    }
    std::stable_sort(found.begin(), found.end(), [](const TypeSummary* left, const TypeSummary* right) {
        const bool leftYes = left->finding == Finding::Yes;
        const bool rightYes = right->finding == Finding::Yes;
        return leftYes != rightYes ? leftYes : left->strength > right->strength;
    });
    return found;
}

std::vector<Stage> leadingStages(const StageStrengths& stages)
{
    constexpr double rounding = 1e-9;
    const double most = *std::max_element(stages.begin(), stages.end());
    std::vector<Stage> leading;
    for (std::size_t i = 0; i < stages.size(); ++i) {
        if (stages[i] >= 0.5 - rounding && most - stages[i] < 0.15 - rounding)
            leading.push_back(static_cast<Stage>(i));
    }
    std::stable_sort(leading.begin(), leading.end(), [&stages](Stage left, Stage right) {
        return stages[static_cast<std::size_t>(left)] > stages[static_cast<std::size_t>(right)];
    });
    return leading;
}

std::vector<int> histogram(const std::vector<float>& values, double low, double high, int bins)
{
    std::vector<int> counts(static_cast<std::size_t>(bins), 0);
    for (const float value : values) {
        const double share = high > low ? (static_cast<double>(value) - low) / (high - low) : 0;
        const int bin = std::clamp(static_cast<int>(share * bins), 0, bins - 1);
        ++counts[static_cast<std::size_t>(bin)];
    }
    return counts;
}

} // namespace headwaters
