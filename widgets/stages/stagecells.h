#pragma once

#include "widgets/stages/stagesmodel.h"

#include <optional>
#include <vector>

namespace headwaters {

/// What a cell of the grid shows of its head.
struct StageCell {
    enum class Kind {
        Waiting, ///< has not arrived: an empty hairline cell
        Wedges, ///< a disc
        Value, ///< a cell of a colour map
        Inactive,
        NotMeasurable,
    };

    Kind kind = Kind::Waiting;
    StageStrengths wedges = {}; ///< drawn in proportion
    double strength = 0; ///< of the disc: its opacity
    std::optional<double> value; ///< place on the colour map, 0 to 1; none: unknown
    Confidence confidence = Confidence::None; ///< the border
    QString label; ///< below the disc, or on the cell
    bool faded = false;
};

/// The grid as a value, drawn the same on the screen and on paper.
struct StageGrid {
    int nLayers = 0;
    int nHeads = 0;
    std::vector<StageCell> cells; ///< layer by layer
    bool isDiverging = false; ///< the colour map of Value cells
    double bound = 0; ///< the number at its upper end; 0: no Value cells
    double lowest = 0; ///< the number at its lower end
    std::optional<HeadIndex> locked;
    std::optional<HeadIndex> hovered;
    std::vector<CompositionEdge> edges; ///< drawn over the cells

    [[nodiscard]] const StageCell& at(HeadIndex head) const
    {
        return cells[static_cast<std::size_t>(head.layer * nHeads + head.head)];
    }
};

/// The grid that the model shows; empty where it has no report, or the sides of a difference are not there.
[[nodiscard]] StageGrid stageGrid(const StagesModel& model);

/// Heads that are listed: all, or those that have the shown type.
[[nodiscard]] std::vector<HeadIndex> listedHeads(const StagesModel& model);

} // namespace headwaters
