#include "widgets/head/runningtext.h"

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

constexpr double pitch = 22;
constexpr double boxHeight = 18;
constexpr double chipPadding = 4;
constexpr QChar lineBreak(0x21B5);
constexpr int margin = 3; ///< room for the outline of tokens at the edge

bool hasSpaceBefore(const QString& text)
{
    return text.size() > 1 && text.startsWith(u' ');
}

} // namespace

RunningText::RunningText(const Theme& theme, QWidget* parent) : QAbstractScrollArea(parent), m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Prompt, coloured by the shown row"));
    connect(&m_theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void RunningText::setContent(std::shared_ptr<const HeadContent> content)
{
    const bool sameText = m_content && content && m_content->source.texts == content->source.texts;
    m_content = std::move(content);
    if (!sameText) {
        measure();
        layOut();
    }
    viewport()->update();
}

void RunningText::setShown(std::optional<int> query, std::optional<int> key, bool locked)
{
    if (query == m_shownQuery && key == m_shownKey && locked == m_locked)
        return;
    m_shownQuery = query;
    m_shownKey = key;
    m_locked = locked;
    if (query && !m_underMouse && std::cmp_less(*query, m_boxes.size())) {
        const QRectF box = tokenRect(*query);
        if (box.top() < 0 || box.bottom() > viewport()->height())
            verticalScrollBar()->setValue(
                verticalScrollBar()->value()
                + static_cast<int>(box.center().y() - viewport()->height() / 2.0));
    }
    viewport()->update();
}

QFont RunningText::fontFor(int position) const
{
    return Theme::monoFor(m_content->source.texts.value(position), TextStyle::Body);
}

bool RunningText::beginsWithChip() const
{
    return m_content && m_content->source.labels.value(0) == QLatin1String("bos");
}

void RunningText::measure()
{
    m_widths.clear();
    if (!m_content)
        return;
    const QFontMetricsF plain(Theme::mono(TextStyle::Body));
    m_space = plain.horizontalAdvance(u' ');
    for (const QString& text : m_content->source.texts) {
        const double width = drawnUnshaped(text)
            ? plain.horizontalAdvance(text)
            : QFontMetricsF(Theme::monoFor(text, TextStyle::Body)).horizontalAdvance(text);
        m_widths.push_back(std::ceil(width));
    }
    if (beginsWithChip())
        m_widths.front() += 2 * chipPadding;
}

bool RunningText::beginsLine(int position) const
{
    const auto at = static_cast<std::size_t>(position);
    return position > 0 && m_boxes[at].top() > m_boxes[at - 1].top()
        && !m_content->source.texts.at(position - 1).endsWith(lineBreak);
}

std::vector<QRectF> RunningText::flow(int width) const
{
    std::vector<QRectF> boxes;
    double x = margin;
    double y = margin;
    for (std::size_t i = 0; i < m_widths.size(); ++i) {
        const double widest = std::max(width - 2.0 * margin, 1.0);
        double advance = std::min(m_widths[i], widest);
        if (x > margin && x + advance > width - margin) {
            x = margin;
            y += pitch;
            if (hasSpaceBefore(m_content->source.texts.at(static_cast<qsizetype>(i))))
                advance = std::min(m_widths[i] - m_space, widest);
        }
        boxes.emplace_back(x, y, advance, boxHeight);
        x += advance;
        if (i == 0 && beginsWithChip())
            x += 2 * chipPadding;
        if (m_content->source.texts.at(static_cast<qsizetype>(i)).endsWith(lineBreak)) {
            x = margin;
            y += pitch;
        }
    }
    return boxes;
}

void RunningText::layOut()
{
    const auto bottom = [this] {
        return m_boxes.empty() ? 0 : static_cast<int>(std::ceil(m_boxes.back().bottom())) + margin;
    };
    // Without a scroll bar first: one that is not needed would take the room that makes it needed.
    m_boxes = flow(width());
    if (bottom() > height())
        m_boxes = flow(width() - verticalScrollBar()->sizeHint().width());
    verticalScrollBar()->setPageStep(std::max(1, height()));
    verticalScrollBar()->setSingleStep(static_cast<int>(pitch));
    verticalScrollBar()->setRange(0, std::max(0, bottom() - height()));
    viewport()->update();
}

int RunningText::heightFor(int width) const
{
    const std::vector<QRectF> boxes = flow(width);
    return boxes.empty() ? 0 : static_cast<int>(std::ceil(boxes.back().bottom())) + margin;
}

QSize RunningText::sizeHint() const
{
    return {280, 60};
}

QSize RunningText::minimumSizeHint() const
{
    return {160, static_cast<int>(pitch) + 2 * margin};
}

QRectF RunningText::tokenRect(int position) const
{
    return m_boxes.at(static_cast<std::size_t>(position)).translated(0, -verticalScrollBar()->value());
}

std::optional<int> RunningText::tokenAt(QPointF point) const
{
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        // The gap between two lines belongs to the line above.
        if (tokenRect(static_cast<int>(i)).adjusted(0, 0, 0, pitch - boxHeight).contains(point))
            return static_cast<int>(i);
    }
    return std::nullopt;
}

