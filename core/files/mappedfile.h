#pragma once

#include <QFile>
#include <QString>

#include <cstddef>
#include <span>

namespace headwaters {

/// A file as read-only memory, for as long as the object lives. An empty file gives an empty span.
class MappedFile {
public:
    /// \throws Error (bad input) where there is no such file, it is no regular file, or it cannot be read.
    explicit MappedFile(const QString& path);

    [[nodiscard]] std::span<const std::byte> bytes() const { return m_bytes; }
    [[nodiscard]] QString path() const { return m_file.fileName(); }

private:
    QFile m_file;
    std::span<const std::byte> m_bytes;
};

} // namespace headwaters
