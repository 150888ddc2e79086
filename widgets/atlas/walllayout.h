#pragma once

#include "core/base/headindex.h"

#include <QPointF>
#include <QRectF>

#include <optional>

namespace headwaters {

/// Lengths around the cells of the wall. On the screen `unit` is one logical pixel; on paper every length
/// scales with the size of the type.
struct WallFrame {
    double unit = 1;
    double left = 40; ///< row heads
    double top = 19; ///< column heads
    double bottom = 37; ///< legend
    double strip = 112; ///< score strip, at least
    double largestStrip = 480;
};

/// A run of rows or columns: `first` up to, not including, `end`.
struct IndexRange {
    int first = 0;
    int end = 0;
};

/// Where everything on the layer x head wall stands, by arithmetic alone.
///
///     | left | cells: heads x layers, scrolled, clipped | strip |
///
/// The frame is fixed; only the cells (with their heads and their part of the strip) scroll. All rectangles
/// are in the coordinates of `area`.
class WallLayout {
public:
    static constexpr double smallestFitCell = 40; ///< below this the wall scrolls
    static constexpr double largestFitCell = 120;
    static constexpr double smallestCell = 6; ///< zoomed out

    WallLayout() = default;
    /// `cell` is the side of a thumbnail; `scroll` is clipped to what there is to scroll.
    WallLayout(
        int nLayers, int nHeads, const QRectF& area, double cell, const QPointF& scroll = {},
        const WallFrame& frame = {});

    /// The guide's size of a cell: min((width - 40 - 112) / heads - 12, (height - 56) / layers - 8), 40 to
    /// 120, in whole pixels. `area` is the view without its two header rows (82 high).
    [[nodiscard]] static double fitCell(const QSizeF& area, int nLayers, int nHeads);
    /// The largest cell at which the whole wall is seen, at least `smallestCell`, at most `fitCell`.
    [[nodiscard]] static double overviewCell(const QSizeF& area, int nLayers, int nHeads);
    /// The wall in full for a sheet of this width, whatever the height; lengths scale with `unit`.
    [[nodiscard]] static WallLayout
    forPaper(int nLayers, int nHeads, const QPointF& topLeft, double width, double unit);

    [[nodiscard]] int nLayers() const { return m_nLayers; }
    [[nodiscard]] int nHeads() const { return m_nHeads; }
    [[nodiscard]] double unit() const { return m_frame.unit; }
    [[nodiscard]] const QRectF& area() const { return m_area; }
    [[nodiscard]] double cell() const { return m_cell; }
    [[nodiscard]] double pitchX() const { return m_cell + m_gapX; }
    [[nodiscard]] double pitchY() const { return m_cell + m_gapY; }
    [[nodiscard]] const QPointF& scroll() const { return m_scroll; }
    /// How far the cells can be scrolled; 0 where all of them are seen.
    [[nodiscard]] QPointF largestScroll() const;

    /// Where cells are seen.
    [[nodiscard]] QRectF cells() const { return m_cells; }
    [[nodiscard]] QRectF cellRect(HeadIndex head) const;
    /// The image inside the cell: 4 px from its edge, less in small cells.
    [[nodiscard]] QRectF imageRect(HeadIndex head) const;
    /// All that is drawn for a cell: the outline and the padlock stand outside of it.
    [[nodiscard]] QRectF paintedRect(HeadIndex head) const;
    /// Where the axis of a layer's scores stands.
    [[nodiscard]] QRectF stripRow(int layer) const;
    /// Centre of a head's dot; `position` is 0 at the low end of the axis, 1 at the high end.
    [[nodiscard]] QPointF dot(HeadIndex head, double position) const;
    [[nodiscard]] double dotRadius() const;
    [[nodiscard]] QRectF columnHeads() const;
    [[nodiscard]] QRectF rowHeads() const;
    [[nodiscard]] QRectF legend() const;

    /// The layers and heads whose cells touch `exposed`.
    [[nodiscard]] IndexRange layersIn(const QRectF& exposed) const;
    [[nodiscard]] IndexRange headsIn(const QRectF& exposed) const;

    /// The head under a point, half of the gap around it included.
    [[nodiscard]] std::optional<HeadIndex> headAt(const QPointF& point) const;
    /// The head whose cell is nearest.
    [[nodiscard]] HeadIndex nearestHead(const QPointF& point) const;

    /// The scroll with which, after the cell has become `cell`, the same place of the wall lies under
    /// `anchor`.
    [[nodiscard]] QPointF scrollKeeping(const QPointF& anchor, double cell) const;
    /// The smallest change of scroll that shows the head's cell in full.
    [[nodiscard]] QPointF scrollShowing(HeadIndex head) const;

private:
    int m_nLayers = 0;
    int m_nHeads = 0;
    QRectF m_area;
    WallFrame m_frame;
    double m_cell = 0;
    double m_gapX = 0;
    double m_gapY = 0;
    QPointF m_scroll;
    QRectF m_cells;
};

} // namespace headwaters
