#include "widgets/atlas/wallcanvas.h"

#include "widgets/atlas/headtext.h"
#include "widgets/atlas/walllegend.h"
#include "widgets/common/accessibleparts.h"
#include "widgets/theme/keyboardfocus.h"
#include "widgets/theme/metrics.h"

#include <QPaintEvent>
#include <QScrollBar>
#include <QStyle>
#include <QtMath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace headwaters {

WallCanvas::WallCanvas(const Theme& theme, Selection& selection, QWidget* parent)
    : QAbstractScrollArea(parent),
      m_selection(selection),
      m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Wall of attention heads"));

    m_glide.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_glide, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        setCell(value.toDouble(), m_glideAnchor);
    });
    connect(&theme, &Theme::changed, this, &WallCanvas::followTheme);
    connect(&selection, &Selection::changed, this, &WallCanvas::followSelection);
    followTheme();
    followSelection();
}

void WallCanvas::setRun(
    const WallShape& shape, const Layers& layers, std::shared_ptr<const EffectSummary> effects)
{
    const Layers before = std::exchange(m_layers, layers);
    m_effects = std::move(effects);
    m_images.setLayers(layers, shape.nHeads);
    if (shape == m_shape && before.size() == layers.size()) {
        for (std::size_t layer = 0; layer < layers.size(); ++layer)
            if (layers[layer] != before[layer])
                updateLayer(static_cast<int>(layer));
        return;
    }
    if (shape != m_shape) {
        m_shape = shape;
        m_revealed.reset();
        m_fitted = true;
        horizontalScrollBar()->setValue(0);
        verticalScrollBar()->setValue(0);
    }
    relayout();
    if (m_picture.locked && m_shape.contains(*m_picture.locked))
        reveal(*m_picture.locked);
    viewport()->update();
}

void WallCanvas::setRanking(const HeadRanking& ranking, int top)
{
    const HeadRanking before = m_picture.ranking;
    m_picture.ranking = ranking;
    const int topBefore = std::exchange(m_picture.top, top);
    const auto line = [](const HeadRanking& each, int limit) {
        return each.cuts(limit) ? each.threshold(limit) : std::optional<double>();
    };
    if (before.by() != ranking.by() || before.order().empty() != ranking.order().empty()
        || scoreAxis(before) != scoreAxis(ranking) || line(before, topBefore) != line(ranking, top))
        viewport()->update(stripArea());
    for (int layer = 0; layer < m_shape.nLayers; ++layer)
        for (int head = 0; head < m_shape.nHeads; ++head) {
            const HeadIndex at{layer, head};
            if (before.isKept(at, topBefore) == ranking.isKept(at, top)
                && before.score(at) == ranking.score(at))
                continue;
            updateLayer(layer);
            break;
        }
}

void WallCanvas::setScale(const WallScale& scale, std::function<QString(HeadIndex)> describe)
{
    m_describe = std::move(describe);
    if (scale == m_picture.scale)
        return;
    m_picture.scale = scale;
    m_images.setNeutral(scale.isDiverging ? 127.5 : 0);
    followTheme();
}

void WallCanvas::setMarks(const std::vector<int>& positions, int tokenCount)
{
    if (positions == m_picture.marks && tokenCount == m_picture.tokenCount)
        return;
    m_picture.marks = positions;
    m_picture.tokenCount = tokenCount;
    viewport()->update();
}

void WallCanvas::setNote(const QString& note)
{
    if (note == m_picture.note)
        return;
    m_picture.note = note;
    viewport()->update(m_layout.legend().toAlignedRect());
}

void WallCanvas::setDimmed(bool dimmed)
{
    if (dimmed == m_dimmed)
        return;
    m_dimmed = dimmed;
    viewport()->update();
}

