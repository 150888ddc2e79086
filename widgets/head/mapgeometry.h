#pragma once

#include "widgets/export/figure.h"
#include "widgets/head/headcontent.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <optional>

namespace headwaters {

/// A cell of a map: destination row, source column.
struct MapCell {
    int query = 0;
    int key = 0;

    bool operator==(const MapCell&) const = default;
};

/// The part of a square map that is visible, in cells: cell i covers [i, i + 1).
struct MapWindow {
    double left = 0;
    double top = 0;
    double count = 1; ///< rows = columns

    /// Kept inside a map of `size` cells a side, at least 4 of them or all visible.
    [[nodiscard]] MapWindow within(int size) const;
    /// Enlarged by `factor` about a point of the picture, given in shares of its width and height.
    [[nodiscard]] MapWindow zoomed(double factor, QPointF about, int size) const;

    bool operator==(const MapWindow&) const = default;
};

/// Where the visible part of a map lies in a picture.
struct MapFrame {
    QRectF area; ///< of the cells, square
    MapWindow window;
    int size = 0; ///< T

    [[nodiscard]] double cell() const { return area.width() / window.count; }
    [[nodiscard]] double x(double key) const { return area.left() + (key - window.left) * cell(); }
    [[nodiscard]] double y(double query) const { return area.top() + (query - window.top) * cell(); }
    [[nodiscard]] QRectF cellRect(MapCell at) const { return {x(at.key), y(at.query), cell(), cell()}; }
    /// The cell under a point of `area`; none outside it.
    [[nodiscard]] std::optional<MapCell> cellAt(QPointF point) const;
    [[nodiscard]] int firstRow() const;
    [[nodiscard]] int lastRow() const;
    [[nodiscard]] int firstColumn() const;
    [[nodiscard]] int lastColumn() const;
    /// The whole map is visible.
    [[nodiscard]] bool isWhole() const { return window.count >= size; }
};

/// How the labels of one axis are written.
struct LabelPlan {
    int step = 1; ///< every `step`-th position
    bool numbers = false; ///< position numbers instead of tokens
};

/// What a map figure may hold and how large its cells may grow.
struct MapRequest {
    bool strips = true; ///< received and given mass
    bool legend = true; ///< the colour scale
    bool scaleInTriangle = false; ///< the colour scale may stand in the masked triangle
    bool wholeCells = false; ///< cells of whole pixels, as long as that costs little room
    double largestCell = 48;
};

/// The places of everything around a map. Made for the whole map; zooming changes the window, not the places.
struct MapLayout {
    QRectF map;
    QRectF received; ///< above the map; empty without strips
    QRectF given; ///< right of the map; empty without strips
    QRectF captions; ///< the line above the strips; empty without strips
    QRectF rowLabels; ///< left of the map
    QRectF columnLabels; ///< below the map
    QRectF scale; ///< empty without legend or where it stands in the triangle
    bool scaleInTriangle = false;
    QRectF bounds; ///< of everything

    /// Fits the map into `area`, at its upper left.
    [[nodiscard]] static MapLayout
    fit(const QRectF& area, const HeadContent& content, const FigureStyle& style, const MapRequest& request);
    /// The labels of both axes for cells of this size.
    [[nodiscard]] static LabelPlan labelPlan(double cell, const FigureStyle& style);
};

/// The size of a font in the painter's units.
[[nodiscard]] double fontSize(const QFont& font);
/// The style's mono font for one token; letters beyond Latin-1 are shaped.
[[nodiscard]] QFont labelFont(const FigureStyle& style, const QString& text, bool bold = false);
/// Nine tenths of a font: 10 px beside 11 px.
[[nodiscard]] QFont smallerFont(QFont font);
/// The width of a hairline: one pixel beside the 11 px of the screen, in proportion on paper.
[[nodiscard]] double hairline(const FigureStyle& style);
/// A label no wider than 12 letters.
[[nodiscard]] QString shortLabel(const QString& label);

} // namespace headwaters
