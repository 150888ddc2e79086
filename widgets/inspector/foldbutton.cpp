#include "widgets/inspector/foldbutton.h"

#include "widgets/theme/metrics.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>

namespace headwaters {

FoldButton::FoldButton(const Theme& theme, QWidget* parent) : QAbstractButton(parent), m_theme(theme)
{
    setCheckable(true);
    setChecked(true);
    setFocusPolicy(Qt::TabFocus);
    setFixedSize(sizeHint());
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize FoldButton::sizeHint() const
{
    return {metrics::icon, metrics::badge};
}

void FoldButton::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& colours = m_theme.colours();
    painter.setPen(
        QPen(underMouse() ? colours.text : colours.text3, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.translate(QRectF(rect()).center());
    if (isChecked())
        painter.rotate(90);
    painter.drawPolyline(QPolygonF{{-1.75, -3.5}, {1.75, 0}, {-1.75, 3.5}});
    if (!hasFocus())
        return;
    painter.resetTransform();
    QStyleOptionFocusRect ring;
    ring.initFrom(this);
    style()->drawPrimitive(QStyle::PE_FrameFocusRect, &ring, &painter, this);
}

} // namespace headwaters
