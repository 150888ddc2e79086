#include "widgets/stages/stagecells.h"

#include "core/heads/reportviews.h"
#include "core/heads/stages.h"
#include "widgets/common/numberformat.h"
#include "widgets/stages/stagetext.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

bool hasType(const HeadReport& head, HeadType type)
{
    const TypeSummary* summary = head.of(type);
    return summary && (summary->finding == Finding::Yes || summary->finding == Finding::Weak);
}

bool fits(const HeadComposition& composition, const StageGrid& grid)
{
    return composition.nLayers == grid.nLayers && composition.nHeads == grid.nHeads;
}

StageCell plainCell(const HeadReport& head)
{
    StageCell cell;
    cell.kind = StageCell::Kind::Wedges;
    cell.label = verdictLabel(head);
    cell.confidence = head.confidence;
    if (head.verdict == HeadVerdict::Inactive)
        cell.kind = StageCell::Kind::Inactive;
    if (head.verdict == HeadVerdict::NotMeasurable)
        cell.kind = StageCell::Kind::NotMeasurable;
    return cell;
}

StageCell stageCell(const HeadReport& head, const QString& task)
{
    StageCell cell = plainCell(head);
    cell.wedges = stagesOn(head, task);
    cell.strength = *std::max_element(cell.wedges.begin(), cell.wedges.end());
    if (!task.isEmpty() && cell.kind == StageCell::Kind::Wedges) {
        // The verdict is over all tasks; of one task the strongest stage is told.
        const auto strongest = std::max_element(cell.wedges.begin(), cell.wedges.end());
        cell.label = cell.strength > 0
            ? stageChipText(static_cast<Stage>(strongest - cell.wedges.begin()), cell.strength)
            : unknownText();
    }
    return cell;
}

StageCell typeCell(const HeadReport& head, HeadType type)
{
    const TypeSummary* summary = head.of(type);
    StageCell cell;
    if (!summary)
        return cell;
    cell.kind = StageCell::Kind::Wedges;
    cell.wedges = membership(type, false);
    cell.strength = summary->strength;
    cell.confidence = summary->confidence;
    cell.label = findingText(summary->finding);
    if (summary->finding == Finding::NotMeasurable) {
        cell.kind = StageCell::Kind::NotMeasurable;
        cell.label = findingText(Finding::NotMeasurable);
    } else if (summary->strength <= 0) {
        cell.wedges = {};
    } else {
        cell.label = strengthText(summary->strength);
    }
    return cell;
}

/// Scores of the type on one map, from the least (or 0) to the largest.
void fillScores(StageGrid& grid, const ScanReport& report, HeadType type)
{
    for (const HeadReport& head : report.heads) {
        const TypeSummary* summary = head.of(type);
        if (summary && summary->finding != Finding::NotMeasurable) {
            grid.bound = std::max(grid.bound, summary->score);
            grid.lowest = std::min(grid.lowest, summary->score);
        }
    }
    grid.isDiverging = grid.lowest < 0;
    if (grid.isDiverging) {
        grid.bound = std::max(grid.bound, -grid.lowest);
        grid.lowest = -grid.bound;
    }
    for (std::size_t i = 0; i < grid.cells.size(); ++i) {
        const TypeSummary* summary = report.heads[i].of(type);
        StageCell& cell = grid.cells[i];
        if (!summary)
            continue;
        cell.kind = StageCell::Kind::Value;
        cell.confidence = summary->confidence;
        if (summary->finding == Finding::NotMeasurable) {
            cell.kind = StageCell::Kind::NotMeasurable;
            cell.label = findingText(Finding::NotMeasurable);
            continue;
        }
        const double range = grid.bound - grid.lowest;
        cell.value = range > 0 ? (summary->score - grid.lowest) / range : 0;
        cell.label = numberText(summary->score, 2);
    }
}

void fillChanges(StageGrid& grid, const StagesModel& model)
{
    const auto a = model.reportOf(model.shown().a);
    const auto b = model.reportOf(model.shown().b);
    if (!a || !b)
        return;
    const std::vector<StageStrengths> changes =
        stageChanges(*a, model.shown().a.task, *b, model.shown().b.task);
    grid.isDiverging = true;
    const auto largest = [](const StageStrengths& change) {
        return std::max_element(change.begin(), change.end(), [](double left, double right) {
            return std::fabs(left) < std::fabs(right);
        });
    };
    for (const StageStrengths& change : changes)
        grid.bound = std::max(grid.bound, std::fabs(*largest(change)));
    grid.lowest = -grid.bound;
    for (std::size_t i = 0; i < changes.size() && i < grid.cells.size(); ++i) {
        const auto most = largest(changes[i]);
        StageCell& cell = grid.cells[i];
        cell.kind = StageCell::Kind::Value;
        cell.value = grid.bound > 0 ? 0.5 + 0.5 * *most / grid.bound : 0.5;
        cell.label = std::fabs(*most) < 0.005
            ? signedText(0, 2)
            : QStringLiteral("%1 %2").arg(
                stageLetters(static_cast<Stage>(most - changes[i].begin())), signedText(*most, 2));
    }
}

} // namespace

StageGrid stageGrid(const StagesModel& model)
{
    StageGrid grid;
    const auto report = model.report();
    if (!report)
        return grid;
    const StagesShown& shown = model.shown();
    grid.nLayers = report->model.nLayers;
    grid.nHeads = report->model.nHeads;
    grid.cells.resize(report->heads.size());
    switch (shown.mode) {
    case StagesShown::Mode::RawScore:
        fillScores(grid, *report, shown.type);
        break;
    case StagesShown::Mode::Difference:
        fillChanges(grid, model);
        break;
    case StagesShown::Mode::Stage:
    case StagesShown::Mode::Type:
        for (std::size_t i = 0; i < grid.cells.size(); ++i)
            grid.cells[i] = shown.mode == StagesShown::Mode::Stage ? stageCell(report->heads[i], shown.task)
                                                                   : typeCell(report->heads[i], shown.type);
        break;
    }
    for (std::size_t i = 0; i < grid.cells.size() && shown.onlyOfType; ++i)
        grid.cells[i].faded = !hasType(report->heads[i], shown.type);
    if (const auto composition = model.composition(); composition && fits(*composition, grid))
        grid.edges = strongestCompositions(*composition);
    return grid;
}

std::vector<HeadIndex> listedHeads(const StagesModel& model)
{
    std::vector<HeadIndex> listed;
    if (!model.report())
        return listed;
    for (const HeadReport& head : model.report()->heads) {
        if (!model.shown().onlyOfType || hasType(head, model.shown().type))
            listed.push_back(head.head);
    }
    return listed;
}

} // namespace headwaters
