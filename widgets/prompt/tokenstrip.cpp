#include "widgets/prompt/tokenstrip.h"

#include "widgets/common/accessible.h"
#include "widgets/prompt/stripchip.h"
#include "widgets/theme/keyboardfocus.h"
#include "widgets/theme/metrics.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <QToolTip>

#include <algorithm>

namespace headwaters {

namespace {

constexpr int visibleRows = 4;
constexpr int narrowest = 40;

FlowMetrics flowMetrics(bool isLong)
{
    FlowMetrics flow;
    flow.chipHeight = metrics::chip;
    flow.above = isLong ? stripNumberHeight : 0;
    flow.rowPitch = metrics::chip + flow.gap + flow.above;
    return flow;
}

} // namespace

TokenStrip::TokenStrip(const Theme& theme, Selection& selection, QWidget* parent)
    : QAbstractScrollArea(parent),
      m_theme(theme),
      m_selection(selection)
{
    setObjectName(QStringLiteral("tokenStrip"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setProperty("focusRing", false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    connect(&m_theme, &Theme::changed, this, &TokenStrip::relayout);
    connect(&m_selection, &Selection::changed, this, &TokenStrip::followSelection);
    rebuild();
}

void TokenStrip::setTokens(std::vector<Token> tokens, bool startsWithBeginOfText, bool offersBeginOfText)
{
    m_content.tokens = std::move(tokens);
    m_content.startsWithBeginOfText = startsWithBeginOfText;
    m_content.offersBeginOfText = offersBeginOfText;
    m_open.clear();
    rebuild();
}

void TokenStrip::setLinked(bool linked)
{
    if (m_linked == linked)
        return;
    m_linked = linked;
    rebuild();
}

std::vector<int> TokenStrip::lockedPair() const
{
    if (!m_linked || !m_selection.isPairLocked())
        return {};
    return {*m_selection.locked().destination, *m_selection.locked().source};
}

QRect TokenStrip::itemRect(int item) const
{
    return m_flow.rects[static_cast<std::size_t>(item)].translated(
        ringRoom, ringRoom - verticalScrollBar()->value());
}

QRect TokenStrip::removeRect(int item) const
{
    return tokenChipRemoveArea(itemRect(item)).toAlignedRect();
}

QString TokenStrip::itemDescription(int item) const
{
    QString text = m_content.description(item);
    if (!m_linked || !m_content.isToken(item))
        return text;
    const int position = m_content.item(item).first;
    if (m_selection.locked().source == position)
        text += tr(", locked source");
    if (m_selection.locked().destination == position)
        text += tr(", locked destination");
    return text;
}

void TokenStrip::rebuild()
{
    m_kept = lockedPair();
    m_content.fold(m_kept, m_open);
    m_current = std::clamp(m_current, 0, std::max(0, m_content.itemCount() - 1));
    m_hovered.reset();
    m_pressed.reset();
    relayout();
    announce();
    Q_EMIT foldingChanged();
}

void TokenStrip::relayout()
{
    const FlowMetrics metrics = flowMetrics(m_content.isLong());
    std::vector<int> widths;
    for (int item = 0; item < m_content.itemCount(); ++item)
        widths.push_back(stripChipWidth(m_content, item));
    const auto flow = [&](int width) {
        return flowChips(widths, std::max(narrowest, width - 2 * ringRoom), metrics);
    };
    m_flow = flow(width());
    const bool scrolls = m_content.isLong() && m_flow.rowCount > visibleRows;
    if (scrolls)
        m_flow =
            flow(width() - style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, verticalScrollBar()));
    setVerticalScrollBarPolicy(scrolls ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    const int rows = scrolls ? visibleRows : std::max(1, m_flow.rowCount);
    setFixedHeight(rows * metrics.rowPitch - metrics.gap + 2 * ringRoom);
    verticalScrollBar()->setPageStep(height());
    verticalScrollBar()->setSingleStep(metrics.rowPitch);
    verticalScrollBar()->setRange(0, scrolls ? m_flow.height + 2 * ringRoom - height() : 0);
    viewport()->update();
}

bool TokenStrip::canFold() const
{
    return m_content.isLong() && !lockedPair().empty()
        && std::find(m_open.begin(), m_open.end(), true) != m_open.end();
}

void TokenStrip::foldAll()
{
    m_open.clear();
    rebuild();
}

void TokenStrip::followSelection()
{
    if (m_content.isLong() && lockedPair() != m_kept) {
        const int position = m_content.itemCount() == 0 ? 0 : m_content.item(m_current).first;
        rebuild();
        setCurrentItem(m_content.itemOf(position));
    }
    viewport()->update();
}

int TokenStrip::destinationFor(int source) const
{
    const auto locked = m_selection.locked().destination;
    const int last = static_cast<int>(m_content.tokens.size()) - 1;
    // A destination before the source cannot see it; then the last token, which sees every source, takes its
    // place.
    return locked && *locked >= source ? *locked : last;
}

void TokenStrip::hover(std::optional<int> item)
{
    if (item == m_hovered)
        return;
    m_hovered = item;
    viewport()->update();
    if (!m_linked)
        return;
    if (item && m_content.isToken(*item)) {
        const int source = m_content.item(*item).first;
        m_selection.hoverPair(destinationFor(source), source);
    } else {
        m_selection.hoverPair(std::nullopt, std::nullopt);
    }
}

void TokenStrip::setCurrentItem(int item)
{
    if (m_content.items.empty())
        return;
    m_current = std::clamp(item, 0, m_content.itemCount() - 1);
    const QRect rect = m_flow.rects[static_cast<std::size_t>(m_current)];
    const int top = rect.top() - flowMetrics(m_content.isLong()).above;
    const int bottom = rect.bottom() + 2 * ringRoom;
    QScrollBar* bar = verticalScrollBar();
    if (top < bar->value())
        bar->setValue(top);
    else if (bottom > bar->value() + bar->pageStep())
        bar->setValue(bottom - bar->pageStep());
    viewport()->update();
    announce();
}

void TokenStrip::announce()
{
    describe(
        this, tr("Tokens of the prompt"), m_content.items.empty() ? QString() : itemDescription(m_current));
}

void TokenStrip::activate(int item, Qt::KeyboardModifiers modifiers)
{
    const StripItem chip = m_content.item(item);
    if (chip.kind == StripItem::Kind::AddBeginOfText) {
        Q_EMIT beginOfTextWanted(true);
    } else if (chip.kind == StripItem::Kind::Fold) {
        m_open.resize(m_content.tokens.size(), false);
        std::fill_n(m_open.begin() + chip.first, chip.count, true);
        rebuild();
        setCurrentItem(item);
    } else if (m_linked && modifiers.testFlag(Qt::ShiftModifier)) {
        const int source = std::min(m_selection.locked().source.value_or(chip.first), chip.first);
        m_selection.togglePair(chip.first, source);
    } else if (m_linked) {
        m_selection.togglePair(destinationFor(chip.first), chip.first);
    }
    announce();
}

std::optional<int> TokenStrip::itemAt(const QPoint& point) const
{
    return chipAt(m_flow, point - QPoint(ringRoom, ringRoom - verticalScrollBar()->value()));
}

void TokenStrip::mouseMoveEvent(QMouseEvent* event)
{
    hover(itemAt(event->pos()));
}

void TokenStrip::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->button() == Qt::LeftButton ? itemAt(event->pos()) : std::nullopt;
    m_pressedRemove =
        m_pressed && m_content.isBeginOfText(*m_pressed) && removeRect(*m_pressed).contains(event->pos());
}

void TokenStrip::mouseReleaseEvent(QMouseEvent* event)
{
    const auto pressed = std::exchange(m_pressed, std::nullopt);
    if (event->button() != Qt::LeftButton || !pressed || pressed != itemAt(event->pos()))
        return;
    setCurrentItem(*pressed);
    if (m_pressedRemove && removeRect(*pressed).contains(event->pos()))
        Q_EMIT beginOfTextWanted(false);
    else if (!m_pressedRemove)
        activate(*pressed, event->modifiers());
}

void TokenStrip::keyPressEvent(QKeyEvent* event)
{
    if (m_content.items.empty()) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        setCurrentItem(m_current - 1);
        break;
    case Qt::Key_Right:
        setCurrentItem(m_current + 1);
        break;
    case Qt::Key_Up:
        setCurrentItem(verticalNeighbour(m_flow, m_current, -1));
        break;
    case Qt::Key_Down:
        setCurrentItem(verticalNeighbour(m_flow, m_current, 1));
        break;
    case Qt::Key_Home:
        setCurrentItem(0);
        break;
    case Qt::Key_End:
        setCurrentItem(m_content.itemCount() - 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (event->modifiers().testFlag(Qt::ControlModifier)) {
            event->ignore(); // Ctrl+Enter runs
            return;
        }
        activate(m_current, event->modifiers());
        break;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (m_content.isBeginOfText(m_current))
            Q_EMIT beginOfTextWanted(false);
        break;
    case Qt::Key_Escape:
        m_selection.release();
        break;
    default:
        event->ignore();
        return;
    }
    event->accept();
}

void TokenStrip::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
    announce();
}

void TokenStrip::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void TokenStrip::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    viewport()->update();
}

bool TokenStrip::event(QEvent* event)
{
    const bool handled = QAbstractScrollArea::event(event);
    // Not in resizeEvent: that is called while the scroll area lays out its viewport, which would then keep
    // its size when the rows change the height.
    if (event->type() == QEvent::Resize)
        relayout();
    return handled;
}

bool TokenStrip::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        hover(std::nullopt);
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto item = itemAt(help->pos()))
            QToolTip::showText(help->globalPos(), m_content.toolTip(*item), viewport(), itemRect(*item));
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

