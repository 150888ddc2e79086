#pragma once

#include "widgets/export/figure.h"
#include "widgets/lens/lenscontent.h"

#include <optional>
#include <vector>

namespace headwaters {

/// The rank watch: the ranks of words through the layers, on a logarithmic axis with rank 0 on top, words at
/// the ends of their lines.
struct RankWatchLayout {
    QRectF plot; ///< the first row at its left edge, the output at its right
    std::vector<std::size_t> rows; ///< of the lens, in forward order
    std::vector<int> ticks; ///< ranks 0, 9, 99, ... up to the largest
    double labels = 0; ///< x where the words begin
    std::vector<double> labelLines; ///< [word] y of its name, apart from the others
    double lowest = 1; ///< log10(1 + rank) at the lower edge

    [[nodiscard]] static RankWatchLayout
    of(const QRectF& area, const LensContent& content, const FigureStyle& style);
    [[nodiscard]] double x(std::size_t at) const; ///< of the n-th row
    [[nodiscard]] double y(int rank) const;
    [[nodiscard]] QPointF point(const LensContent& content, std::size_t word, std::size_t at) const;
};

/// A point of the watch: a word and the n-th of the layout's rows.
struct WatchPoint {
    std::size_t word = 0;
    std::size_t at = 0;

    bool operator==(const WatchPoint&) const = default;
};
/// The point nearest to `at` within `reach`.
[[nodiscard]] std::optional<WatchPoint>
watchPointAt(const RankWatchLayout& layout, const LensContent& content, QPointF at, double reach);

void paintRankWatch(
    QPainter& painter, const RankWatchLayout& layout, const LensContent& content, const FigureStyle& style);

} // namespace headwaters
