#pragma once

#include "core/engine/model/config.h"
#include "core/engine/model/tensorlayout.h"

namespace headwaters {

// What the descriptions of several families share.

// Bounds that no model reaches and no product of which overflows 63 bits.
inline constexpr std::int64_t mostLayers = 4096;
inline constexpr std::int64_t widest = 1 << 20;
inline constexpr std::int64_t longest = 1 << 26;

/// Refuses every switch of a config.json that changes the arithmetic and that no family here honours; those
/// in `honoured` are left to the caller.
void refuseSwitches(const ConfigReader& reader, const QStringList& honoured = {});

/// The sizes that families since Llama share: layers, width, MLP, vocabulary, context, and the three numbers
/// of heads. `keyValueHeads` stands for an absent num_key_value_heads (0, or null in the file: as many as
/// heads), `headSize` for an absent head_dim (0: d_model / heads).
void readSizes(
    const ConfigReader& reader, ModelConfig& config, std::int64_t keyValueHeads, std::int64_t headSize);
/// The same from the metadata of a GGUF file, whose keys begin with `architecture.`.
void readGgufSizes(const ConfigReader& reader, const QString& architecture, ModelConfig& config);
/// \throws Error naming the field where the heads do not divide into groups or a head cannot be rotated.
void checkHeads(const ConfigReader& reader, const ModelConfig& config, const QString& keyValueField);

/// \throws Error naming the field where heads share keys and values and the family has one tensor for all
/// three.
void refuseGroups(const ConfigReader& reader, const ModelConfig& config, const QString& keyValueField);

/// Rotary positions over `dimensions` of the `dHead` of each head from rope_theta, rope_scaling (linear and
/// llama3) or the newer rope_parameters. \throws Error naming another kind of scaling.
[[nodiscard]] Rotary readRotary(
    const ConfigReader& reader, std::int64_t dimensions, std::int64_t dHead, const QString& baseField,
    double base);
/// The same from the metadata of a GGUF file. The factors of a tensor rope_freqs come later.
[[nodiscard]] Rotary
readGgufRotary(const ConfigReader& reader, const QString& architecture, std::int64_t dimensions);

/// Which layers see a window: those that `layer_types` calls sliding_attention, or where there is no such
/// list, those for which `bySize` says so. Empty where no layer does.
[[nodiscard]] std::vector<std::int64_t> readWindows(
    const ConfigReader& reader, const ModelConfig& config, std::int64_t window, bool (*bySize)(std::int64_t));

/// The layout of a Llama in a Hugging Face folder and in a GGUF file, which later families change in places.
[[nodiscard]] TensorLayout llamaLayout();
[[nodiscard]] TensorLayout llamaGgufLayout();

} // namespace headwaters