QSize TokenStrip::sizeHint() const
{
    return {metrics::leftDock - 2 * metrics::pad, height()};
}

QSize TokenStrip::minimumSizeHint() const
{
    return {120, height()};
}

TokenChip::State TokenStrip::stateOf(int item) const
{
    if (m_linked && m_content.isToken(item)) {
        const int position = m_content.item(item).first;
        const auto isEndOf = [position](const SelectionState& state) {
            return state.destination == position || state.source == position;
        };
        if (m_selection.isPairLocked() && isEndOf(m_selection.locked()))
            return TokenChip::State::Locked;
        if (isEndOf(m_selection.shown()))
            return TokenChip::State::Preview;
    }
    return m_hovered == item ? TokenChip::State::Hovered : TokenChip::State::Plain;
}

void TokenStrip::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_theme.colours().panel);
    const bool ring = KeyboardFocus::isShownFor(this);
    for (int item = 0; item < m_content.itemCount(); ++item) {
        if (itemRect(item)
                .adjusted(-ringRoom, -stripNumberHeight, ringRoom, ringRoom)
                .intersects(event->rect()))
            paintStripChip(
                painter, itemRect(item), m_content, item, stateOf(item), ring && item == m_current,
                m_theme.colours());
    }
}

} // namespace headwaters
