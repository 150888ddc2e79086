#include "core/base/provenance.h"

#include "core/base/version.h"

namespace headwaters {

QString originText(Origin origin)
{
    switch (origin) {
    case Origin::Measured:
        return QStringLiteral("measured");
    case Origin::Derived:
        return QStringLiteral("derived");
    case Origin::Stored:
        return QStringLiteral("stored");
    case Origin::Schematic:
        break;
    }
    return QStringLiteral("schematic");
}

QStringList Provenance::lines() const
{
    const QString separator = QStringLiteral(" · ");
    QStringList model{modelName, dtype};
    if (!modelSha256.isEmpty())
        model << QStringLiteral("sha256 %1…").arg(modelSha256.left(8));
    QStringList lines{model.join(separator)};
    if (!hookName.isEmpty())
        lines << hookName;
    lines << QStringLiteral("“%1”").arg(prompt)
          << (QStringList(originText(origin)) + settings
              << (beginOfText ? QStringLiteral("beginning-of-text token first")
                              : QStringLiteral("no beginning-of-text token")))
                 .join(separator)
          << QStringLiteral("Headwaters %1").arg(QLatin1String(versionText));
    return lines;
}

} // namespace headwaters
