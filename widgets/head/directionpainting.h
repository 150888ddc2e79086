#pragma once

#include "widgets/export/figure.h"
#include "widgets/head/directioncontent.h"

#include <QPainter>
#include <QRectF>

namespace headwaters {

// The panels of a head's singular directions. Screen and paper draw with these same functions; distances
// follow the style's font.

/// Where the parts of a score row lie in an area.
struct ScoreRowLayout {
    QRectF header;
    QRectF dimensions; ///< bars
    QRectF dimensionSum;
    QRectF directions; ///< bars
    QRectF directionSum;
    double slot = 0; ///< width of one bar with its gap

    [[nodiscard]] static ScoreRowLayout
    of(const QRectF& area, const DirectionContent& content, const FigureStyle& style);
    /// The direction whose slot of the lower strip holds a point; none outside.
    [[nodiscard]] std::optional<int> directionAt(QPointF point, int dHead) const;
    /// The height that shows bars well.
    [[nodiscard]] static double height(const FigureStyle& style);
};

/// The score of the pair as a sum, twice: by dimension and by direction, both on one scale.
void paintScoreRow(
    QPainter& painter, const QRectF& area, const DirectionContent& content, const FigureStyle& style);

/// Where the dots of a spectrum lie: each curve is scaled to its own largest value.
struct SpectrumLayout {
    QRectF title;
    QRectF plot;

    [[nodiscard]] static SpectrumLayout of(const QRectF& area, const FigureStyle& style);
    [[nodiscard]] QPointF point(const std::vector<double>& values, int direction) const;
    /// The direction nearest to a point of the plot.
    [[nodiscard]] std::optional<int> directionAt(QPointF point, int dHead) const;
};

/// Singular values of QK (solid) and OV (dotted); the direction has a ring.
void paintSpectrum(
    QPainter& painter, const QRectF& area, const DirectionContent& content, const FigureStyle& style);

/// The share of the score against the number of directions, with lines at none and all; of the map where
/// there is no pair. It passes above 1 or below 0 where the shares do. Bins lie between `left` and `right`.
void paintShares(
    QPainter& painter, const QRectF& area, const DirectionContent& content, const FigureStyle& style);

/// The words that the direction reads and writes, in three columns.
void paintWords(
    QPainter& painter, const QRectF& area, const DirectionContent& content, const FigureStyle& style);

} // namespace headwaters
