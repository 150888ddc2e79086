#include "widgets/head/lineview.h"

#include "widgets/common/numberformat.h"

#include "widgets/head/mapgeometry.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace headwaters {

namespace {

constexpr double widestPitch = 48; ///< as the map's cells
constexpr double narrowestPitch = 14;
constexpr int mostLines = 3000; ///< in sight at once; beyond it the picture is a grey mass and slow
constexpr double pickDistance = 6;

} // namespace

LineView::LineView(const Theme& theme, QWidget* parent) : QAbstractScrollArea(parent), m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Attention lines"));
    connect(&m_theme, &Theme::changed, this, &LineView::forget);
}

void LineView::setContent(std::shared_ptr<const HeadContent> content)
{
    m_content = std::move(content);
    m_labelWidth = 0;
    if (m_content) {
        const QFontMetricsF metrics(style().mono);
        for (const QString& label : m_content->source.labels)
            m_labelWidth = std::max(m_labelWidth, metrics.horizontalAdvance(shortLabel(label)));
    }
    choose();
    updateScrollBar();
}

void LineView::setShare(double share)
{
    if (share == m_share)
        return;
    m_share = share;
    choose();
}

void LineView::choose()
{
    m_choice = m_content ? LineChoice::of(*m_content, m_share) : LineChoice();
    setAccessibleDescription(
        tr("%1 lines hold %2 %3").arg(m_choice.lines.size()).arg(shareText(m_share), m_choice.mass));
    forget();
}

void LineView::forget()
{
    m_lines = {};
    viewport()->update();
}

void LineView::setShown(std::optional<int> query, std::optional<int> key)
{
    if (query == m_shownQuery && key == m_shownKey)
        return;
    m_shownQuery = query;
    m_shownKey = key;
    // Scrolling under the mouse would move the very thing it points at.
    if (query && !m_underMouse)
        showRow(*query);
    viewport()->update();
}

int LineView::heightFor(int tokens)
{
    return heading + static_cast<int>(std::ceil(tokens * narrowestPitch));
}

QSize LineView::sizeHint() const
{
    return {280, 320};
}

QSize LineView::minimumSizeHint() const
{
    return {200, 120};
}

FigureStyle LineView::style() const
{
    return {m_theme.palette(), Theme::font(TextStyle::Caption), Theme::mono(TextStyle::Caption), true};
}

LineFrame LineView::frame() const
{
    const int size = m_content ? std::max(1, m_content->size()) : 1;
    const double room = viewport()->height() - heading;
    const double pitch = std::clamp(room / size, narrowestPitch, widestPitch);
    const double side = m_labelWidth + 8;
    const double width = std::min<double>(viewport()->width(), 420);
    return {
        side, std::max(width - side, side + 40), heading + pitch / 2 - verticalScrollBar()->value(), pitch};
}

void LineView::updateScrollBar()
{
    const int size = m_content ? m_content->size() : 0;
    const int room = viewport()->height() - heading;
    const double pitch = frame().pitch;
    verticalScrollBar()->setPageStep(std::max(room, 1));
    verticalScrollBar()->setSingleStep(static_cast<int>(3 * pitch));
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(std::lround(size * pitch)) - room));
}

void LineView::showRow(int row)
{
    const LineFrame at = frame();
    const double y = at.y(row);
    QScrollBar* bar = verticalScrollBar();
    if (y - at.pitch < heading || y + at.pitch > viewport()->height())
        bar->setValue(bar->value() + static_cast<int>(y - (viewport()->height() + heading) / 2.0));
}

