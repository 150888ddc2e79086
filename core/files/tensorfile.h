#pragma once

#include <QString>
#include <QStringList>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace headwaters {

/// Number formats of stored weights. `Other` is a format that the file may hold but Headwaters does not
/// compute with (I64, BOOL, F64, ...): such a tensor is listed and refused only by the one who asks for its
/// numbers.
enum class DType { F32, F16, BF16, Other };

/// `float32`, `float16`, `bfloat16`; `other` where Headwaters does not compute with it.
[[nodiscard]] QString dtypeText(DType dtype);

/// One tensor in a mapped file. `bytes` stays valid as long as the TensorFile that gave it lives.
struct TensorView {
    QString name;
    DType dtype = DType::F32;
    QString storedDtype; ///< as the file writes it: `F32`, `BF16`, `I64`
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes; ///< row-major; its length equals the product of shape and dtype size;
                                      ///< it need not be aligned
    QString file; ///< the file it stands in, for messages
};

/// Number of elements: the product of the shape, 1 for a scalar.
[[nodiscard]] std::size_t elementCount(const TensorView& tensor);

/// Named tensors in one or several memory-mapped files, every offset checked on opening.
class TensorFile {
public:
    virtual ~TensorFile() = default;
    [[nodiscard]] virtual const std::map<QString, TensorView>& tensors() const = 0;
    /// The files the tensors stand in, in order of name.
    [[nodiscard]] virtual QStringList files() const = 0;
};

/// Opens one `.safetensors` file. \throws Error with file, tensor and number for every way it can be broken.
[[nodiscard]] std::shared_ptr<const TensorFile> openSafetensors(const QString& path);
/// Opens all shards that a `model.safetensors.index.json` names. Tensors that the index does not name are
/// left out.
[[nodiscard]] std::shared_ptr<const TensorFile> openSafetensorsShards(const QString& indexPath);

/// The tensor widened to float32, row-major. F16 and BF16 convert exactly, subnormals and infinities
/// included. \throws Error (bad input) naming file, tensor and dtype where the dtype is `Other`.
[[nodiscard]] std::vector<float> toFloat32(const TensorView& tensor);
/// As above, into memory of the caller; `out.size()` equals the number of elements.
void toFloat32(const TensorView& tensor, std::span<float> out);

} // namespace headwaters
