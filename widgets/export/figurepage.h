#pragma once

#include "widgets/export/figure.h"
#include "widgets/export/figureoptions.h"
#include "widgets/export/textblock.h"

#include <QRectF>
#include <QSizeF>

#include <optional>
#include <vector>

namespace headwaters {

/// A figure set on paper: title, drawing, caption, hairline, provenance. The one drawing behind the preview
/// and every file. The figure must outlive the page.
///
/// The page has units of its own: running text is `baseSize` units high, as maps have it on the screen, so
/// that a figure is the same drawing on both, and `unitsPerPoint` says how large a unit is on paper.
class FigurePage {
public:
    static constexpr int baseSize = 11;

    FigurePage(const Figure& figure, const FigureOptions& options);

    [[nodiscard]] const Figure& figure() const { return m_figure; }
    [[nodiscard]] const FigureOptions& options() const { return m_options; }
    /// Size on paper, in whole points (1/72 inch), since PDF pages are.
    [[nodiscard]] QSizeF points() const { return m_points; }
    /// Size on paper in millimetres.
    [[nodiscard]] QSizeF millimetres() const;
    /// Size in the units of the page.
    [[nodiscard]] QSizeF units() const { return m_points * unitsPerPoint(); }
    [[nodiscard]] double unitsPerPoint() const { return baseSize / m_options.points; }
    /// The smallest text of the page's own, in points.
    [[nodiscard]] double smallestText() const;

    /// Draws the page at the painter's origin, in the units of the page.
    void paint(QPainter& painter) const;
    /// Draws the page into `target`, whatever the painter's units.
    void paint(QPainter& painter, const QRectF& target) const;

private:
    /// The text beside or below the drawing, one paragraph below the other.
    struct Notes {
        std::vector<TextBlock> blocks;
        std::optional<std::size_t> lineBefore; ///< a hairline above this block
        double height = 0;
    };

    /// Where things stand on a page of the size so far.
    struct Layout {
        QRectF title, figure, notes;
        double figureScale = 1; ///< below 1 where the figure does not fit otherwise
        double notesScale = 1;
    };

    [[nodiscard]] Notes notes(double width) const;
    void layOutColumn();
    void layOutSlide();
    [[nodiscard]] Layout slideWithNotesBelow(const QRectF& area) const;
    [[nodiscard]] Layout slideWithNotesBeside(const QRectF& area) const;
    void fitFigure(Layout& layout, const QRectF& area) const;
    void fitNotes(Layout& layout, const QRectF& area) const;

    const Figure& m_figure;
    FigureOptions m_options;
    FigureStyle m_style;
    QFont m_titleFont;
    QFont m_smallMono;
    QSizeF m_points;
    Layout m_layout;
    std::optional<TextBlock> m_title;
    Notes m_notes;
};

} // namespace headwaters
