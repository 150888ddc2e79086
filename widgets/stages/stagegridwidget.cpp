#include "widgets/stages/stagegridwidget.h"

#include "widgets/stages/compositionpainter.h"
#include "widgets/stages/compositiontext.h"
#include "widgets/stages/stagetext.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double margin = 4; ///< room for the mark around the outer cells

} // namespace

StageGridWidget::StageGridWidget(
    const Theme& theme, Selection& selection, const StagesModel& model, QWidget* parent)
    : QAbstractScrollArea(parent),
      m_theme(theme),
      m_selection(selection),
      m_model(model)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Heads and their stages"));
    for (const auto signal :
         {&StagesModel::reportChanged, &StagesModel::shownChanged, &StagesModel::compositionChanged})
        connect(&model, signal, this, &StageGridWidget::refresh);
    connect(&selection, &Selection::changed, this, &StageGridWidget::followSelection);
    connect(&theme, &Theme::changed, viewport(), QOverload<>::of(&QWidget::update));
    refresh();
}

void StageGridWidget::refresh()
{
    m_grid = stageGrid(m_model);
    place();
    followSelection();
}

void StageGridWidget::followSelection()
{
    const auto before = m_grid.locked;
    const auto inGrid = [this](const std::optional<HeadIndex>& head) {
        return head && head->layer < m_grid.nLayers && head->head < m_grid.nHeads ? head : std::nullopt;
    };
    m_grid.locked = inGrid(m_selection.locked().head);
    m_grid.hovered = inGrid(m_selection.hovered().head);
    if (m_grid.locked && m_grid.locked != before) {
        const QRectF cell = m_layout.cell(*m_grid.locked);
        const auto show = [](QScrollBar& bar, double low, double high, double room, double frame) {
            if (low - frame < bar.value())
                bar.setValue(static_cast<int>(low - frame - margin));
            else if (high > bar.value() + room)
                bar.setValue(static_cast<int>(std::ceil(high - room + margin)));
        };
        show(*verticalScrollBar(), cell.top(), cell.bottom(), viewport()->height(), m_layout.top());
        show(*horizontalScrollBar(), cell.left(), cell.right(), viewport()->width(), m_layout.left());
        tellLockedPart(*this);
    }
    viewport()->update();
}

void StageGridWidget::place()
{
    const QSizeF room = viewport()->size();
    m_layout = StageGridLayout::fitting(m_grid, room);
    const QSizeF needed = m_layout.size();
    const auto set = [](QScrollBar& bar, double whole, double shown) {
        bar.setRange(0, std::max(0, static_cast<int>(std::ceil(whole - shown))));
        bar.setPageStep(static_cast<int>(shown));
        bar.setSingleStep(20);
    };
    set(*verticalScrollBar(), needed.height(), room.height());
    set(*horizontalScrollBar(), needed.width(), room.width());
    viewport()->update();
}

QPointF StageGridWidget::offset() const
{
    return QPointF(horizontalScrollBar()->value(), verticalScrollBar()->value());
}

QRectF StageGridWidget::cellRect(HeadIndex head) const
{
    return m_layout.cell(head).translated(-offset());
}

std::optional<HeadIndex> StageGridWidget::headAt(const QPointF& point) const
{
    if (point.x() < m_layout.left() || point.y() < m_layout.top())
        return std::nullopt;
    return m_layout.headAt(point + offset());
}

HeadIndex StageGridWidget::headOfPart(int part) const
{
    const int nHeads = std::max(1, m_grid.nHeads);
    return {part / nHeads, part % nHeads};
}

int StageGridWidget::partCount() const
{
    return m_grid.nLayers * m_grid.nHeads;
}

QString StageGridWidget::textOf(HeadIndex head) const
{
    QString text = describeStages(m_model.report()->at(head), m_model.shown().task);
    const auto composition = m_model.composition();
    if (!composition || m_grid.edges.empty())
        return text;
    const QString line =
        head == composition->head ? compositionText(m_grid.edges, head) : compositionWith(*composition, head);
    return line.isEmpty() ? text : text + QStringLiteral("; ") + line;
}