QString WallCanvas::headText(HeadIndex head) const
{
    const QString plain =
        m_describe ? m_describe(head) : describeHead(head, m_shape.groups, m_layers, m_effects.get());
    const QString text = withRole(plain, roleAt(m_picture.roles, head, m_shape.nHeads));
    return m_picture.locked == head ? tr("%1, locked").arg(text) : text;
}

// --- the theme and the selection

void WallCanvas::followTheme()
{
    m_style = {
        m_theme.palette(), Theme::font(TextStyle::Caption), Theme::mono(TextStyle::Caption),
        Theme::mono(TextStyle::Axis)};
    const Palette& palette = m_theme.palette();
    m_images.setColours((m_picture.scale.isDiverging ? palette.diverging : palette.sequential).table());
    viewport()->update();
}

void WallCanvas::followSelection()
{
    const auto lockedBefore = m_picture.locked;
    const auto hoveredBefore = m_picture.hovered;
    m_picture.locked = m_selection.locked().head;
    m_picture.hovered = m_selection.hovered().head;
    if (lockedBefore == m_picture.locked && hoveredBefore == m_picture.hovered)
        return;
    for (const auto& head : {lockedBefore, hoveredBefore, m_picture.locked, m_picture.hovered})
        updateHead(head);
    if (lockedBefore == m_picture.locked)
        return;
    if (m_picture.locked)
        reveal(*m_picture.locked);
    setAccessibleName(
        m_picture.locked ? tr("Wall of attention heads: %1").arg(headText(*m_picture.locked))
                         : tr("Wall of attention heads"));
    tellLockedPart(*this);
}

void WallCanvas::updateHead(const std::optional<HeadIndex>& head)
{
    if (!head)
        return;
    viewport()->update(m_layout.paintedRect(*head).toAlignedRect());
    viewport()->update(m_layout.stripRow(head->layer).adjusted(-8, -8, 8, 8).toAlignedRect());
}

void WallCanvas::updateLayer(int layer)
{
    // Only what is seen of it; a pixel more above and below for lines that are not on whole pixels.
    const QRectF row = m_layout.cellRect({layer, 0}).adjusted(0, -1, 0, 1);
    viewport()->update(QRect(0, qFloor(row.top()), viewport()->width(), qCeil(row.height())));
}

QRect WallCanvas::stripArea() const
{
    const int left = qFloor(m_layout.stripRow(0).left()) - 30; // half a tick's text
    return viewport()->rect().adjusted(left, 0, 0, 0);
}

bool WallCanvas::hasArrived(HeadIndex head) const
{
    return headSummary(m_layers, head) != nullptr;
}

// --- painting

int WallCanvas::paintPart(QPainter& painter, const QRect& exposed)
{
    painter.fillRect(exposed, m_theme.colours().panel);
    const int painted = paintWall(painter, m_layout, m_picture, m_images, m_style, exposed);
    if (m_dimmed) {
        QColor veil = m_theme.colours().panel;
        veil.setAlphaF(static_cast<float>(metrics::opacityStale));
        painter.fillRect(exposed, veil);
    }
    if (m_layout.legend().intersects(exposed))
        paintNote(painter, m_layout, m_picture, m_style);
    return painted;
}

void WallCanvas::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    m_picture.focusRing = KeyboardFocus::isShownFor(this);
    for (const QRect& rect : event->region()) {
        painter.setClipRect(rect);
        paintPart(painter, rect);
    }
}

void WallCanvas::resizeEvent(QResizeEvent* event)
{
    const bool seen = m_revealed && m_layout.cells().contains(m_layout.cellRect(*m_revealed));
    QAbstractScrollArea::resizeEvent(event);
    relayout();
    if (seen)
        reveal(*m_revealed);
}

void WallCanvas::showEvent(QShowEvent* event)
{
    QAbstractScrollArea::showEvent(event);
    if (m_revealed && m_revealsWhenShown)
        reveal(*m_revealed);
}

void WallCanvas::scrollContentsBy(int, int)
{
    relayout();
    viewport()->update();
}

} // namespace headwaters
