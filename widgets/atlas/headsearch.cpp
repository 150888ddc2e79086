#include "widgets/atlas/headsearch.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace headwaters {

std::optional<HeadIndex> typedHead(const QString& typed)
{
    // More digits than any model has heads are a number of the prompt, not the name of a head.
    static const QRegularExpression form(
        QStringLiteral("^\\s*(?:(\\d{1,6})\\.(\\d{1,6})|L\\s*(\\d{1,6})\\s*H\\s*(\\d{1,6}))\\s*$"),
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(typed);
    if (!match.hasMatch())
        return std::nullopt;
    const int first = match.capturedLength(1) > 0 ? 1 : 3;
    return HeadIndex{match.captured(first).toInt(), match.captured(first + 1).toInt()};
}

QString noSuchHeadText(HeadIndex head, const WallShape& shape)
{
    const auto range = [](const char* one, const char* several, int count) {
        return count == 1 ? QCoreApplication::translate("Atlas", one)
                          : QCoreApplication::translate("Atlas", several).arg(count - 1);
    };
    return QCoreApplication::translate("Atlas", "Head %1 does not exist: %2, %3.")
        .arg(
            head.text(), range("layer 0 only", "layers 0 to %1", shape.nLayers),
            range("head 0 only", "heads 0 to %1", shape.nHeads));
}

} // namespace headwaters
