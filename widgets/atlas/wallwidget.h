#pragma once

#include "widgets/atlas/wallpainter.h"
#include "widgets/selection/selection.h"
#include "widgets/theme/theme.h"

#include <QAbstractScrollArea>
#include <QVariantAnimation>

#include <memory>
#include <optional>

namespace headwaters {

/// The wall as a control: hover previews, click locks, wheel and +/- zoom about the mouse until a thumbnail
/// becomes the Head view. Paints only what is visible and, on a new selection, only the cells concerned.
class WallWidget : public QAbstractScrollArea {
    Q_OBJECT

public:
    WallWidget(const Theme& theme, Selection& selection, QWidget* parent = nullptr);

    /// Takes the layers of a run; null entries have not arrived. `effects` may be null.
    void setRun(int nLayers, int nHeads, const Layers& layers, std::shared_ptr<const EffectSummary> effects);
    void setRanking(const HeadRanking& ranking, int top);
    /// Lights token positions of a prompt of `tokenCount` tokens.
    void setMarks(const std::vector<int>& positions, int tokenCount);
    /// One line at the left of the legend.
    void setNote(const QString& note);
    /// Lays the panel colour over the content: it belongs to another prompt.
    void setDimmed(bool dimmed);

    [[nodiscard]] const WallLayout& wallLayout() const { return m_layout; }
    [[nodiscard]] const WallPicture& picture() const { return m_picture; }
    [[nodiscard]] const Layers& layers() const { return m_layers; }
    [[nodiscard]] const EffectSummary* effects() const { return m_effects.get(); }
    /// Side of a cell over the side at which the wall fits.
    [[nodiscard]] double zoom() const;
    /// Description of a head as the screen reader says it, `locked` included.
    [[nodiscard]] QString headText(HeadIndex head) const;

    /// Draws `exposed` of the viewport into any painter, as a paint event does: what `bench` times.
    void paintPart(QPainter& painter, const QRect& exposed);

    /// Locks the head, or releases it.
    void toggle(HeadIndex head) { m_selection.toggleHead(head); }

    void zoomIn();
    void zoomOut();
    /// Back to the size that fits.
    void fit();

Q_SIGNALS:
    /// A head was opened: double click, Enter, or zoomed in until it filled the wall. It is locked already.
    void openHead(headwaters::HeadIndex head);
    void zoomChanged(double zoom);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void relayout();
    void followTheme();
    void followSelection();
    void updateHead(const std::optional<HeadIndex>& head);
    [[nodiscard]] std::optional<HeadIndex> headAt(const QPointF& point) const;
    [[nodiscard]] bool hasArrived(HeadIndex head) const;
    void open(HeadIndex head);
    void scrollTo(const QPointF& scroll);

    [[nodiscard]] double fitCell() const;
    /// The side of a cell from which on it becomes the Head view.
    [[nodiscard]] double openingCell() const;
    /// Where keys and buttons zoom: the mouse if it is on the wall, else the locked head, else the middle.
    [[nodiscard]] QPointF zoomAnchor() const;
    void setCell(double cell, const QPointF& anchor);
    void glideTo(double cell);

    const Theme& m_theme;
    Selection& m_selection;
    WallStyle m_style;
    WallPicture m_picture;
    WallImages m_images;
    WallLayout m_layout;
    Layers m_layers;
    std::shared_ptr<const EffectSummary> m_effects;
    int m_nLayers = 0;
    int m_nHeads = 0;
    bool m_dimmed = false;

    double m_cell = 0; ///< exact side of a cell; the layout has whole pixels
    bool m_fitted = true; ///< follows the window until somebody zooms
    QVariantAnimation m_glide;
    QPointF m_glideAnchor;

    std::optional<QPoint> m_pressed;
    bool m_panning = false;
    QPoint m_panFrom;
};

} // namespace headwaters
