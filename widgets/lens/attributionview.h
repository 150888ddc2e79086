#pragma once

#include "widgets/lens/attributionpainting.h"
#include "widgets/selection/selection.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <memory>

namespace headwaters {

/// The attribution on the screen: hover previews a head or a source in the selection, a click locks it.
class AttributionView : public QWidget {
    Q_OBJECT

public:
    AttributionView(const Theme& theme, Selection& selection, QWidget* parent = nullptr);

    void setContent(std::shared_ptr<const LensContent> content, AttributionSplit split);
    [[nodiscard]] const AttributionLines& lines() const { return m_lines; }
    [[nodiscard]] AttributionLayout places() const;
    /// What and value of a line, with its hook where it has one.
    [[nodiscard]] QString tipText(bool isPromoted, int row) const;

    [[nodiscard]] QSize sizeHint() const override { return {320, 260}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 120}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] FigureStyle style() const;
    [[nodiscard]] const AttributionLine& line(std::pair<bool, int> place) const;
    void preview(std::optional<std::pair<bool, int>> place);

    const Theme& m_theme;
    Selection& m_selection;
    std::shared_ptr<const LensContent> m_content;
    AttributionLines m_lines;
    std::optional<std::pair<bool, int>> m_lit;
};

} // namespace headwaters
