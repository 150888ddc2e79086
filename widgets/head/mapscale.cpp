#include "widgets/head/mapscale.h"

#include "widgets/common/numberformat.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

bool isSigned(const MapScale& scale)
{
    return scale.isDifference || scale.quantity == Quantity::Score || scale.quantity == Quantity::Effect;
}

/// `+0.42` as `+.42`.
QString withoutZero(QString text)
{
    const qsizetype point = text.indexOf(u'.');
    return point > 0 && text[point - 1] == u'0' && (point == 1 || !text[point - 2].isDigit())
        ? text.remove(point - 1, 1)
        : text;
}

QString fixed(double value, int decimals, bool withPlus)
{
    return withPlus ? signedText(value, decimals) : numberText(value, decimals);
}

} // namespace

MapScale MapScale::of(const AttentionMap& map, const std::vector<int>& leftOut)
{
    MapScale scale;
    scale.quantity = map.quantity;
    scale.isDifference = map.isDifference;
    scale.diverging = isSigned(scale);
    if (map.quantity == Quantity::Pattern && !map.isDifference)
        return scale;
    double largest = 0;
    for (int query = 0; query < map.size; ++query) {
        for (int key = 0; key <= query; ++key) {
            const double value = map.at(query, key);
            if (std::isfinite(value) && std::abs(value) > largest
                && !std::binary_search(leftOut.begin(), leftOut.end(), key))
                largest = std::abs(value);
        }
    }
    scale.high = largest;
    scale.low = scale.diverging ? -largest : 0;
    return scale;
}

double MapScale::position(double value) const
{
    if (high <= low)
        return diverging ? 0.5 : 0;
    return std::clamp((value - low) / (high - low), 0.0, 1.0);
}

bool MapScale::isCut(double value) const
{
    // A softmax sums to 1 only up to rounding; that much beyond the bound is no cut.
    const double slack = 1e-5 * std::max(std::abs(low), std::abs(high));
    return value > high + slack || value < low - slack;
}

const ColourMap& MapScale::map(const Palette& palette) const
{
    return diverging ? palette.diverging : palette.sequential;
}

QColor MapScale::colour(double value, const Palette& palette) const
{
    return map(palette).at(position(value));
}

QColor MapScale::ink(double value, const Palette& palette) const
{
    return map(palette).inkAt(position(value));
}

QString MapScale::name() const
{
    const QString difference = isDifference ? QStringLiteral(", A − B") : QString();
    switch (quantity) {
    case Quantity::Pattern:
        return QStringLiteral("attention") + difference;
    case Quantity::Score:
        return QStringLiteral("score before softmax") + difference;
    case Quantity::ValueWeighted:
        return QStringLiteral("attention × |v W_O|") + difference;
    case Quantity::Effect:
        return QStringLiteral("effect, logits") + difference;
    }
    return {};
}

// Two runs may differ by thousandths; a bound of 0.00 would say nothing.
int MapScale::boundDecimals() const
{
    return isDifference && high < 0.1 ? 4 : 2;
}

QString MapScale::lowText() const
{
    return diverging ? fixed(low, boundDecimals(), true) : QStringLiteral("0");
}

QString MapScale::highText() const
{
    if (quantity == Quantity::Pattern && !isDifference)
        return QStringLiteral("1");
    return fixed(high, boundDecimals(), diverging);
}

QString MapScale::valueText(double value) const
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return value < 0 ? QStringLiteral("−∞") : QStringLiteral("∞");
    return fixed(value, 3, isSigned(*this));
}

QStringList MapScale::cellTexts(double value) const
{
    if (!std::isfinite(value))
        return {};
    if (isDifference && quantity != Quantity::Score && quantity != Quantity::Effect) {
        QStringList texts{fixed(value, 2, true), withoutZero(fixed(value, 2, true))};
        // One decimal would round every cell of a faint difference to the same number.
        constexpr double coarse = 0.5;
        if (high >= coarse)
            texts << withoutZero(fixed(value, 1, true));
        // Most cells of a difference are about zero; `.0` in all of them would hide the rest.
        texts.removeIf([](const QString& text) {
            return std::none_of(text.begin(), text.end(), [](QChar c) { return c >= u'1' && c <= u'9'; });
        });
        return texts;
    }
    const bool withPlus = isDifference || quantity == Quantity::Effect;
    QStringList texts = {
        fixed(value, isSigned(*this) ? 2 : 3, withPlus), fixed(value, isSigned(*this) ? 1 : 2, withPlus)};
    if (quantity == Quantity::Pattern && value < 0.995)
        texts << texts.last().mid(1); // `.42`
    else
        texts << fixed(value, quantity == Quantity::Pattern ? 1 : 0, withPlus);
    return texts;
}

} // namespace headwaters
