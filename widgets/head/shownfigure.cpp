#include "widgets/head/shownfigure.h"

#include "widgets/compare/sidebysidefigure.h"
#include "widgets/head/headdifferencefigure.h"

#include <utility>

namespace headwaters {

std::unique_ptr<Figure> shownFigure(
    Comparison::Shown shown, std::optional<HeadFigureSide> a, std::optional<HeadFigureSide> b,
    double lineShare, std::shared_ptr<const DirectionContent> directions)
{
    using Shown = Comparison::Shown;
    const bool lacksA = shown != Shown::B && !a;
    const bool lacksB = shown != Shown::A && !b;
    if (lacksA || lacksB)
        return nullptr;
    HeadFigureOptions options;
    options.lines = shown != Shown::SideBySide; // there the two maps take the width
    options.lineShare = lineShare;
    switch (shown) {
    case Shown::A:
        options.directions = std::move(directions);
        return std::make_unique<HeadFigure>(std::move(*a), options);
    case Shown::B:
        return std::make_unique<HeadFigure>(std::move(*b), options);
    case Shown::SideBySide:
        return std::make_unique<SideBySideFigure>(
            std::make_unique<HeadFigure>(std::move(*a), options),
            std::make_unique<HeadFigure>(std::move(*b), options));
    case Shown::Difference:
        break;
    }
    return std::make_unique<HeadDifferenceFigure>(std::move(*a), std::move(*b), options);
}

} // namespace headwaters
