#pragma once

#include "widgets/export/figure.h"

#include <memory>

namespace headwaters {

/// Two figures of one kind beside each other, A at the left and B at the right, each under its model and
/// prompt; one below the other where the page is narrow.
class SideBySideFigure : public Figure {
public:
    SideBySideFigure(std::unique_ptr<Figure> a, std::unique_ptr<Figure> b);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString caption() const override;
    [[nodiscard]] Provenance provenance() const override;
    [[nodiscard]] QString fileStem() const override;
    [[nodiscard]] double heightForWidth(double width, const FigureStyle& style) const override;
    void paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;
    /// The tensors of both: `a` and `b` where each has one, else `a_NAME` and `b_NAME`. The rows of A and
    /// then of B, with the side in a first column.
    [[nodiscard]] FigureData data() const override;

private:
    struct Places;
    [[nodiscard]] Places places(const QRectF& area, const FigureStyle& style) const;
    [[nodiscard]] QString heading(const QString& side, const Figure& figure) const;

    std::unique_ptr<Figure> m_a;
    std::unique_ptr<Figure> m_b;
};

} // namespace headwaters
