#include "core/text/jsonlines.h"

#include <QJsonDocument>

namespace headwaters {

using namespace Qt::StringLiterals;

void readJsonLines(const QByteArray& bytes, const QString& name, const JsonLineTold& told)
{
    int number = 0;
    for (const QByteArray& line : bytes.split('\n')) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const JsonPlace place{name, u"line %1"_s.arg(number)};
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(line, &error);
        if (error.error != QJsonParseError::NoError)
            throw badInput(u"%1 is no JSON: %2."_s.arg(place.text(), error.errorString()));
        if (!document.isObject())
            throw badInput(u"%1 is no object."_s.arg(place.text()));
        told(document.object(), place, number);
    }
}

} // namespace headwaters
