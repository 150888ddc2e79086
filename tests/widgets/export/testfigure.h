#pragma once

#include "widgets/export/figure.h"

namespace headwaters {

/// A causal map of 15 tokens with labels, a frame and a legend: what any map of the application draws, small
/// enough to check. `values` is [query, key].
class TestFigure : public Figure {
public:
    static constexpr int size = 15;

    explicit TestFigure(
        QString prompt = QStringLiteral("When Mary and John went to the store, John gave a book to"));

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString caption() const override;
    [[nodiscard]] Provenance provenance() const override;
    [[nodiscard]] QString fileStem() const override;
    [[nodiscard]] double heightForWidth(double width, const FigureStyle& style) const override;
    void paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;
    [[nodiscard]] FigureData data() const override;

    [[nodiscard]] static float value(int query, int key);

private:
    QString m_prompt;
};

} // namespace headwaters
