#pragma once

#include "core/files/modelfolder.h"

#include <QString>

namespace headwaters {

/// The family that a model's headers name: `model_type` of config.json, `general.architecture` of a GGUF
/// file; empty where they name none.
[[nodiscard]] QString familyName(const ModelFolder& model);

/// Why models of the family cannot be opened, one sentence; empty where they can, as far as the family goes:
/// whether its switches are implemented shows on opening.
[[nodiscard]] QString familyProblem(const ModelFolder& model);

/// The unembedding is the embedding: by config.json or the family's default; a GGUF file never says so, it
/// leaves out the second tensor.
[[nodiscard]] bool isTied(const ModelFolder& model);

} // namespace headwaters
