#pragma once

#include <QByteArray>

namespace headwaters {

/// Replaces the unsmoothed images in an SVG of QSvgGenerator by their pixels as paths, one path a colour.
/// Many viewers (librsvg among them) smooth every image whatever its `image-rendering` says, and a smoothed
/// map shows attention that is not there. Where all images together have more than `largest` pixels they stay
/// images: their cells are tiny then, and the file would be large.
void drawImagesAsCells(QByteArray& svg, qsizetype largest = 65536);

} // namespace headwaters
