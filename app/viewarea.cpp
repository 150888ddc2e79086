#include "app/viewarea.h"

#include "widgets/theme/metrics.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace headwaters {

namespace {

// Below this width of the tab bar only the chosen tab keeps its label.
constexpr int narrowTabBar = 640;

} // namespace

ViewArea::ViewArea(const Theme& theme, Selection& selection, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_selection(selection),
      m_tabs(new QTabBar(this)),
      m_stack(new QStackedWidget(this))
{
    m_tabs->setAccessibleName(tr("Views"));
    m_tabs->setDrawBase(false);
    m_tabs->setFont(Theme::font(TextStyle::Label, 500));
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(false);
    m_tabs->setFixedHeight(metrics::tabBar - 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1); // the hairline that paintEvent leaves
    layout->addWidget(m_tabs);
    layout->addWidget(m_stack, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, &ViewArea::showView);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ViewArea::addView(View* view)
{
    m_views.push_back(view);
    m_stack->addWidget(view);
    const int index = m_tabs->addTab(m_theme.icon(view->iconName()), view->name());
    m_tabs->setTabToolTip(index, tr("%1 (Ctrl+%2)").arg(view->name()).arg(index + 1));
    m_tabs->setAccessibleTabName(index, view->name());
    dressTabs();
}

View* ViewArea::currentView() const
{
    const int index = m_stack->currentIndex();
    return index < 0 ? nullptr : m_views[static_cast<std::size_t>(index)];
}

void ViewArea::setCurrentView(View* view)
{
    const auto place = std::find(m_views.begin(), m_views.end(), view);
    if (place != m_views.end())
        m_tabs->setCurrentIndex(static_cast<int>(place - m_views.begin()));
}

void ViewArea::setBanner(QWidget* banner)
{
    static_cast<QVBoxLayout*>(layout())->insertWidget(1, banner);
}

void ViewArea::showView(int index)
{
    if (index < 0 || index >= m_stack->count())
        return;
    m_stack->setCurrentIndex(index);
    dressTabs();
    Q_EMIT currentViewChanged();
}

void ViewArea::dressTabs()
{
    const bool isNarrow = width() < narrowTabBar;
    for (int i = 0; i < m_tabs->count(); ++i) {
        const QString name = m_views[static_cast<std::size_t>(i)]->name();
        m_tabs->setTabText(i, isNarrow && i != m_tabs->currentIndex() ? QString() : name);
    }
}

void ViewArea::focusInEvent(QFocusEvent* event)
{
    if (View* view = currentView())
        view->setFocus(event->reason());
}

void ViewArea::keyPressEvent(QKeyEvent* event)
{
    const bool isShifted = event->modifiers().testFlag(Qt::ShiftModifier);
    const int horizontal = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    const int vertical = event->key() == Qt::Key_Up ? -1 : event->key() == Qt::Key_Down ? 1 : 0;
    const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    // Brackets stand behind AltGr on many keyboards.
    const bool isBracket = event->text() == QLatin1String("[") || event->text() == QLatin1String("]");
    if (isBracket)
        m_selection.stepDirection(event->text() == QLatin1String("]") ? 1 : -1);
    else if (isPlain && event->key() == Qt::Key_Escape)
        m_selection.release();
    else if (isPlain && (horizontal != 0 || vertical != 0) && isShifted)
        m_selection.stepPair(vertical, horizontal);
    else if (isPlain && (horizontal != 0 || vertical != 0))
        m_selection.stepHead(vertical, horizontal);
    else
        QWidget::keyPressEvent(event);
}

void ViewArea::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    dressTabs();
}

void ViewArea::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(0, m_tabs->geometry().bottom() + 1, width(), 1, m_theme.colours().line);
}

} // namespace headwaters
