#pragma once

#include "core/results/namedtensor.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace headwaters {

/// A NumPy archive (`numpy.load` reads it): float32 arrays in C order, deflated, entry times fixed so that
/// two runs give the same bytes. `comment` becomes the comment of the zip archive, cut at 65535 bytes; numpy
/// passes over it. \throws Error (failure) where the file cannot be written; nothing is half-written.
void writeNpz(const QString& path, const std::vector<NamedTensor>& tensors, const QString& comment = {});
/// Reads what writeNpz and numpy.savez / savez_compressed write (float32, float64, int32, int64, bool; C
/// order).
[[nodiscard]] std::vector<NamedTensor> readNpz(const QString& path);

} // namespace headwaters
