#include "core/files/families.h"

#include "core/base/error.h"

#include <algorithm>

namespace headwaters {

namespace {

/// A family by the names that files have for it.
struct KnownFamily {
    const char* modelType; // config.json
    const char* architecture; // GGUF; null: under that of another
    bool tied; // where config.json does not say
};

constexpr KnownFamily knownFamilies[] = {
    {"gpt2", "gpt2", true},      {"gpt_neox", "gptneox", false}, {"llama", "llama", false},
    {"mistral", nullptr, false}, {"qwen2", "qwen2", false},      {"qwen3", "qwen3", false},
    {"gemma2", "gemma2", true},
};

const KnownFamily* known(const ModelFolder& model)
{
    const QString name = familyName(model);
    const auto* found =
        std::find_if(std::begin(knownFamilies), std::end(knownFamilies), [&](const KnownFamily& family) {
            const char* candidate = model.gguf ? family.architecture : family.modelType;
            return candidate != nullptr && name == QLatin1String(candidate);
        });
    return found == std::end(knownFamilies) ? nullptr : found;
}

} // namespace

QString familyName(const ModelFolder& model)
{
    return model.gguf
        ? model.gguf->metadata().text(QStringLiteral("general.architecture")).value_or(QString())
        : model.config[QLatin1String("model_type")].toString();
}

QString familyProblem(const ModelFolder& model)
{
    if (known(model) != nullptr)
        return {};
    const QString name = familyName(model);
    if (name.isEmpty()) {
        return model.gguf ? QStringLiteral("The file names no general.architecture.")
                          : QStringLiteral("config.json has no model_type.");
    }
    QStringList names;
    for (const KnownFamily& family : knownFamilies)
        names << QLatin1String(family.modelType);
    return QStringLiteral("Models of the family %1 cannot be opened; those of %2 can.")
        .arg(forMessage(name, 40), names.join(QStringLiteral(", ")));
}

bool isTied(const ModelFolder& model)
{
    if (model.gguf)
        return false;
    const KnownFamily* family = known(model);
    return model.config[QLatin1String("tie_word_embeddings")].toBool(family != nullptr && family->tied);
}

} // namespace headwaters
