#include "widgets/interventions/toggleswitch.h"

#include <QPainter>
#include <QStyleOption>

namespace headwaters {

ToggleSwitch::ToggleSwitch(const Theme& theme, const QString& name, QWidget* parent)
    : QAbstractButton(parent),
      m_theme(theme)
{
    setCheckable(true);
    setAccessibleName(name);
    setFixedSize(sizeHint());
    setFocusPolicy(Qt::TabFocus);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ToggleSwitch::paintEvent(QPaintEvent*)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF track((width() - 28) / 2.0, (height() - 16) / 2.0, 28, 16);
    painter.setPen(QPen(isChecked() ? colours.accent : colours.lineStrong, 1));
    painter.setBrush(isChecked() ? colours.accent : colours.panel);
    painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isChecked() ? colours.onAccent : colours.lineStrong);
    painter.drawEllipse(
        QPointF(isChecked() ? track.right() - 8 : track.left() + 8, track.center().y()), 5, 5);
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

} // namespace headwaters