void RunningText::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(viewport());
    const Palette& palette = m_theme.palette();
    painter.fillRect(viewport()->rect(), palette.colours.panel);
    if (!m_content)
        return;
    painter.setBrush(Qt::NoBrush);
    for (int position = 0; std::cmp_less(position, m_boxes.size()); ++position) {
        const QRectF box = tokenRect(position);
        if (box.bottom() < 0 || box.top() > viewport()->height())
            continue;
        const bool isMasked = m_shownQuery && position > *m_shownQuery;
        const bool isWord = position > 0 || !beginsWithChip();
        QColor ink = isWord && !isMasked ? palette.colours.text : palette.colours.text3;
        if (m_shownQuery && !isMasked) {
            const QColor ground = m_content->colourAt(*m_shownQuery, position, palette);
            // Most of the map is near its low end: plain text there, not a black of its own.
            if (ground != palette.colours.panel) {
                painter.fillRect(box, ground);
                if (contrastRatio(ink, ground) < 4.5)
                    ink = inkOn(ground);
            }
        }
        const QString text = m_content->source.texts.value(position);
        painter.setFont(fontFor(position));
        painter.setPen(ink);
        painter.drawText(
            box,
            static_cast<int>((isWord ? Qt::AlignLeft : Qt::AlignHCenter) | Qt::AlignVCenter)
                | Qt::TextDontClip,
            beginsLine(position) && hasSpaceBefore(text) ? text.mid(1) : text);
        if (!isWord) {
            painter.setPen(palette.colours.lineStrong);
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
        }
    }
    painter.setBrush(Qt::NoBrush);
    if (m_shownQuery && std::cmp_less(*m_shownQuery, m_boxes.size())) {
        painter.setRenderHint(QPainter::Antialiasing);
        const double width = m_locked ? 2 : 1;
        painter.setPen(QPen(palette.colours.mark, width));
        painter.drawRoundedRect(
            tokenRect(*m_shownQuery).adjusted(-width / 2, -width / 2, width / 2, width / 2), 3, 3);
    }
}

void RunningText::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
}

void RunningText::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    viewport()->update();
}

void RunningText::mouseMoveEvent(QMouseEvent* event)
{
    m_underMouse = true;
    const std::optional<int> token = tokenAt(event->position());
    if (event->modifiers().testFlag(Qt::ShiftModifier))
        Q_EMIT hovered(std::nullopt, token);
    else
        Q_EMIT hovered(token, std::nullopt);
}

void RunningText::mouseReleaseEvent(QMouseEvent* event)
{
    const std::optional<int> token = tokenAt(event->position());
    if (event->button() != Qt::LeftButton || !token)
        return;
    if (event->modifiers().testFlag(Qt::ShiftModifier))
        Q_EMIT clicked(
            m_shownQuery && *m_shownQuery >= *token ? *m_shownQuery : m_content->strongestDestination(*token),
            *token);
    else
        Q_EMIT clicked(*token, m_content->strongestSource(*token));
}

bool RunningText::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        m_underMouse = false;
        Q_EMIT hovered(std::nullopt, std::nullopt);
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const std::optional<int> token = tokenAt(help->pos());
        if (!token) {
            QToolTip::hideText();
        } else {
            const QString place =
                tr("%1, position %2").arg(m_content->source.labels.value(*token)).arg(*token);
            QToolTip::showText(
                help->globalPos(),
                tr("%1\nClick: make it the destination. Shift + click: the source.").arg(place), viewport());
        }
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace headwaters
