#pragma once

#include "widgets/head/headcontent.h"
#include "widgets/theme/theme.h"

#include <QAbstractScrollArea>
#include <QRectF>

#include <memory>
#include <optional>
#include <vector>

namespace headwaters {

/// The prompt as running text. Each token's ground is the shown destination's value for it, in the colours of
/// the map; the destination is outlined. A click makes a token the destination, Shift + click the source.
class RunningText : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit RunningText(const Theme& theme, QWidget* parent = nullptr);

    void setContent(std::shared_ptr<const HeadContent> content);
    /// The row whose values are shown; without one the text is plain.
    void setShown(std::optional<int> query, std::optional<int> key, bool locked);

    /// Where a token stands in the viewport, scrolling included.
    [[nodiscard]] QRectF tokenRect(int position) const;
    [[nodiscard]] std::optional<int> tokenAt(QPointF point) const;
    /// The height that shows all of the text at a width.
    [[nodiscard]] int heightFor(int width) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

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
    /// Where the tokens stand; a token that begins a line loses the space in front of it.
    [[nodiscard]] std::vector<QRectF> flow(int width) const;
    [[nodiscard]] bool beginsLine(int position) const;
    /// The first token is the beginning-of-text chip and no word.
    [[nodiscard]] bool beginsWithChip() const;
    void measure();
    void layOut();
    [[nodiscard]] QFont fontFor(int position) const;

    const Theme& m_theme;
    std::shared_ptr<const HeadContent> m_content;
    std::vector<double> m_widths; ///< of the tokens' texts
    double m_space = 0; ///< width of a space
    std::vector<QRectF> m_boxes; ///< of the tokens, before scrolling
    std::optional<int> m_shownQuery;
    std::optional<int> m_shownKey;
    bool m_locked = false;
    bool m_underMouse = false;
};

} // namespace headwaters
