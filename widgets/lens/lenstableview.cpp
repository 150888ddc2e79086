#include "widgets/lens/lenstableview.h"

#include "widgets/common/accessible.h"
#include "widgets/common/numberformat.h"
#include "widgets/theme/metrics.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr int widestCell = 110;
constexpr int shownRowsAtLeast = 4;

} // namespace

LensTableView::LensTableView(const Theme& theme, QWidget* parent)
    : QAbstractScrollArea(parent),
      m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Base);
    setFocusPolicy(Qt::StrongFocus);
    connect(&m_theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    describeTable();
}

FigureStyle LensTableView::style() const
{
    return {m_theme.palette(), Theme::font(TextStyle::Caption), Theme::mono(TextStyle::Caption)};
}

void LensTableView::setContent(std::shared_ptr<const LensContent> content)
{
    m_content = std::move(content);
    m_hovered.reset();
    arrange();
    describeTable();
}

void LensTableView::setPosition(std::optional<int> position, bool isLocked)
{
    m_position = position;
    m_isLocked = isLocked;
    describeTable();
    viewport()->update();
}

int LensTableView::fullHeight() const
{
    return static_cast<int>(std::ceil(m_layout.height()))
        + (horizontalScrollBar()->maximum() > 0 ? horizontalScrollBar()->sizeHint().height() : 0);
}

QSize LensTableView::sizeHint() const
{
    return {640, std::max(fullHeight(), 80)};
}

QSize LensTableView::minimumSizeHint() const
{
    const double rows = m_layout.head + m_layout.gap + m_layout.cellHeight * shownRowsAtLeast;
    return {240, std::max(80, static_cast<int>(rows))};
}

// Cells grow until the columns fill the width.
void LensTableView::arrange()
{
    if (!m_content || !m_content->lens) {
        m_layout = {};
        horizontalScrollBar()->setRange(0, 0);
        verticalScrollBar()->setRange(0, 0);
        viewport()->update();
        return;
    }
    m_layout = LensTableLayout::of(*m_content, viewport()->width(), widestCell, style());
    m_layout.cellWidth = std::floor(m_layout.cellWidth);
    m_layout.cellHeight = std::round(m_layout.cellHeight);
    m_layout.gap = std::round(m_layout.gap);
    m_layout.names = std::ceil(m_layout.names);
    m_layout.head = std::ceil(m_layout.head);
    const QSize seen = viewport()->size();
    horizontalScrollBar()->setPageStep(seen.width());
    horizontalScrollBar()->setSingleStep(static_cast<int>(m_layout.cellWidth));
    horizontalScrollBar()->setRange(0, std::max(0, static_cast<int>(m_layout.width()) - seen.width()));
    verticalScrollBar()->setPageStep(seen.height());
    verticalScrollBar()->setSingleStep(static_cast<int>(m_layout.cellHeight));
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(m_layout.height()) - seen.height()));
    updateGeometry();
    viewport()->update();
}

void LensTableView::describeTable()
{
    QString value;
    if (m_content && m_content->lens && m_position) {
        const auto& positions = m_content->lens->positions;
        const auto place = std::find(positions.begin(), positions.end(), *m_position);
        if (place != positions.end()) {
            value = tipText(0, static_cast<int>(place - positions.begin()));
            value.replace(u'\n', QStringLiteral(", "));
            if (m_isLocked)
                value += tr(", locked");
        }
    }
    describe(this, tr("Lens table"), value);
}

QRect LensTableView::cellRect(int shownRow, int position) const
{
    return m_layout.cell(shownRow, position)
        .translated(-horizontalScrollBar()->value(), -verticalScrollBar()->value())
        .toRect();
}

std::optional<std::pair<int, int>> LensTableView::cellAt(const QPoint& point) const
{
    if (point.x() < m_layout.names || point.y() < m_layout.head)
        return std::nullopt;
    return m_layout.at(
        QPointF(point) + QPointF(horizontalScrollBar()->value(), verticalScrollBar()->value()));
}

