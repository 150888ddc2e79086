#pragma once

#include "widgets/compare/comparison.h"
#include "widgets/head/headfigure.h"

#include <memory>
#include <optional>

namespace headwaters {

/// The figure of what the Head view shows: one side, both, or their difference. Null where a side that it
/// needs has nothing. `directions` stand below the map of A alone.
[[nodiscard]] std::unique_ptr<Figure> shownFigure(
    Comparison::Shown shown, std::optional<HeadFigureSide> a, std::optional<HeadFigureSide> b,
    double lineShare, std::shared_ptr<const DirectionContent> directions = nullptr);

} // namespace headwaters
