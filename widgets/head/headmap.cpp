#include "widgets/head/headmap.h"

#include "widgets/head/cellmap.h"
#include "widgets/head/maplayer.h"
#include "widgets/head/mappainting.h"
#include "widgets/head/mapselection.h"

#include <QAccessible>
#include <QApplication>
#include <QMenu>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace headwaters {

namespace {

constexpr int tipDelay = 400; // ms
constexpr double largestCell = 48;

MapRequest screenRequest()
{
    MapRequest request;
    request.wholeCells = true;
    request.largestCell = largestCell;
    return request;
}

} // namespace

HeadMap::HeadMap(const Theme& theme, QWidget* parent) : QCustomPlot(parent), m_theme(theme)
{
    // Everything around the cells is drawn by our own painters, which also draw the figure on paper.
    axisRect()->setAutoMargins(QCP::msNone);
    axisRect()->setupFullAxesBox(true);
    for (QCPAxis* axis : axisRect()->axes())
        axis->setVisible(false);
    plotLayout()->setAutoMargins(QCP::msNone);
    xAxis->grid()->setVisible(false);
    yAxis->grid()->setVisible(false);
    yAxis->setRangeReversed(true);
    setNoAntialiasingOnDrag(true);
    legend->setVisible(false);

    m_cells = new CellMap(xAxis, yAxis);
    addLayer(QStringLiteral("marks"), layer(QStringLiteral("axes")), limAbove);
    addLayer(QStringLiteral("selection"), layer(QStringLiteral("overlay")), limAbove);
    layer(QStringLiteral("selection"))->setMode(QCPLayer::lmBuffered);
    new MapLayer(this, QStringLiteral("marks"), [this](QPainter& painter) {
        if (!m_content)
            return;
        const FigureStyle look = style();
        paintMapMarks(painter, frame(), *m_content, look);
        paintMapStrips(painter, frame(), m_layout, *m_content, look);
        paintMapScale(painter, frame(), m_layout, *m_content, look);
    });
    new MapLayer(this, QStringLiteral("selection"), [this](QPainter& painter) { paintOverlay(painter); });

    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Attention map"));
    setProperty("focusRing", QStringLiteral("inside"));
    m_tip.setSingleShot(true);
    m_tip.setInterval(tipDelay);
    connect(&m_tip, &QTimer::timeout, this, &HeadMap::showCellTip);
    connect(&m_theme, &Theme::changed, this, &HeadMap::applyTheme);
    applyTheme();
}

void HeadMap::setContent(std::shared_ptr<const HeadContent> content)
{
    const int before = m_content ? m_content->size() : -1;
    m_content = std::move(content);
    if (m_content && m_content->size() != before)
        m_window = {0, 0, static_cast<double>(m_content->size())};
    m_cells->setContent(m_content, m_theme.palette());
    updateGeometry();
    arrange();
    describe();
}

void HeadMap::setShown(std::optional<int> query, std::optional<int> key, bool locked)
{
    if (query == m_shownQuery && key == m_shownKey && locked == m_locked)
        return;
    m_shownQuery = query;
    m_shownKey = key;
    m_locked = locked;
    layer(QStringLiteral("selection"))->replot();
    describe();
}

int HeadMap::widthFor(QSize room) const
{
    if (!m_content)
        return room.width();
    const MapLayout layout = MapLayout::fit(QRectF(QPointF(), room), *m_content, style(), screenRequest());
    return static_cast<int>(std::ceil(layout.bounds.width()));
}

int HeadMap::bottomFor(QSize room) const
{
    if (!m_content)
        return room.height();
    const MapLayout layout = MapLayout::fit(QRectF(QPointF(), room), *m_content, style(), screenRequest());
    return static_cast<int>(std::ceil(layout.map.bottom()));
}

FigureStyle HeadMap::style() const
{
    return {m_theme.palette(), Theme::font(TextStyle::Caption), Theme::mono(TextStyle::Caption), true};
}

MapFrame HeadMap::frame() const
{
    return {m_layout.map, m_window, m_content ? m_content->size() : 0};
}

void HeadMap::arrange()
{
    if (m_content && m_content->size() > 0) {
        m_layout = MapLayout::fit(rect(), *m_content, style(), screenRequest());
        const QRect map = m_layout.map.toRect();
        axisRect()->setMargins(QMargins(
            map.left(), map.top(), width() - map.left() - map.width(), height() - map.top() - map.height()));
        xAxis->setRange(m_window.left - 0.5, m_window.left + m_window.count - 0.5);
        yAxis->setRange(m_window.top - 0.5, m_window.top + m_window.count - 0.5);
    }
    m_due = true;
    update();
}