void LineView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(viewport());
    const Colours& colours = m_theme.colours();
    painter.fillRect(viewport()->rect(), colours.panel);
    if (!m_content || m_content->size() == 0)
        return;
    const FigureStyle look = style();
    const LineFrame at = frame();
    painter.setFont(look.words);
    painter.setPen(colours.text3);
    const QRectF head(0, 0, at.right + m_labelWidth + 8, heading - 4);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignTop, tr("destination reads"));
    painter.drawText(head, Qt::AlignRight | Qt::AlignTop, tr("source"));
    if (!m_choice.note.isEmpty()) {
        painter.drawText(QRectF(0, heading + 8, viewport()->width(), 60), Qt::TextWordWrap, m_choice.note);
        return;
    }
    if (m_lines.isNull()) {
        const double ratio = devicePixelRatioF();
        m_lines = QPixmap((QSizeF(viewport()->size()) * ratio).toSize());
        m_lines.setDevicePixelRatio(ratio);
        m_lines.fill(Qt::transparent);
        QPainter lines(&m_lines);
        const int first = static_cast<int>(std::floor((heading - at.top) / at.pitch));
        const int last = static_cast<int>(std::ceil((viewport()->height() - at.top) / at.pitch));
        m_due = paintLines(lines, at, *m_content, m_choice, look, first, last, mostLines);
    }
    painter.setClipRect(QRect(0, heading, viewport()->width(), viewport()->height() - heading));
    painter.drawPixmap(0, 0, m_lines);
    if (m_shownQuery)
        paintInkLines(painter, at, m_choice, look, *m_shownQuery);
    paintLineLabels(
        painter, at, *m_content, look, m_labelWidth, heading, viewport()->height(), m_shownQuery, m_shownKey);
    if (m_shownQuery)
        paintSourceOutOfSight(painter, at);
    if (m_due > mostLines) {
        painter.setClipping(false);
        painter.setPen(colours.text3);
        painter.setFont(look.words);
        painter.drawText(
            head, Qt::AlignHCenter | Qt::AlignTop, tr("%1 of %2 lines here").arg(mostLines).arg(m_due));
    }
}

void LineView::paintSourceOutOfSight(QPainter& painter, const LineFrame& at) const
{
    // The lines are sorted, so the first of a row is its strongest.
    const auto line =
        std::find_if(m_choice.lines.begin(), m_choice.lines.end(), [this](const AttentionLine& candidate) {
            return candidate.query == *m_shownQuery;
        });
    if (line == m_choice.lines.end())
        return;
    const bool above = at.y(line->key) < heading;
    if (!above && at.y(line->key) <= viewport()->height())
        return;
    const QString text = (above ? QStringLiteral("↑ ") : QStringLiteral("↓ ")) + QString::number(line->key)
        + u' ' + shortLabel(m_content->source.labels.value(line->key));
    const FigureStyle look = style();
    const QFont font = labelFont(look, text, true);
    const QSizeF room(QFontMetricsF(font).horizontalAdvance(text) + 8, 18);
    const double right = at.right + m_labelWidth + 8;
    const QRectF box(
        QPointF(right - room.width(), above ? heading : viewport()->height() - room.height()), room);
    painter.fillRect(box, m_theme.colours().panel);
    painter.setFont(font);
    painter.setPen(m_theme.colours().text);
    painter.drawText(box, Qt::AlignCenter, text);
}

void LineView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBar();
    forget();
}

void LineView::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    forget();
}

LineView::Hit LineView::hitAt(QPointF point) const
{
    if (!m_content || point.y() < heading || !m_choice.note.isEmpty())
        return {};
    const LineFrame at = frame();
    const int position = static_cast<int>(std::floor((point.y() - at.top) / at.pitch + 0.5));
    const bool onToken = position >= 0 && position < m_content->size();
    if (point.x() <= at.left)
        return onToken ? Hit{position, std::nullopt} : Hit{};
    if (point.x() >= at.right)
        return onToken ? Hit{std::nullopt, position} : Hit{};
    const AttentionLine* nearest = nullptr;
    double distance = pickDistance;
    for (const AttentionLine& line : m_choice.lines) {
        const auto [low, high] = std::minmax({at.y(line.query), at.y(line.key)});
        if (point.y() < low - pickDistance || point.y() > high + pickDistance)
            continue;
        const double away = at.distance(line, point);
        if (away < distance) {
            distance = away;
            nearest = &line;
        }
    }
    return nearest ? Hit{nearest->query, nearest->key} : Hit{};
}

void LineView::mouseMoveEvent(QMouseEvent* event)
{
    m_underMouse = true;
    const Hit hit = hitAt(event->position());
    Q_EMIT hovered(hit.query, hit.key);
}

void LineView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Hit hit = hitAt(event->position());
    if (hit.query)
        Q_EMIT clicked(*hit.query, hit.key ? *hit.key : m_content->strongestSource(*hit.query));
    else if (hit.key)
        Q_EMIT clicked(
            m_shownQuery && *m_shownQuery >= *hit.key ? *m_shownQuery
                                                      : m_content->strongestDestination(*hit.key),
            *hit.key);
}

bool LineView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        m_underMouse = false;
        Q_EMIT hovered(std::nullopt, std::nullopt);
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const Hit hit = hitAt(help->pos());
        if (hit.query && hit.key)
            QToolTip::showText(help->globalPos(), m_content->describe(*hit.query, *hit.key), viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace headwaters
