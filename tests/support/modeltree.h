#pragma once

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

#include <cstdint>
#include <vector>

namespace headwaters {

/// A folder that goes away with its test, filled with the files that programs for models leave behind.
class ModelTree {
public:
    [[nodiscard]] QString path(const QString& name = {}) const;
    /// Writes a file and the folders above it.
    void write(const QString& name, const QByteArray& bytes) const;
    /// A Hugging Face folder with one layer of width 2: 22 numbers in float16 (wte [3, 2], ln_1 [2],
    /// c_fc [2, 4], a mask that is no weight, wpe [3, 2]).
    void writeFolder(const QString& name, const QByteArray& modelType = "gpt2") const;
    /// A GGUF file with the metadata `general.architecture` and one tensor of 64 numbers in Q4_1.
    void writeGguf(const QString& name, const QByteArray& architecture = "llama") const;
    void link(const QString& target, const QString& name) const;

private:
    QTemporaryDir m_folder;
};

/// The bytes of such a GGUF file (version 3, alignment 32). `type`: the number of the tensor's type, 3 for
/// Q4_1, whose two blocks of 32 take 20 bytes each.
[[nodiscard]] QByteArray tinyGguf(const QByteArray& architecture, std::uint32_t type = 3);

} // namespace headwaters
