#include "widgets/common/surface.h"

#include <QPainter>

namespace headwaters {

Surface::Surface(const Theme& theme, Qt::Edge line, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_line(line)
{
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Surface::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().panel);
    const QRect edge = m_line == Qt::BottomEdge ? QRect(0, height() - 1, width(), 1)
        : m_line == Qt::TopEdge                 ? QRect(0, 0, width(), 1)
        : m_line == Qt::RightEdge               ? QRect(width() - 1, 0, 1, height())
                                                : QRect(0, 0, 1, height());
    painter.fillRect(edge, m_theme.colours().line);
}

} // namespace headwaters
