#pragma once

#include "core/engine/model/config.h"
#include "core/engine/model/weights.h"

#include <vector>

namespace headwaters {

/// What sets one family of models apart: how its configuration reads and how its tensors are called. A family
/// is one such description in a file of its own; the forward knows none of them.
struct Family {
    QString name; ///< `model_type` of config.json
    QStringList architectures; ///< those of its classes whose arithmetic is the one implemented
    /// Reads the configuration; refuses by name every switch that changes the arithmetic and is not
    /// implemented.
    ModelConfig (*readConfig)(const ConfigReader& reader);
    /// The tensors it expects, each with its place in `weights`, which must outlive the slots. Refuses
    /// tensors that show the model to be another than the configuration says.
    std::vector<WeightSlot> (*weightSlots)(
        const TensorFile& file, const ModelConfig& config, Weights& weights);
};

/// The family that a configuration names. \throws Error (bad input) naming an unknown family or architecture.
[[nodiscard]] const Family& findFamily(const ConfigReader& reader);

[[nodiscard]] const Family& gpt2Family();

} // namespace headwaters
