#include "widgets/generate/generatedstrip.h"

#include "widgets/common/accessible.h"
#include "widgets/common/numberformat.h"
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
#include <utility>

namespace headwaters {

namespace {

constexpr int visibleRows = 4;
constexpr int narrowest = 40;
constexpr double staleStrength = 1 - metrics::opacityStale;

} // namespace

GeneratedStrip::GeneratedStrip(const Theme& theme, const GenerationModel& model, QWidget* parent)
    : QAbstractScrollArea(parent),
      m_theme(theme),
      m_model(model)
{
    setObjectName(QStringLiteral("generatedStrip"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setProperty("focusRing", false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    connect(&m_theme, &Theme::changed, this, &GeneratedStrip::relayout);
    connect(&m_model, &GenerationModel::tokenAdded, this, &GeneratedStrip::followTokens);
    connect(&m_model, &GenerationModel::stateChanged, this, &GeneratedStrip::followTokens);
    relayout();
}

const GeneratedToken& GeneratedStrip::tokenOf(int chip) const
{
    return m_model.generation().tokens[static_cast<std::size_t>(chip)];
}

TokenChip GeneratedStrip::drawn(int chip) const
{
    TokenChip drawn{.label = tokenLabel(tokenOf(chip).token)};
    drawn.hollow = tokenOf(chip).token.special || !m_model.canRunBehind(chip + 1);
    drawn.state = m_opened == chip ? TokenChip::State::Locked
        : m_hovered == chip        ? TokenChip::State::Hovered
                                   : TokenChip::State::Plain;
    return drawn;
}

void GeneratedStrip::setOpened(std::optional<int> chip)
{
    m_opened = chip;
    viewport()->update();
    announce();
}

void GeneratedStrip::setStale(bool stale)
{
    m_stale = stale;
    viewport()->update();
}

QRect GeneratedStrip::chipRect(int chip) const
{
    return m_flow.rects[static_cast<std::size_t>(chip)].translated(
        ringRoom, ringRoom - verticalScrollBar()->value());
}

QString GeneratedStrip::chipDescription(int chip) const
{
    const GeneratedToken& token = tokenOf(chip);
    QString text = tr("%1, token %2 of %3, probability %4")
                       .arg(tokenLabel(token.token))
                       .arg(chip + 1)
                       .arg(chipCount())
                       .arg(probabilityText(token.probability));
    if (m_opened == chip)
        text += tr(", the prompt ends here");
    return text;
}

QString GeneratedStrip::chipToolTip(int chip) const
{
    const GeneratedToken& token = tokenOf(chip);
    QStringList lines{
        tokenLabel(token.token),
        tr("probability %1 · rank %2").arg(probabilityText(token.probability)).arg(token.rank),
        tr("position %1 · token #%2")
            .arg(m_model.generation().prompt.size() + static_cast<std::size_t>(chip))
            .arg(token.token.id)};
    if (!m_model.canRunBehind(chip + 1))
        lines << tr("The context is full before it: it cannot be run.");
    else if (m_opened == chip)
        lines << tr("The prompt ends here.");
    else
        lines << tr("Click to run the text up to here.");
    return lines.join(QLatin1Char('\n'));
}

void GeneratedStrip::followTokens()
{
    if (m_model.count() < chipCount()) { // another generation has begun
        m_hovered.reset();
        m_pressed.reset();
        m_followsEnd = true;
        m_current = 0;
    }
    relayout();
    if (m_followsEnd && m_model.isRunning() && chipCount() > 0) {
        m_current = chipCount() - 1;
        show(m_current);
    }
    announce();
}

void GeneratedStrip::relayout()
{
    if (std::cmp_less(m_model.count(), m_widths.size()))
        m_widths.clear();
    while (std::cmp_less(m_widths.size(), m_model.count())) {
        const Token& token = tokenOf(static_cast<int>(m_widths.size())).token;
        m_widths.push_back(static_cast<int>(tokenChipWidth({.label = tokenLabel(token)})));
    }
    FlowMetrics metrics;
    metrics.chipHeight = metrics::chip;
    metrics.rowPitch = metrics::chip + metrics.gap;
    const auto flow = [&](int width) {
        return flowChips(m_widths, std::max(narrowest, width - 2 * ringRoom), metrics);
    };
    m_flow = flow(width());
    const bool scrolls = m_flow.rowCount > visibleRows;
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

void GeneratedStrip::show(int chip)
{
    const QRect rect = m_flow.rects[static_cast<std::size_t>(chip)];
    QScrollBar* bar = verticalScrollBar();
    if (rect.top() < bar->value())
        bar->setValue(rect.top());
    else if (rect.bottom() + 2 * ringRoom > bar->value() + bar->pageStep())
        bar->setValue(rect.bottom() + 2 * ringRoom - bar->pageStep());
}

void GeneratedStrip::setCurrentChip(int chip)
{
    if (chipCount() == 0)
        return;
    m_current = std::clamp(chip, 0, chipCount() - 1);
    m_followsEnd = m_current == chipCount() - 1;
    show(m_current);
    viewport()->update();
    announce();
}

void GeneratedStrip::activate(int chip)
{
    if (m_model.canRunBehind(chip + 1))
        Q_EMIT chipActivated(chip);
}

void GeneratedStrip::announce()
{
    describe(this, tr("Generated tokens"), chipCount() == 0 ? QString() : chipDescription(m_current));
}

std::optional<int> GeneratedStrip::chipAtPoint(const QPoint& point) const
{
    return chipAt(m_flow, point - QPoint(ringRoom, ringRoom - verticalScrollBar()->value()));
}

void GeneratedStrip::mouseMoveEvent(QMouseEvent* event)
{
    m_hovered = chipAtPoint(event->pos());
    viewport()->update();
}

void GeneratedStrip::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->button() == Qt::LeftButton ? chipAtPoint(event->pos()) : std::nullopt;
}

void GeneratedStrip::mouseReleaseEvent(QMouseEvent* event)
{
    const auto pressed = std::exchange(m_pressed, std::nullopt);
    if (event->button() != Qt::LeftButton || !pressed || pressed != chipAtPoint(event->pos()))
        return;
    setCurrentChip(*pressed);
    activate(*pressed);
}

void GeneratedStrip::keyPressEvent(QKeyEvent* event)
{
    if (chipCount() == 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        setCurrentChip(m_current - 1);
        break;
    case Qt::Key_Right:
        setCurrentChip(m_current + 1);
        break;
    case Qt::Key_Up:
        setCurrentChip(verticalNeighbour(m_flow, m_current, -1));
        break;
    case Qt::Key_Down:
        setCurrentChip(verticalNeighbour(m_flow, m_current, 1));
        break;
    case Qt::Key_Home:
        setCurrentChip(0);
        break;
    case Qt::Key_End:
        setCurrentChip(chipCount() - 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (event->modifiers().testFlag(Qt::ControlModifier)) {
            event->ignore(); // Ctrl+Enter runs
            return;
        }
        activate(m_current);
        break;
    default:
        event->ignore();
        return;
    }
    event->accept();
}

void GeneratedStrip::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
    announce();
}

void GeneratedStrip::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void GeneratedStrip::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    viewport()->update();
}

bool GeneratedStrip::event(QEvent* event)
{
    const bool handled = QAbstractScrollArea::event(event);
    // Not in resizeEvent: that is called while the scroll area lays out its viewport, which would then keep
    // its size when the rows change the height.
    if (event->type() == QEvent::Resize)
        relayout();
    return handled;
}

bool GeneratedStrip::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        m_hovered.reset();
        viewport()->update();
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto chip = chipAtPoint(help->pos()))
            QToolTip::showText(help->globalPos(), chipToolTip(*chip), viewport(), chipRect(*chip));
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

QSize GeneratedStrip::sizeHint() const
{
    return {metrics::leftDock - 2 * metrics::pad, height()};
}

QSize GeneratedStrip::minimumSizeHint() const
{
    return {120, height()};
}

void GeneratedStrip::paintEvent(QPaintEvent* event)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), colours.panel);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool ring = KeyboardFocus::isShownFor(this);
    for (int chip = 0; chip < chipCount(); ++chip) {
        const QRect rect = chipRect(chip);
        if (!rect.adjusted(-ringRoom, -ringRoom, ringRoom, ringRoom).intersects(event->rect()))
            continue;
        painter.setOpacity(m_stale ? staleStrength : 1);
        paintTokenChip(painter, rect, drawn(chip), colours);
        painter.setOpacity(1);
        if (ring && chip == m_current) {
            painter.setPen(QPen(colours.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(
                QRectF(rect).adjusted(-2, -2, 2, 2), metrics::radiusChip + 2, metrics::radiusChip + 2);
        }
    }
}

} // namespace headwaters
