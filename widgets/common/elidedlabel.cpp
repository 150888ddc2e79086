#include "widgets/common/elidedlabel.h"

#include "widgets/common/accessible.h"

#include <QEvent>
#include <QFontMetrics>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace headwaters {

ElidedLabel::ElidedLabel(const Theme& theme, const QFont& font, QColor Colours::*colour, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_colour(colour)
{
    setFont(font);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void ElidedLabel::setText(const QString& text)
{
    if (text == m_text)
        return;
    m_text = text;
    describe(this, text);
    updateGeometry();
    update();
}

void ElidedLabel::setColour(QColor Colours::*colour)
{
    m_colour = colour;
    update();
}

void ElidedLabel::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    update();
}

bool ElidedLabel::isElided() const
{
    return fontMetrics().horizontalAdvance(m_text) > width();
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_text) + 1, fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    const int shortest = fontMetrics().horizontalAdvance(m_text.left(2) + QChar(0x2026));
    return {std::min(shortest, sizeHint().width()), fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(m_theme.colours().*m_colour);
    painter.drawText(
        rect(), static_cast<int>(m_alignment) | Qt::TextSingleLine,
        fontMetrics().elidedText(m_text, m_mode, width()));
}

bool ElidedLabel::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && isElided()) {
        const QString more = toolTip().isEmpty() || toolTip() == m_text ? QString() : u'\n' + toolTip();
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), m_text + more, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace headwaters