QString StageGridWidget::partText(int part) const
{
    const HeadIndex head = headOfPart(part);
    QString text = textOf(head);
    if (m_grid.locked == head)
        text += tr(", locked");
    return text;
}

QRect StageGridWidget::partRect(int part) const
{
    return cellRect(headOfPart(part)).toAlignedRect();
}

int StageGridWidget::partAt(const QPoint& point) const
{
    const auto head = headAt(point);
    return head ? head->layer * m_grid.nHeads + head->head : -1;
}

int StageGridWidget::lockedPart() const
{
    return m_grid.locked ? m_grid.locked->layer * m_grid.nHeads + m_grid.locked->head : -1;
}

void StageGridWidget::togglePart(int part)
{
    m_selection.toggleHead(headOfPart(part));
}

void StageGridWidget::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    const StageStyle style = StageStyle::screen(m_theme);
    painter.fillRect(viewport()->rect(), style.palette.colours.panel);
    const QRectF cells(
        m_layout.left() - margin, m_layout.top() - margin, viewport()->width(), viewport()->height());
    painter.save();
    painter.setClipRect(cells);
    for (int layer = 0; layer < m_grid.nLayers; ++layer) {
        for (int head = 0; head < m_grid.nHeads; ++head) {
            const QRectF rect = cellRect({layer, head});
            if (rect.intersects(cells))
                paintStageCell(painter, rect, m_grid.at({layer, head}), m_grid, style);
        }
    }
    paintCompositions(painter, m_grid, m_layout, offset(), style);
    if (m_grid.hovered && m_grid.hovered != m_grid.locked)
        paintStageMark(painter, cellRect(*m_grid.hovered), false, style);
    if (m_grid.locked)
        paintStageMark(painter, cellRect(*m_grid.locked), true, style);
    painter.restore();
    paintStageNumbers(painter, m_grid, m_layout, offset(), viewport()->size(), style);
}

void StageGridWidget::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    place();
}

void StageGridWidget::scrollContentsBy(int, int)
{
    viewport()->update();
}

bool StageGridWidget::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        m_selection.hoverHead(std::nullopt);
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto head = headAt(help->pos());
        QString text = head ? textOf(*head) : QString();
        text.replace(QLatin1String("; "), QLatin1String("\n"));
        if (const qsizetype colon = text.indexOf(QLatin1String(": ")); colon >= 0)
            text.replace(colon, 2, QLatin1String("\n"));
        QToolTip::showText(help->globalPos(), text, viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void StageGridWidget::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        m_pan.press(event->pos());
}

void StageGridWidget::mouseMoveEvent(QMouseEvent* event)
{
    const bool canPan = verticalScrollBar()->maximum() > 0 || horizontalScrollBar()->maximum() > 0;
    const bool isPanning = m_pan.move(event->pos(), canPan);
    m_selection.hoverHead(isPanning ? std::nullopt : headAt(event->position()));
}

void StageGridWidget::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const auto pressed = m_pan.release();
    const auto head = headAt(event->position());
    if (pressed && head && head == headAt(*pressed))
        m_selection.toggleHead(*head);
}

void StageGridWidget::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = !(
        event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier | Qt::ShiftModifier));
    switch (isPlain ? event->key() : 0) {
    case Qt::Key_Left:
        return m_selection.stepHead(0, -1);
    case Qt::Key_Right:
        return m_selection.stepHead(0, 1);
    case Qt::Key_Up:
        return m_selection.stepHead(-1, 0);
    case Qt::Key_Down:
        return m_selection.stepHead(1, 0);
    case Qt::Key_Space:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const auto head = m_selection.shown().head) {
            m_selection.toggleHead(*head);
            return;
        }
        break;
    default:
        break;
    }
    event->ignore();
}

} // namespace headwaters
