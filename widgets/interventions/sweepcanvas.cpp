#include "widgets/interventions/sweepcanvas.h"

#include "widgets/common/accessible.h"
#include "widgets/common/numberformat.h"
#include "widgets/interventions/interventiontexts.h"
#include "widgets/theme/metrics.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>

namespace headwaters {

namespace {

FigureStyle screenStyle(const Theme& theme)
{
    return {theme.palette(), Theme::font(TextStyle::Label), Theme::mono(TextStyle::Label), true};
}

} // namespace

SweepCanvas::SweepCanvas(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setMouseTracking(true);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize SweepCanvas::minimumSizeHint() const
{
    if (!m_picture)
        return {200, 160};
    const QRectF least(0, 0, 300, 0);
    const SweepGeometry geometry = SweepGeometry::of(*m_picture, least, screenStyle(m_theme), true);
    return {300, static_cast<int>(geometry.height) + 2 * metrics::pad};
}

void SweepCanvas::setPicture(std::optional<SweepPicture> picture)
{
    m_picture = std::move(picture);
    if (m_picture) {
        describe(
            this, m_picture->name(),
            tr("%1 of %2 rows").arg(m_picture->map->rowsDone).arg(m_picture->map->size.rows));
    }
    updateGeometry();
    update();
}

SweepGeometry SweepCanvas::geometry() const
{
    const QRectF area = QRectF(rect()).adjusted(metrics::pad, metrics::gap, -metrics::pad, 0);
    return SweepGeometry::of(*m_picture, area, screenStyle(m_theme), true);
}

std::optional<SweepCanvas::Cell> SweepCanvas::cellAt(const QPointF& place) const
{
    if (!m_picture)
        return std::nullopt;
    const SweepGeometry places = geometry();
    if (!places.map.contains(place))
        return std::nullopt;
    const SweepSize size = m_picture->map->size;
    const int drawn = std::min(size.rows - 1, static_cast<int>((place.y() - places.map.top()) / places.cell));
    const int column =
        std::min(size.columns - 1, static_cast<int>((place.x() - places.map.left()) / places.cell));
    // The order of rows is its own inverse.
    return Cell{SweepGeometry::drawnRow(*m_picture->map, drawn), column};
}

QString SweepCanvas::tipOf(const Cell& cell) const
{
    const SweepMap& map = *m_picture->map;
    const auto place = static_cast<std::size_t>(cell.row * map.size.columns + cell.column);
    const std::optional<CausalMeasures>& measured = map.cells[place];
    const auto head = m_picture->headOf(cell.row, cell.column);
    QString tip = map.request.axes == SweepAxes::LayerByHead
        ? head->title()
        : QStringLiteral("%1 · %2").arg(m_picture->rowLabel(cell.row), m_picture->columnLabel(cell.column));
    if (!measured)
        return tip;
    const auto changes = map.values(SweepQuantity::Change);
    tip += tr("\n%1 − %2: %3 (%4)\ndivergence %5, probability %6, rank %7")
               .arg(
                   m_picture->target, m_picture->rival, signedLogitText(measured->difference),
                   signedLogitText(changes[place].value_or(0)), numberText(measured->divergence, 3),
                   probabilityText(measured->probability))
               .arg(measured->rank);
    if (map.draws > 0 && map.control[place])
        tip += tr("\nrandom control %1")
                   .arg(signedLogitText(map.values(SweepQuantity::Change, true)[place].value_or(0)));
    return tip + u'\n' + siteHookName(map.request.change.site, head ? head->layer : cell.row);
}

void SweepCanvas::paintEvent(QPaintEvent*)
{
    if (!m_picture)
        return;
    QPainter painter(this);
    paintSweep(painter, *m_picture, geometry(), screenStyle(m_theme));
}

void SweepCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const auto cell = cellAt(event->position());
    Q_EMIT headHovered(cell ? m_picture->headOf(cell->row, cell->column) : std::nullopt);
}

void SweepCanvas::leaveEvent(QEvent*)
{
    Q_EMIT headHovered(std::nullopt);
}

void SweepCanvas::mousePressEvent(QMouseEvent* event)
{
    const auto cell = cellAt(event->position());
    if (event->button() != Qt::LeftButton || !cell)
        return;
    if (const auto head = m_picture->headOf(cell->row, cell->column))
        Q_EMIT headClicked(*head);
}

void SweepCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const auto cell = cellAt(event->position()))
        Q_EMIT cellChosen(cell->row, cell->column);
}

bool SweepCanvas::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto cell = cellAt(help->pos()))
            QToolTip::showText(help->globalPos(), tipOf(*cell), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace headwaters
