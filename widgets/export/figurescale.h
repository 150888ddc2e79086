#pragma once

#include "widgets/export/figure.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

/// A pixel of a screen whose running text is `screenSize` high, in the units that a figure is drawn in.
[[nodiscard]] inline double unitOf(const FigureStyle& style, double screenSize)
{
    const double size = style.words.pixelSize() > 0 ? style.words.pixelSize() : style.words.pointSizeF();
    return size / screenSize;
}

/// 0.9 of the font: the smallest text of a figure.
[[nodiscard]] inline QFont smaller(QFont font)
{
    if (font.pixelSize() > 0)
        font.setPixelSize(std::max(1, static_cast<int>(std::lround(0.9 * font.pixelSize()))));
    else
        font.setPointSizeF(0.9 * font.pointSizeF());
    return font;
}

} // namespace headwaters
