#include "widgets/prompt/stripcontent.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace headwaters {

namespace {

QString words(const char* text, int n = -1)
{
    return QCoreApplication::translate("TokenStrip", text, nullptr, n);
}

} // namespace

void StripContent::fold(const std::vector<int>& kept, const std::vector<bool>& open)
{
    items = foldTokens(static_cast<int>(tokens.size()), kept, open);
    if (offersBeginOfText)
        items.insert(items.begin(), {StripItem::Kind::AddBeginOfText, 0, 0});
}

int StripContent::itemOf(int position) const
{
    const auto found = std::find_if(items.begin(), items.end(), [position](const StripItem& item) {
        return item.count > 0 && position < item.first + item.count;
    });
    return found == items.end() ? std::max(0, itemCount() - 1) : static_cast<int>(found - items.begin());
}

bool StripContent::isBeginOfText(int index) const
{
    return startsWithBeginOfText && isToken(index) && item(index).first == 0;
}

QString StripContent::text(int index) const
{
    const StripItem& chip = item(index);
    if (chip.kind == StripItem::Kind::AddBeginOfText)
        return words("+ bos");
    if (chip.kind == StripItem::Kind::Fold)
        return words("%n tokens hidden", chip.count);
    if (isBeginOfText(index))
        return words("bos");
    return tokenLabel(tokens[static_cast<std::size_t>(chip.first)]);
}

QString StripContent::description(int index) const
{
    const StripItem& chip = item(index);
    if (chip.kind == StripItem::Kind::AddBeginOfText)
        return words("Put the beginning-of-text token first");
    if (chip.kind == StripItem::Kind::Fold)
        return words("%1, from position %2; Enter shows them").arg(text(index)).arg(chip.first);
    return words("%1, position %2 of %3").arg(text(index)).arg(chip.first).arg(tokens.size());
}

QString StripContent::toolTip(int index) const
{
    const StripItem& chip = item(index);
    if (chip.kind == StripItem::Kind::AddBeginOfText)
        return description(index);
    if (chip.kind == StripItem::Kind::Fold)
        return words("Positions %1 to %2; click to show them")
            .arg(chip.first)
            .arg(chip.first + chip.count - 1);
    const Token& token = tokens[static_cast<std::size_t>(chip.first)];
    QStringList lines{tokenLabel(token), words("position %1 · token #%2").arg(chip.first).arg(token.id)};
    if (isBeginOfText(index))
        lines << words("The beginning-of-text token; × leaves it out.");
    return lines.join(QLatin1Char('\n'));
}

} // namespace headwaters
