#pragma once

#include "widgets/theme/colours.h"

#include <QString>

#include <optional>

namespace headwaters {

/// Where a figure will stand: in a column of a paper, across two, or on a slide of 16:9.
enum class PageWidth { OneColumn, TwoColumns, Slide };

/// What the person chooses for a figure on paper; the defaults are those of the command line.
struct FigureOptions {
    PageWidth width = PageWidth::OneColumn;
    double millimetres = 85; ///< width of the page; a slide is 9/16 of it high, otherwise the height follows
    double points = 8; ///< size of running text
    bool dark = false;
    SequentialMap map = SequentialMap::Viridis;
    StageSet stages = StageSet::Survey;
    bool legend = true;
    bool caption = true;
    bool provenance = true; ///< all its lines; the prompt stands in the figure without it too
    std::optional<QString> captionText; ///< instead of the figure's own
    int dpi = 300; ///< of PNG
};

/// 85, 176 and 254 mm, with 8, 8 and 14 points.
[[nodiscard]] FigureOptions defaultOptions(PageWidth width);

} // namespace headwaters
