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

/// Number formats of stored weights; those with a Q are blocks of small whole numbers that share a scale.
/// `Other` is a format that the file may hold but Headwaters does not compute with (I64, BOOL, IQ2_XS, ...):
/// such a tensor is listed and refused only by the one who asks for its numbers.
enum class DType {
    F32,
    F16,
    BF16,
    Q4_0,
    Q4_1,
    Q5_0,
    Q5_1,
    Q8_0,
    Q2_K,
    Q3_K,
    Q4_K,
    Q5_K,
    Q6_K,
    IQ4_NL,
    IQ4_XS,
    Other
};

/// `float32`, `float16`, `bfloat16`, `Q4_1`; `other` where Headwaters does not compute with it.
[[nodiscard]] QString dtypeText(DType dtype);
/// How many numbers share a block, and the bytes that one takes: 1 and its size for a plain number; 1 and 0
/// for `Other`.
[[nodiscard]] std::size_t blockLength(DType dtype);
[[nodiscard]] std::size_t blockBytes(DType dtype);

/// One tensor in a mapped file. `bytes` stays valid as long as the TensorFile that gave it lives.
struct TensorView {
    QString name;
    DType dtype = DType::F32;
    QString storedDtype; ///< as the file writes it: `F32`, `BF16`, `I64`, `Q4_1`
    std::vector<std::int64_t> shape; ///< its last extent is whole blocks
    std::span<const std::byte> bytes; ///< row-major, block after block; its length follows from shape and
                                      ///< dtype; it need not be aligned
    QString file; ///< the file it stands in, for messages
};

/// Number of elements: the product of the shape, 1 for a scalar.
[[nodiscard]] std::size_t elementCount(const TensorView& tensor);
/// `count` elements from `first` on as a tensor of one dimension; both are multiples of the block length.
/// \throws Error (bad input) naming file, tensor and dtype where the dtype is `Other`.
[[nodiscard]] TensorView part(const TensorView& tensor, std::size_t first, std::size_t count);

/// Named tensors in one or several memory-mapped files, every offset checked on opening.
class TensorFile {
public:
    virtual ~TensorFile() = default;
    [[nodiscard]] virtual const std::map<QString, TensorView>& tensors() const = 0;
    /// The files the tensors stand in, in order of name.
    [[nodiscard]] virtual QStringList files() const = 0;
    /// What the header of one `.safetensors` file says of itself: the texts in its `__metadata__`.
    [[nodiscard]] virtual std::map<QString, QString> notes() const { return {}; }
};

/// Opens one `.safetensors` file. \throws Error with file, tensor and number for every way it can be broken.
[[nodiscard]] std::shared_ptr<const TensorFile> openSafetensors(const QString& path);
/// Opens all shards that a `model.safetensors.index.json` names. Tensors that the index does not name are
/// left out.
[[nodiscard]] std::shared_ptr<const TensorFile> openSafetensorsShards(const QString& indexPath);

/// The tensor widened to float32, row-major. F16 and BF16 convert exactly, subnormals and infinities
/// included; blocks give what their formulas give in float32, step by step. \throws Error (bad input) naming
/// file, tensor and dtype where the dtype is `Other`.
[[nodiscard]] std::vector<float> toFloat32(const TensorView& tensor);
/// As above, into memory of the caller; `out.size()` equals the number of elements.
void toFloat32(const TensorView& tensor, std::span<float> out);
/// The numbers of a tensor that is stored as F64. No weights are read this way. \throws Error (bad input)
/// naming file, tensor and dtype where it is stored otherwise.
[[nodiscard]] std::vector<double> toFloat64(const TensorView& tensor);

} // namespace headwaters
