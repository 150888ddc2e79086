#pragma once

#include <QString>

namespace headwaters {

/// What Ollama calls the model of a manifest that lies at `HOST/NAMESPACE/NAME/TAG`: `NAME:TAG` in its own
/// library, else with the namespace.
[[nodiscard]] QString ollamaName(const QString& place);

/// The GGUF file that a manifest names, below `models` (the folder that holds `manifests` and `blobs`).
/// \throws Error (bad input) with file and field where the manifest is broken, names no model or several, has
/// a digest that is no SHA-256, or the file is not there.
[[nodiscard]] QString ollamaBlob(const QString& models, const QString& manifest);

} // namespace headwaters
