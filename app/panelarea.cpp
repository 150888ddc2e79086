#include "app/panelarea.h"

#include "widgets/theme/metrics.h"

#include <QDataStream>
#include <QEvent>
#include <QHBoxLayout>
#include <QIODevice>
#include <QKeyEvent>
#include <QPainter>
#include <QSplitter>

namespace headwaters {

namespace {

constexpr quint32 stateVersion = 1;

/// The wide window of the drawings gives the panels a little more room.
int startWidth(int windowWidth, int atLaptop, int atDesk)
{
    return windowWidth >= 1600 ? atDesk : atLaptop;
}

} // namespace

PanelArea::PanelArea(
    const Theme& theme, QWidget* prompt, QWidget* centre, QWidget* inspector, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_prompt(prompt),
      m_centre(centre),
      m_inspector(inspector),
      m_frame(new QWidget(this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    m_prompt->setMinimumWidth(metrics::leftDock - 24);
    m_centre->setMinimumWidth(420);
    m_inspector->setMinimumWidth(metrics::rightDock - 24);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_prompt);
    m_splitter->addWidget(m_centre);
    m_splitter->addWidget(m_frame);
    // Last: the order in which widgets come here is the order of Tab.
    auto* frameLayout = new QHBoxLayout(m_frame);
    frameLayout->setContentsMargins(0, 0, 0, 0);
    frameLayout->addWidget(m_inspector);
    m_frame->setAutoFillBackground(true);
    m_frame->installEventFilter(this);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setStretchFactor(2, 0);
}

bool PanelArea::isPromptShown() const
{
    return m_promptShown;
}

bool PanelArea::isInspectorShown() const
{
    return isNarrow() ? m_overlayShown : m_inspectorShown;
}

void PanelArea::setPromptShown(bool shown)
{
    m_promptShown = shown;
    place();
    Q_EMIT shownChanged();
}

void PanelArea::setInspectorShown(bool shown)
{
    (isNarrow() ? m_overlayShown : m_inspectorShown) = shown;
    place();
    Q_EMIT shownChanged();
}

void PanelArea::place()
{
    m_prompt->setVisible(m_promptShown);
    const bool isOverlay = m_frame->parentWidget() == this;
    if (isNarrow() && !isOverlay) {
        m_inspectorWidth = m_frame->width();
        m_frame->setParent(this);
        m_frame->layout()->setContentsMargins(1, 0, 0, 0);
    } else if (!isNarrow() && isOverlay) {
        m_frame->layout()->setContentsMargins(0, 0, 0, 0);
        m_splitter->addWidget(m_frame);
        m_splitter->setStretchFactor(2, 0);
        const int left = m_promptShown ? m_prompt->width() : 0;
        m_splitter->setSizes({left, width() - left - m_inspectorWidth - 2, m_inspectorWidth});
        m_overlayShown = false;
    }
    m_frame->setVisible(isInspectorShown());
    placeOverlay();
}

void PanelArea::placeOverlay()
{
    if (m_frame->parentWidget() != this)
        return;
    m_frame->setGeometry(width() - metrics::rightDock, 0, metrics::rightDock, height());
    m_frame->raise();
}

void PanelArea::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool wasShown = m_frame->isVisibleTo(this);
    if (event->oldSize().width() <= 0) {
        const int left = startWidth(width(), metrics::leftDock, 304);
        const int right = startWidth(width(), metrics::rightDock, 344);
        m_splitter->setSizes({left, width() - left - right - 2, right});
    }
    place();
    if (wasShown != isInspectorShown())
        Q_EMIT shownChanged();
}

bool PanelArea::eventFilter(QObject* watched, QEvent* event)
{
    const bool isOverlay = watched == m_frame && m_frame->parentWidget() == this;
    if (isOverlay && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        setInspectorShown(false);
        return true;
    }
    if (isOverlay && event->type() == QEvent::Paint)
        QPainter(m_frame).fillRect(0, 0, 1, m_frame->height(), m_theme.colours().line);
    return isOverlay && event->type() == QEvent::Paint;
}

QByteArray PanelArea::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << stateVersion << m_promptShown << m_inspectorShown << m_splitter->sizes();
    return state;
}

bool PanelArea::restoreState(const QByteArray& state)
{
    QDataStream stream(state);
    stream.setVersion(QDataStream::Qt_6_4);
    quint32 version = 0;
    bool promptShown = true;
    bool inspectorShown = true;
    QList<int> sizes;
    stream >> version >> promptShown >> inspectorShown >> sizes;
    if (stream.status() != QDataStream::Ok || version != stateVersion)
        return false;
    m_promptShown = promptShown;
    m_inspectorShown = inspectorShown;
    m_splitter->setSizes(sizes);
    place();
    Q_EMIT shownChanged();
    return true;
}

} // namespace headwaters
