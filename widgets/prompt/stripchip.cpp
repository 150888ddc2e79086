#include "widgets/prompt/stripchip.h"

#include "widgets/theme/metrics.h"
#include "widgets/theme/theme.h"

#include <QFontMetrics>

namespace headwaters {

namespace {

constexpr int foldPadding = 6;
constexpr int numberWidth = 60;

QFont foldFont()
{
    return Theme::font(TextStyle::Caption);
}

bool isFold(const StripContent& content, int item)
{
    return content.item(item).kind == StripItem::Kind::Fold;
}

TokenChip chipOf(const StripContent& content, int item, TokenChip::State state)
{
    TokenChip chip{.label = content.text(item), .state = state};
    chip.removable = content.isBeginOfText(item);
    chip.hollow = chip.removable || !content.isToken(item);
    return chip;
}

void paintFold(
    QPainter& painter, const QRect& rect, const QString& text, bool hovered, const Colours& colours)
{
    painter.setFont(foldFont());
    painter.setPen(colours.line);
    painter.setBrush(hovered ? colours.hover : colours.panel);
    painter.drawRoundedRect(
        QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radiusChip, metrics::radiusChip);
    painter.setPen(colours.text2);
    painter.drawText(rect, Qt::AlignCenter, text);
}

} // namespace

int stripChipWidth(const StripContent& content, int item)
{
    if (isFold(content, item))
        return QFontMetrics(foldFont()).horizontalAdvance(content.text(item)) + 2 * foldPadding;
    return static_cast<int>(tokenChipWidth(chipOf(content, item, TokenChip::State::Plain)));
}

void paintStripChip(
    QPainter& painter, const QRect& rect, const StripContent& content, int item, TokenChip::State state,
    const Colours& colours)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (isFold(content, item))
        paintFold(painter, rect, content.text(item), state == TokenChip::State::Hovered, colours);
    else
        paintTokenChip(painter, rect, chipOf(content, item, state), colours);
    const int position = content.item(item).first;
    if (content.isLong() && content.isToken(item) && position % 10 == 0) {
        painter.setFont(Theme::mono(TextStyle::Axis));
        painter.setPen(colours.text3);
        painter.drawText(
            QRect(rect.left(), rect.top() - stripNumberHeight, numberWidth, stripNumberHeight),
            Qt::AlignLeft | Qt::AlignVCenter, QString::number(position));
    }
    painter.restore();
}

} // namespace headwaters