// Drawn when it is seen: between a new size and a queued drawing the old picture would stand in the new
// frame.
void HeadMap::paintEvent(QPaintEvent* event)
{
    if (std::exchange(m_due, false))
        replot(rpQueuedRefresh);
    QCustomPlot::paintEvent(event);
}

void HeadMap::applyTheme()
{
    setBackground(QBrush(m_theme.colours().panel));
    m_cells->setContent(m_content, m_theme.palette());
    arrange();
}

std::optional<MapCell> HeadMap::cellAt(QPointF point) const
{
    if (!m_content)
        return std::nullopt;
    const MapFrame shown = frame();
    const auto cell = shown.cellAt(point);
    if (!cell)
        return std::nullopt;
    if (shown.cell() < 1) {
        const double query = m_window.top + std::floor(point.y() - shown.area.top()) / shown.cell();
        const double key = m_window.left + std::floor(point.x() - shown.area.left()) / shown.cell();
        return strongestCell(*m_content, query, key, 1 / shown.cell());
    }
    if (m_content->map.isMasked(cell->query, cell->key))
        return std::nullopt;
    return cell;
}

QRectF HeadMap::cellRect(MapCell cell) const
{
    return frame().cellRect(cell);
}

void HeadMap::setWindow(MapWindow window)
{
    if (!m_content)
        return;
    const MapWindow kept = window.within(m_content->size());
    if (kept == m_window)
        return;
    m_window = kept;
    arrange();
}

void HeadMap::resetWindow()
{
    if (m_content)
        setWindow({0, 0, static_cast<double>(m_content->size())});
}

void HeadMap::zoomAt(QPointF point, double factor)
{
    const QRectF& map = m_layout.map;
    if (m_content && !map.isEmpty())
        setWindow(m_window.zoomed(
            factor, {(point.x() - map.left()) / map.width(), (point.y() - map.top()) / map.height()},
            m_content->size()));
}

QSize HeadMap::sizeHint() const
{
    return {420, 460};
}

QSize HeadMap::minimumSizeHint() const
{
    return {240, 260};
}

void HeadMap::paintOverlay(QPainter& painter) const
{
    if (!m_content || m_content->size() == 0)
        return;
    const MapFrame shown = frame();
    paintMapLabels(painter, shown, m_layout, *m_content, style(), m_shownQuery, m_shownKey);
    paintMapSelection(painter, shown, m_theme.colours(), m_shownQuery, m_shownKey, m_locked);
}

void HeadMap::resizeEvent(QResizeEvent* event)
{
    QCustomPlot::resizeEvent(event);
    arrange();
}

void HeadMap::showCellTip()
{
    const auto cell = cellAt(m_mouse);
    if (!cell || !m_content)
        return;
    const QStringList& labels = m_content->source.labels;
    const QString pair = tr("%1 (%2) reads %3 (%4)")
                             .arg(
                                 labels.value(cell->query), QString::number(cell->query),
                                 labels.value(cell->key), QString::number(cell->key));
    const QString value = m_content->isRemoved(cell->key)
        ? tr("left out as a sink")
        : tr("%1 %2").arg(
            m_content->quantityWord(), m_content->scale.valueText(m_content->map.at(cell->query, cell->key)));
    QToolTip::showText(
        mapToGlobal(m_mouse.toPoint()) + QPoint(12, 12),
        QStringLiteral("<b>%1</b><br>%2<br><code>%3</code>")
            .arg(pair.toHtmlEscaped(), value.toHtmlEscaped(), hookName(m_content->map).toHtmlEscaped()),
        this);
}

void HeadMap::describe()
{
    QString text;
    if (m_content && m_shownQuery && m_shownKey && *m_shownKey <= *m_shownQuery
        && *m_shownQuery < m_content->size())
        text = m_content->describe(*m_shownQuery, *m_shownKey) + (m_locked ? tr(", locked") : QString());
    else if (m_content)
        text = tr("%1, %2 tokens").arg(m_content->title()).arg(m_content->size());
    if (text == accessibleDescription())
        return;
    setAccessibleDescription(text);
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

} // namespace headwaters
