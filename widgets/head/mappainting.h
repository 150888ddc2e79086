#pragma once

#include "widgets/head/mapgeometry.h"

#include <QImage>
#include <QPainter>

namespace headwaters {

/// The parts of a map picture. Screen and paper draw with these same functions; fonts and distances follow
/// the style, so that only the painter differs.

/// The whole map as an image of T x T pixels, one pixel a cell: masked in panel colour, faded sinks at 34 %.
[[nodiscard]] QImage mapImage(const HeadContent& content, const Palette& palette);
/// The visible part as an image of `width` x `width` pixels where a cell is smaller than a pixel: each pixel
/// shows the strongest of its cells, so that thin lines do not vanish.
[[nodiscard]] QImage
reducedMapImage(const HeadContent& content, const Palette& palette, const MapWindow& window, int width);
/// The cell that `reducedMapImage` shows at a pixel of the given extent in cells: the strongest in the block
/// that begins at (`query`, `key`); none where all of them are masked.
[[nodiscard]] std::optional<MapCell>
strongestCell(const HeadContent& content, double query, double key, double extent);

/// Cell borders of the unmasked part, the words in the masked part, crosses, `I`, cut marks and numbers.
void paintMapMarks(
    QPainter& painter, const MapFrame& frame, const HeadContent& content, const FigureStyle& style);
/// Tokens or position numbers on both axes; `shown` is set bold.
void paintMapLabels(
    QPainter& painter, const MapFrame& frame, const MapLayout& layout, const HeadContent& content,
    const FigureStyle& style, std::optional<int> boldRow, std::optional<int> boldColumn);
/// Received mass above, given mass right, with their captions.
void paintMapStrips(
    QPainter& painter, const MapFrame& frame, const MapLayout& layout, const HeadContent& content,
    const FigureStyle& style);
/// The colour scale with its bounds.
void paintMapScale(
    QPainter& painter, const MapFrame& frame, const MapLayout& layout, const HeadContent& content,
    const FigureStyle& style);

} // namespace headwaters
