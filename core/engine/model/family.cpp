#include "core/engine/model/family.h"

#include <algorithm>
#include <array>

namespace headwaters {

namespace {

using FamilyFunction = const Family& (*)();
constexpr std::array<FamilyFunction, 1> families{gpt2Family};

QString knownNames()
{
    QStringList names;
    for (const FamilyFunction family : families)
        names << family().name;
    return names.join(QStringLiteral(", "));
}

bool knowsAny(const Family& family, const QStringList& architectures)
{
    return std::any_of(architectures.begin(), architectures.end(), [&](const QString& name) {
        return family.architectures.contains(name);
    });
}

} // namespace

const Family& findFamily(const ConfigReader& reader)
{
    const QString modelType = QStringLiteral("model_type");
    const QString type = reader.text(modelType, {});
    const QStringList architectures = reader.texts(QStringLiteral("architectures"));
    for (const FamilyFunction function : families) {
        const Family& family = function();
        // Early checkpoints have no model_type; their architecture says the same.
        if (type.isEmpty() ? !knowsAny(family, architectures) : type != family.name)
            continue;
        if (!architectures.isEmpty() && !knowsAny(family, architectures)) {
            throw reader.fault(
                QStringLiteral("architectures"),
                QStringLiteral("of the family %1, %2 are implemented")
                    .arg(family.name, family.architectures.join(QStringLiteral(", "))));
        }
        return family;
    }
    throw reader.fault(
        modelType, QStringLiteral("the families that can be opened are: %1").arg(knownNames()));
}

} // namespace headwaters
