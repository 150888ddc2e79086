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
    const auto side = [&](const QString& name, const QString& sha256, const QString& hook,
                          const QString& text) {
        QStringList model{name, dtype};
        if (!sha256.isEmpty())
            model << QStringLiteral("sha256 %1…").arg(sha256.left(8));
        QStringList lines{model.join(separator)};
        if (!hook.isEmpty())
            lines << hook;
        if (!text.isEmpty())
            lines << QStringLiteral("“%1”").arg(text);
        return lines;
    };
    const auto begins = [](bool first) {
        return first ? QStringLiteral("beginning-of-text token first")
                     : QStringLiteral("no beginning-of-text token");
    };
    QStringList lines = side(modelName, modelSha256, hookName, prompt);
    QString beginning = begins(beginOfText);
    if (other) {
        lines.first().prepend(QStringLiteral("A: "));
        QStringList second = side(other->modelName, other->modelSha256, other->hookName, other->prompt);
        second.first().prepend(QStringLiteral("B: "));
        lines += second;
        if (other->beginOfText != beginOfText)
            beginning = QStringLiteral("A: %1, B: %2").arg(beginning, begins(other->beginOfText));
    }
    QStringList words = QStringList(originText(origin)) + settings;
    if (!prompt.isEmpty())
        words << beginning;
    return lines << words.join(separator) << QStringLiteral("Headwaters %1").arg(QLatin1String(versionText));
}

Provenance comparedProvenance(const Provenance& a, const Provenance& b)
{
    Provenance both = a;
    both.other = OtherSide{b.modelName, b.modelSha256, b.hookName, b.prompt, b.beginOfText};
    if (b.origin == Origin::Derived)
        both.origin = b.origin;
    for (QString& setting : both.settings) {
        if (!b.settings.contains(setting))
            setting.prepend(QStringLiteral("A: "));
    }
    for (const QString& setting : b.settings) {
        if (!a.settings.contains(setting))
            both.settings << QStringLiteral("B: ") + setting;
    }
    return both;
}

} // namespace headwaters
