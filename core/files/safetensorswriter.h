#pragma once

#include "core/files/tensorfile.h"
#include "core/results/namedtensor.h"

#include <QString>

#include <map>
#include <vector>

namespace headwaters {

/// Writes a `.safetensors` file that openSafetensors and the reference implementation read: tensors in the
/// given order, data aligned to 8 bytes. F16 and BF16 round to nearest, ties to even; what is too large for
/// F16 becomes infinite. \throws Error (failure) where the file cannot be written (nothing is half-written),
/// where two tensors share a name, or where a shape does not fit its values.
void writeSafetensors(const QString& path, const std::vector<NamedTensor>& tensors, DType dtype);
/// As above, as F64 and with `metadata` in the header, whose values TensorFile::notes gives again.
void writeSafetensors(
    const QString& path, const std::vector<WideTensor>& tensors, const std::map<QString, QString>& metadata);

} // namespace headwaters
