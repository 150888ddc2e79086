#include "widgets/common/textlabel.h"

namespace headwaters {

TextLabel::TextLabel(const Theme& theme, const QFont& font, QColor Colours::*colour, QWidget* parent)
    : QLabel(parent),
      m_theme(theme),
      m_colour(colour)
{
    setTextFormat(Qt::PlainText);
    setFont(font);
    setWordWrap(true);
    connect(&theme, &Theme::changed, this, &TextLabel::dress);
    dress();
}

void TextLabel::setColour(QColor Colours::*colour)
{
    m_colour = colour;
    dress();
}

void TextLabel::dress()
{
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, m_theme.colours().*m_colour);
    setPalette(colours);
}

} // namespace headwaters
