#pragma once

#include "core/base/headindex.h"
#include "core/results/modelinfo.h"
#include "widgets/atlas/wallaxis.h"

#include <QPointF>
#include <QRectF>

#include <optional>

namespace headwaters {

/// How many rows and columns the wall has, and which columns share keys and values.
struct WallShape {
    int nLayers = 0;
    int nHeads = 0;
    HeadGroups groups{};

    [[nodiscard]] static WallShape of(const ModelInfo& model)
    {
        return {model.nLayers, model.nHeads, {model.nHeads, model.nKeyValueHeads}};
    }
    bool operator==(const WallShape&) const = default;
    [[nodiscard]] bool contains(HeadIndex head) const
    {
        return head.layer >= 0 && head.layer < nLayers && head.head >= 0 && head.head < nHeads;
    }
};

/// Lengths around the cells of the wall. On the screen `unit` is one logical pixel; on paper every length
/// scales with the size of the type.
struct WallFrame {
    double unit = 1;
    double left = 40; ///< row heads
    double groups = 0; ///< brackets over key/value groups
    double top = 19; ///< column heads
    double bottom = 37; ///< legend
    double strip = 112; ///< score strip, at least
    double largestStrip = 480;

    /// Of the screen.
    [[nodiscard]] static WallFrame of(const WallShape& shape);
    /// What the frame leaves of `area` for cells, the strip at its least width.
    [[nodiscard]] QSizeF room(const QSizeF& area) const;
};

/// Where everything on the layer x head wall stands, by arithmetic alone.
///
///     | left | cells: heads x layers, scrolled, clipped | strip |
///
/// The frame is fixed; only the cells (with their heads and their part of the strip) scroll. Columns whose
/// heads share keys and values stand closer to each other than to the next group. All rectangles are in the
/// coordinates of `area`.
class WallLayout {
public:
    static constexpr double smallestFitCell = 40; ///< below this the wall scrolls
    static constexpr double largestFitCell = 120;
    static constexpr double smallestCell = 6; ///< zoomed out

    WallLayout() = default;
    /// `cell` is the side of a thumbnail; `scroll` is clipped to what there is to scroll.
    WallLayout(const WallShape& shape, const QRectF& area, double cell, const QPointF& scroll = {});

    /// The guide's size of a cell: min((width - 40 - 112) / heads - 12, (height - 56) / layers - 8), 40 to
    /// 120, in whole pixels; groups take a second gap between them and a row of brackets. `area` is the view
    /// without its two header rows (82 high).
    [[nodiscard]] static double fitCell(const QSizeF& area, const WallShape& shape);
    /// The largest cell at which the whole wall is seen, at least `smallestCell`, at most `fitCell`.
    [[nodiscard]] static double overviewCell(const QSizeF& area, const WallShape& shape);
    /// The wall in full for a sheet of this width, whatever the height; lengths scale with `unit`.
    [[nodiscard]] static WallLayout
    forPaper(const WallShape& shape, const QPointF& topLeft, double width, double unit);

    [[nodiscard]] const WallShape& shape() const { return m_shape; }
    [[nodiscard]] int nLayers() const { return m_shape.nLayers; }
    [[nodiscard]] int nHeads() const { return m_shape.nHeads; }
    [[nodiscard]] double unit() const { return m_frame.unit; }
    [[nodiscard]] const QRectF& area() const { return m_area; }
    [[nodiscard]] double cell() const { return m_cell; }
    /// From cell to cell; from group to group there is a gap more.
    [[nodiscard]] double pitchX() const { return m_columns.pitch(); }
    [[nodiscard]] double pitchY() const { return m_rows.pitch(); }
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
    /// Above the column heads; without height where nothing is grouped.
    [[nodiscard]] QRectF groupHeads() const;
    /// Where the bracket over a group stands, the hidden part of it included.
    [[nodiscard]] QRectF groupHead(int group) const;
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
    WallLayout(
        const WallShape& shape, const QRectF& area, double cell, const QPointF& scroll,
        const WallFrame& frame);

    WallShape m_shape;
    QRectF m_area;
    WallFrame m_frame;
    double m_cell = 0;
    WallAxis m_columns;
    WallAxis m_rows;
    QPointF m_scroll;
    QRectF m_cells;
};

} // namespace headwaters
