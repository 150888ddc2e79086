#include "widgets/common/numberformat.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr QChar minus(0x2212);
constexpr QChar narrowSpace(0x202F);

QString written(double value, int decimals, bool alwaysSigned)
{
    if (std::isnan(value))
        return unknownText();
    const QString digits =
        std::isinf(value) ? QString(QChar(0x221E)) : QString::number(std::abs(value), 'f', decimals);
    const bool zero = std::none_of(digits.begin(), digits.end(), [](QChar digit) {
        return (digit > u'0' && digit <= u'9') || digit == QChar(0x221E);
    });
    if (zero)
        return digits;
    if (value < 0)
        return minus + digits;
    return alwaysSigned ? u'+' + digits : digits;
}

} // namespace

QString unknownText()
{
    return QString(QChar(0x2013));
}

QString numberText(double value, int decimals)
{
    return written(value, decimals, false);
}

QString signedText(double value, int decimals)
{
    return written(value, decimals, true);
}

QString probabilityText(double value)
{
    return numberText(value, 3);
}

QString logitText(double value)
{
    return numberText(value, 2);
}

QString signedLogitText(double value)
{
    return signedText(value, 2);
}

QString bitsText(double value)
{
    return numberText(value, 2);
}

QString shareText(double share)
{
    if (std::isnan(share))
        return unknownText();
    return numberText(100 * share, 0) + narrowSpace + u'%';
}

QString durationText(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0)
        return unknownText();
    const auto whole = static_cast<qint64>(seconds);
    const QString minutesAndSeconds = QStringLiteral("%1:%2").arg(
        QString::number(whole / 60 % 60), QString::number(whole % 60).rightJustified(2, u'0'));
    if (whole < 3600)
        return minutesAndSeconds;
    return QStringLiteral("%1:%2").arg(whole / 3600).arg(minutesAndSeconds.rightJustified(5, u'0'));
}

QString countText(qint64 count)
{
    struct Unit {
        double size;
        QChar letter;
    };
    for (const Unit& unit : {Unit{1e9, u'B'}, Unit{1e6, u'M'}, Unit{1e3, u'k'}}) {
        const double value = static_cast<double>(count) / unit.size;
        if (value >= 1)
            return numberText(value, value < 10 ? 1 : 0) + narrowSpace + unit.letter;
    }
    return QString::number(count);
}

} // namespace headwaters
