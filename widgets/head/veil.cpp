#include "widgets/head/veil.h"

#include "widgets/theme/metrics.h"

#include <QEvent>
#include <QPainter>

namespace headwaters {

Veil::Veil(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    parent->installEventFilter(this);
    hide();
}

void Veil::paintEvent(QPaintEvent* /*event*/)
{
    QColor cover = m_theme.colours().panel;
    cover.setAlphaF(static_cast<float>(metrics::opacityStale));
    QPainter(this).fillRect(rect(), cover);
}

bool Veil::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::ChildAdded) {
        setGeometry(parentWidget()->rect());
        raise();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace headwaters
