#pragma once

#include "widgets/circuit/circuitdrawing.h"

#include <QWidget>

#include <optional>

namespace headwaters {

/// Height of the legend in a given width.
[[nodiscard]] double circuitLegendHeight(const ShownCircuit& shown, double width, const CircuitStyle& style);
/// What the marks and lines of a circuit mean, of those that it has: in as many lines as the width asks for.
void paintCircuitLegend(
    QPainter& painter, const QRectF& area, const ShownCircuit& shown, const CircuitStyle& style);

/// The legend below the graph on the screen.
class CircuitLegend : public QWidget {
    Q_OBJECT

public:
    explicit CircuitLegend(const Theme& theme, QWidget* parent = nullptr);

    void setShown(const std::optional<ShownCircuit>& shown);

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override { return {600, heightForWidth(600)}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    std::optional<ShownCircuit> m_shown;
};

} // namespace headwaters
