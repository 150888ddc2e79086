#pragma once

#include "core/base/error.h"

#include <QString>
#include <QtEndian>

#include <cstddef>
#include <cstdint>
#include <span>

namespace headwaters {

/// Reads a GGUF file from front to back, never beyond its end, and says where it stands when something is
/// wrong: `model.gguf: key 3 of 25 (general.name), item 7: ...`.
class GgufCursor {
public:
    GgufCursor(QString path, std::span<const std::byte> bytes);

    /// What is being read: `the header`, `key 3 of 25`.
    void setPlace(const QString& place);
    /// Which item of an array is being read; a negative one for none.
    void setItem(std::int64_t item) { m_item = item; }

    [[nodiscard]] std::size_t position() const { return m_at; }
    [[nodiscard]] std::size_t remaining() const { return m_bytes.size() - m_at; }

    /// A number of the width of `T`; `what` names it in messages. \throws Error where the file ends before.
    template <typename T> [[nodiscard]] T number(const char* what)
    {
        require(sizeof(T), what);
        const T value = qFromLittleEndian<T>(m_bytes.data() + m_at);
        m_at += sizeof(T);
        return value;
    }
    /// A text with its length in front. \throws Error where it is longer than `longest` bytes or the rest of
    /// the file, or no valid UTF-8.
    [[nodiscard]] QString text(const char* what, std::uint64_t longest);

    /// The Error (bad input) for this place.
    [[nodiscard]] Error error(const QString& what) const;

private:
    void require(std::size_t count, const char* what) const;

    QString m_path;
    QString m_place;
    std::int64_t m_item = -1;
    std::span<const std::byte> m_bytes;
    std::size_t m_at = 0;
};

} // namespace headwaters
