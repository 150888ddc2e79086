#pragma once

#include "widgets/atlas/wallpainter.h"
#include "widgets/selection/selection.h"
#include "widgets/theme/theme.h"

#include <QAbstractScrollArea>
#include <QVariantAnimation>

#include <functional>
#include <memory>
#include <optional>

namespace headwaters {

/// The wall on the screen: laid out, scrolled, zoomed and painted, with the selection drawn on it. Paints
/// only what is visible and, on a new selection, only the cells concerned. What a person does with it is
/// WallWidget's.
class WallCanvas : public QAbstractScrollArea {
    Q_OBJECT

public:
    WallCanvas(const Theme& theme, Selection& selection, QWidget* parent = nullptr);

    /// Takes the layers of a run; null entries have not arrived. `effects` may be null. Of a wall of the same
    /// shape only the rows of other layers are painted again.
    void setRun(const WallShape& shape, const Layers& layers, std::shared_ptr<const EffectSummary> effects);
    void setRanking(const HeadRanking& ranking, int top);
    /// What the thumbnails stand for, where it is not attention from 0 to 1, and how a head is described
    /// then.
    void setScale(const WallScale& scale, std::function<QString(HeadIndex)> describe);
    /// The size that fits shows all columns, however small: for a wall that has only half of the room.
    void setFitsWidth(bool fitsWidth);
    /// Takes over zoom and scroll of another wall, as far as this one reaches.
    void follow(const WallCanvas& other);
    /// Lights token positions of a prompt of `tokenCount` tokens.
    void setMarks(const std::vector<int>& positions, int tokenCount);
    /// What a scan says of the heads; empty: nothing.
    void setRoles(const std::vector<WallRole>& roles)
    {
        if (roles == m_picture.roles)
            return;
        m_picture.roles = roles;
        viewport()->update();
    }
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

    /// Draws `exposed` of the viewport into any painter, as a paint event does. Returns how many cells were
    /// drawn.
    int paintPart(QPainter& painter, const QRect& exposed);
    /// Scrolls as little as shows the head in full; it stays in sight when the window changes.
    void reveal(HeadIndex head);

    void zoomIn();
    void zoomOut();
    /// Back to the size that fits.
    void fit();

Q_SIGNALS:
    void zoomChanged(double zoom);
    /// Zoomed in until this head fills the wall; the zoom goes no further.
    void filled(headwaters::HeadIndex head);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

    /// Zooms at once; what lies under `anchor` stays there.
    void zoomBy(double factor, const QPointF& anchor);
    /// Paints a head again, wherever it is drawn.
    void updateHead(const std::optional<HeadIndex>& head);
    /// Paints the row of a layer again, its part of the strip included.
    void updateLayer(int layer);
    [[nodiscard]] bool hasArrived(HeadIndex head) const;

    Selection& m_selection;

private:
    void relayout();
    void followTheme();
    void followSelection();
    void scrollTo(const QPointF& scroll);

    /// The score strip with its ticks and its title.
    [[nodiscard]] QRect stripArea() const;
    [[nodiscard]] double fitCell() const;
    /// The side of a cell from which on it becomes the Head view.
    [[nodiscard]] double openingCell() const;
    /// Where keys and buttons zoom: the mouse if it is on the wall, else the locked head, else the middle.
    [[nodiscard]] QPointF zoomAnchor() const;
    void setCell(double cell, const QPointF& anchor);
    void glideTo(double cell);

    const Theme& m_theme;
    WallStyle m_style;
    WallPicture m_picture;
    WallImages m_images;
    WallLayout m_layout;
    Layers m_layers;
    std::shared_ptr<const EffectSummary> m_effects;
    WallShape m_shape;
    std::function<QString(HeadIndex)> m_describe; ///< empty: as an attention pattern
    bool m_dimmed = false;
    std::optional<HeadIndex> m_revealed;
    bool m_revealsWhenShown = false;

    double m_cell = 0; ///< exact side of a cell; the layout has whole pixels
    bool m_fitsWidth = false;
    bool m_fitted = true; ///< follows the window until somebody zooms
    QVariantAnimation m_glide;
    QPointF m_glideAnchor;
};

} // namespace headwaters
