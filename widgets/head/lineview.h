#pragma once

#include "widgets/head/attentionlines.h"
#include "widgets/theme/theme.h"

#include <QAbstractScrollArea>
#include <QPixmap>

#include <memory>
#include <optional>

namespace headwaters {

/// Destinations on the left, sources on the right, a curve per pair for the top of the mass. Positions keep a
/// legible distance; what does not fit scrolls, and the shown row is brought into sight.
class LineView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit LineView(const Theme& theme, QWidget* parent = nullptr);

    void setContent(std::shared_ptr<const HeadContent> content);
    /// Share of the mass that is drawn, 0 to 1.
    void setShare(double share);
    [[nodiscard]] double share() const { return m_share; }
    [[nodiscard]] const LineChoice& choice() const { return m_choice; }
    void setShown(std::optional<int> query, std::optional<int> key);

    /// The height of the two words above the lines.
    static constexpr int heading = 20;
    /// The least height that shows this many tokens without scrolling.
    [[nodiscard]] static int heightFor(int tokens);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// Where the columns lie now, scrolling included.
    [[nodiscard]] LineFrame frame() const;

Q_SIGNALS:
    void hovered(std::optional<int> query, std::optional<int> key);
    void clicked(int query, int key);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    /// What stands under the mouse: a row (left), a source (right) or a line (between).
    struct Hit {
        std::optional<int> query;
        std::optional<int> key;
    };

    [[nodiscard]] Hit hitAt(QPointF point) const;
    [[nodiscard]] FigureStyle style() const;
    void choose();
    /// Names the strongest source of the shown row where it lies out of sight.
    void paintSourceOutOfSight(QPainter& painter, const LineFrame& at) const;
    void forget();
    void updateScrollBar();
    void showRow(int row);

    const Theme& m_theme;
    std::shared_ptr<const HeadContent> m_content;
    LineChoice m_choice;
    double m_share = 0.7;
    double m_labelWidth = 0;
    std::optional<int> m_shownQuery;
    std::optional<int> m_shownKey;
    QPixmap m_lines; ///< all lines in view; hovering draws on top of it
    int m_due = 0; ///< lines in view
    bool m_underMouse = false;
};

} // namespace headwaters
