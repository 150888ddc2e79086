#pragma once

#include "core/results/namedtensor.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <vector>

namespace headwaters {

/// The header of a `.npy` entry for a float32 array in C order: format version 1.0, padded so that the data
/// begin at a multiple of 64, as numpy writes it.
[[nodiscard]] QByteArray npyHeader(const std::vector<std::int64_t>& shape);

/// The array in the bytes of a `.npy` entry, as float32. Reads format versions 1 to 3; float32, float64,
/// int32, int64 and bool, little-endian, C order. `name` is what messages call the place. \throws Error (bad
/// input) with the field and the number.
[[nodiscard]] NamedTensor parseNpy(const QByteArray& bytes, const QString& name);

} // namespace headwaters