QString LensTableView::tipText(int shownRow, int position) const
{
    const LensContent& content = *m_content;
    const LensCell cell{
        content.shownRows()[static_cast<std::size_t>(shownRow)], static_cast<std::size_t>(position)};
    const LogitLens& lens = *content.lens;
    const int at = lens.positions[cell.position];
    const std::size_t index = lens.cell(cell.row, cell.position);
    QString text = tr("%1, after position %2 %3: %4 with %5")
                       .arg(LensContent::rowName(lens.rows[cell.row]))
                       .arg(at)
                       .arg(content.tokenAt(at), content.label(lens.topId[index]))
                       .arg(probabilityText(content.probability(cell)));
    QStringList words;
    for (const LensWord& word : lens.words)
        words << tr("%1: rank %2, %3")
                     .arg(content.label(word.id))
                     .arg(word.rank[index])
                     .arg(probabilityText(std::exp(word.logProbability[index])));
    if (!words.isEmpty())
        text += u'\n' + words.join(QStringLiteral(" · "));
    return text + u'\n' + lens.rows[cell.row].hook();
}

void LensTableView::setHovered(std::optional<std::pair<int, int>> cell)
{
    if (cell == m_hovered)
        return;
    m_hovered = cell;
    viewport()->update();
    Q_EMIT positionHovered(
        cell ? std::optional(m_content->lens->positions[static_cast<std::size_t>(cell->second)])
             : std::nullopt);
}

void LensTableView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    const Colours& colours = m_theme.colours();
    painter.fillRect(viewport()->rect(), colours.panel);
    if (!m_content || !m_content->lens)
        return;
    const FigureStyle look = style();
    const QPointF origin(-horizontalScrollBar()->value(), -verticalScrollBar()->value());
    const QRectF all = viewport()->rect();
    const auto marks = [&](int row, int column) {
        return QRectF(m_layout.cell(row, column).translated(origin)).adjusted(0, 0, -1, -1);
    };
    painter.save();
    painter.setClipRect(all.adjusted(m_layout.names - 3, m_layout.head - 3, 0, 0));
    paintLensCells(painter, origin, m_layout, *m_content, look, all);
    painter.setBrush(Qt::NoBrush);
    if (m_hovered) {
        painter.setPen(QPen(colours.mark, 1));
        painter.drawRect(marks(m_hovered->first, m_hovered->second).adjusted(0.5, 0.5, -0.5, -0.5));
    }
    const auto& positions = m_content->lens->positions;
    const auto place = std::find(positions.begin(), positions.end(), m_position.value_or(-1));
    if (place != positions.end()) {
        const QRectF cell = marks(0, static_cast<int>(place - positions.begin()));
        painter.setPen(QPen(colours.panel, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(cell.adjusted(1, 1, -1, -1));
        painter.setPen(QPen(colours.mark, m_isLocked ? 2 : 1, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(cell.adjusted(-1, -1, 1, 1));
    }
    painter.restore();
    painter.save();
    painter.setClipRect(all.adjusted(m_layout.names, 0, 0, 0));
    painter.fillRect(QRectF(m_layout.names, 0, all.width(), m_layout.head - 3), colours.panel);
    paintLensHead(painter, {origin.x(), 0}, m_layout, *m_content, look, m_position);
    painter.restore();
    painter.save();
    painter.setClipRect(all.adjusted(0, m_layout.head, 0, 0));
    painter.fillRect(QRectF(0, m_layout.head, m_layout.names - 3, all.height()), colours.panel);
    paintLensRowNames(painter, {0, origin.y()}, m_layout, *m_content, look);
    painter.restore();
}

void LensTableView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void LensTableView::keyPressEvent(QKeyEvent* event)
{
    // Arrows step the selection, as everywhere.
    const bool isArrow = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right
        || event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (isArrow)
        event->ignore();
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void LensTableView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        m_pan.press(event->position().toPoint());
}

void LensTableView::mouseMoveEvent(QMouseEvent* event)
{
    const bool canPan = horizontalScrollBar()->maximum() > 0 || verticalScrollBar()->maximum() > 0;
    if (!m_pan.move(event->position().toPoint(), canPan))
        setHovered(cellAt(event->position().toPoint()));
}

void LensTableView::mouseReleaseEvent(QMouseEvent*)
{
    const auto point = m_pan.release();
    const auto cell = point ? cellAt(*point) : std::nullopt;
    if (cell)
        Q_EMIT positionClicked(m_content->lens->positions[static_cast<std::size_t>(cell->second)]);
}

void LensTableView::wheelEvent(QWheelEvent* event)
{
    if (!scrollSideways(*this, *event))
        QAbstractScrollArea::wheelEvent(event);
}

bool LensTableView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        setHovered(std::nullopt);
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto cell = cellAt(help->pos());
        if (cell)
            QToolTip::showText(help->globalPos(), tipText(cell->first, cell->second), viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace headwaters
