#pragma once

#include "core/engine/model/config.h"
#include "core/engine/model/tensorlayout.h"
#include "core/files/modelfolder.h"

#include <vector>

namespace headwaters {

/// What sets one family of models apart: how its configuration reads and how its tensors are called, in a
/// Hugging Face folder and in a GGUF file. A family is one such description in a file of its own; the forward
/// knows none of them.
struct Family {
    /// The configuration is refused by name for every switch that changes the arithmetic and is not
    /// implemented.
    using ReadConfig = ModelConfig (*)(const ConfigReader& reader);
    using MakeLayout = TensorLayout (*)(const ModelConfig& config);

    QString name; ///< `model_type` of config.json
    QStringList architectures; ///< those of its classes whose arithmetic is the one implemented
    ReadConfig readConfig;
    MakeLayout layout;

    QString ggufName; ///< `general.architecture`; empty where no GGUF file holds it under a name of its own
    ReadConfig readGguf = nullptr; ///< the metadata without arrays
    MakeLayout ggufLayout = nullptr;
};

/// An opened folder or file, understood: of which family, with which configuration, its tensors where.
struct ModelDescription {
    QString family;
    ModelConfig config;
    TensorLayout layout;
    QString source; ///< what messages call the place of the configuration: `config.json`
};

/// \throws Error (bad input) naming an unknown family or architecture, or the field of the configuration.
[[nodiscard]] ModelDescription describeModel(const ModelFolder& folder);

[[nodiscard]] const Family& gpt2Family();
[[nodiscard]] const Family& gptNeoXFamily();
[[nodiscard]] const Family& llamaFamily();
[[nodiscard]] const Family& mistralFamily();
[[nodiscard]] const Family& qwen2Family();
[[nodiscard]] const Family& qwen3Family();
[[nodiscard]] const Family& gemma2Family();

} // namespace headwaters
