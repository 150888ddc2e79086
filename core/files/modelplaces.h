#pragma once

#include <QProcessEnvironment>
#include <QString>

#include <vector>

namespace headwaters {

/// A folder where programs keep models, and how they lie in it.
struct ModelPlace {
    enum class Layout {
        HubCache, ///< `models--org--name/snapshots/REVISION`
        Ollama, ///< `manifests/HOST/NAMESPACE/NAME/TAG` and `blobs/sha256-HASH`
        Files, ///< GGUF files and Hugging Face folders, at most some folders deep
        One, ///< one model: a GGUF file or a Hugging Face folder
    };

    QString name; ///< what a person calls it: `Hugging Face cache`
    QString path;
    Layout layout = Layout::Files;
};

/// Where `packaging/get-model` puts models: `headwaters/models` in the person's data folder. Empty where the
/// environment names neither that folder nor a home.
[[nodiscard]] QString
modelDataFolder(const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment());

/// The folders that Headwaters, Hugging Face, Ollama, LM Studio and llama.cpp use in this environment, each
/// once, in this order, whether they are there or not.
[[nodiscard]] std::vector<ModelPlace>
modelPlaces(const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment());

} // namespace headwaters
