#pragma once

#include "widgets/common/dragpan.h"
#include "widgets/lens/lenstablepainting.h"
#include "widgets/theme/theme.h"

#include <QAbstractScrollArea>

#include <memory>
#include <optional>

namespace headwaters {

/// The lens table on the screen: scrolls where it does not fit, with row names and tokens in place. Hover
/// previews, a click chooses the position.
class LensTableView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit LensTableView(const Theme& theme, QWidget* parent = nullptr);

    void setContent(std::shared_ptr<const LensContent> content);
    /// The position in front, outlined in the output row; and whether it is locked.
    void setPosition(std::optional<int> position, bool isLocked);
    /// The height that shows all rows.
    [[nodiscard]] int fullHeight() const;
    [[nodiscard]] QRect cellRect(int shownRow, int position) const; ///< in the viewport
    /// Three lines: what, value, hook.
    [[nodiscard]] QString tipText(int shownRow, int position) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void positionHovered(std::optional<int> position);
    void positionClicked(int position);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    [[nodiscard]] FigureStyle style() const;
    [[nodiscard]] std::optional<std::pair<int, int>> cellAt(const QPoint& point) const;
    void arrange();
    void setHovered(std::optional<std::pair<int, int>> cell);
    void describeTable();

    const Theme& m_theme;
    std::shared_ptr<const LensContent> m_content;
    LensTableLayout m_layout;
    std::optional<int> m_position;
    bool m_isLocked = false;
    std::optional<std::pair<int, int>> m_hovered; ///< drawn row and place of the position
    DragPan m_pan{*this};
};

} // namespace headwaters
