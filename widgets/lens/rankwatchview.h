#pragma once

#include "widgets/lens/rankwatchpainting.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <memory>

namespace headwaters {

/// The rank watch on the screen; the point under the mouse says its numbers in the tooltip.
class RankWatchView : public QWidget {
    Q_OBJECT

public:
    explicit RankWatchView(const Theme& theme, QWidget* parent = nullptr);

    void setContent(std::shared_ptr<const LensContent> content);
    [[nodiscard]] RankWatchLayout places() const;
    /// What, value and hook of a point.
    [[nodiscard]] QString tipText(const WatchPoint& point) const;

    [[nodiscard]] QSize sizeHint() const override { return {320, 220}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 120}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] FigureStyle style() const;

    const Theme& m_theme;
    std::shared_ptr<const LensContent> m_content;
    std::optional<WatchPoint> m_lit;
};

} // namespace headwaters
