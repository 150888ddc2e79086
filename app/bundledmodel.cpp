#include "app/bundledmodel.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace headwaters {

QString bundledModelPath()
{
    const QDir programs(QCoreApplication::applicationDirPath());
    const QString candidates[] = {
        programs.absoluteFilePath(QStringLiteral(HEADWATERS_DEMO_FROM_PROGRAMS)),
        QStringLiteral(HEADWATERS_DEMO_IN_SOURCE),
    };
    for (const QString& candidate : candidates) {
        if (QFileInfo::exists(candidate + QStringLiteral("/config.json")))
            return QDir::cleanPath(candidate);
    }
    return {};
}

QString firstFamily()
{
    return QStringLiteral("indirect-object");
}

QString firstPrompt()
{
    return QStringLiteral("When Mary and John went to the store, John gave a drink to");
}

} // namespace headwaters
