#pragma once

#include "core/base/error.h"
#include "core/files/tensorfile.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace headwaters {

/// The key-value pairs of a GGUF file, by name. A reader asks for the kind it needs; every question \throws
/// Error (bad input) that names the file, the key and what stands there instead, and answers none where the
/// key is absent.
class GgufMetadata {
public:
    using Value = std::variant<std::int64_t, double, bool, QString, QStringList, std::vector<double>>;

    GgufMetadata() = default;
    /// `file` is what messages call the file.
    explicit GgufMetadata(QString file, std::map<QString, Value> values = {});

    [[nodiscard]] const QString& file() const { return m_file; }
    [[nodiscard]] const std::map<QString, Value>& values() const { return m_values; }
    [[nodiscard]] bool contains(const QString& key) const { return m_values.contains(key); }

    [[nodiscard]] std::optional<QString> text(const QString& key) const;
    /// A whole number; unsigned 64-bit values above 2^63 - 1 are refused on reading the file.
    [[nodiscard]] std::optional<std::int64_t> integer(const QString& key) const;
    /// A whole number or a float, which must be finite.
    [[nodiscard]] std::optional<double> number(const QString& key) const;
    [[nodiscard]] std::optional<bool> flag(const QString& key) const;
    /// An array of strings; null where it is absent.
    [[nodiscard]] const QStringList* texts(const QString& key) const;
    /// An array of whole numbers, floats or booleans; null where it is absent.
    [[nodiscard]] const std::vector<double>* numbers(const QString& key) const;
    /// The Error for a key: `model.gguf: llama.block_count is 0: why`; `is missing: why` where it is absent.
    [[nodiscard]] Error fault(const QString& key, const QString& why) const;

private:
    QString m_file;
    std::map<QString, Value> m_values;
};

/// A GGUF file (versions 2 and 3, little-endian): metadata read, tensors mapped. Shapes are row-major as
/// everywhere else, so reversed from how the file writes them: the embedding is [vocabulary, d_model].
class GgufFile : public TensorFile {
public:
    [[nodiscard]] virtual const GgufMetadata& metadata() const = 0;
};

/// Opens a GGUF file. Every count, offset, type, string length and the alignment is checked before it is
/// used; a tensor of a type that is not implemented is listed as DType::Other. \throws Error (bad input) with
/// file, field and number for every way it can be broken, and for one of several files of a model.
[[nodiscard]] std::shared_ptr<const GgufFile> openGguf(const QString& path);

/// Its metadata alone: what the list of models on this computer reads.
[[nodiscard]] GgufMetadata readGgufMetadata(const QString& path);

/// Whether the file begins with the letters GGUF, whatever its name; false where it cannot be read.
[[nodiscard]] bool beginsAsGguf(const QString& path);

} // namespace headwaters
