#include "widgets/export/textblock.h"

#include <QTextOption>

#include <cmath>

namespace headwaters {

namespace {

constexpr double linePitch = 1.3; // of the font's size, as in the type scale of the visual guide

} // namespace

QString printable(const QString& text)
{
    QString lines = text;
    lines.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    QString result;
    for (const QChar c : std::as_const(lines)) {
        const ushort code = c.unicode();
        if (code == '\n' || code == '\r' || code == 0x2028 || code == 0x2029)
            result += QLatin1Char('\n');
        else if (code == '\t')
            result += QLatin1Char(' ');
        else if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code >= 0xfffe)
            result += QStringLiteral("\\x%1").arg(code, 2, 16, QLatin1Char('0'));
        else
            result += c;
    }
    return result;
}

TextBlock::TextBlock(const QString& text, const QFont& font, const QColor& colour, double width)
    : m_layout(std::make_unique<QTextLayout>(
        printable(text).replace(QLatin1Char('\n'), QChar::LineSeparator), font)),
      m_colour(colour)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setUseDesignMetrics(true);
    m_layout->setTextOption(option);
    const double pitch = std::round(linePitch * font.pixelSize());
    m_layout->beginLayout();
    for (QTextLine line = m_layout->createLine(); line.isValid(); line = m_layout->createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, m_height + (pitch - line.height()) / 2});
        m_height += pitch;
    }
    m_layout->endLayout();
}

void TextBlock::paint(QPainter& painter, const QPointF& topLeft) const
{
    painter.setPen(m_colour);
    m_layout->draw(&painter, topLeft);
}

} // namespace headwaters
