#pragma once

#include <QByteArray>
#include <QtEndian>

#include <cstdint>
#include <optional>
#include <vector>

namespace headwaters {

/// The types of GGUF values, by their numbers in the file.
enum class GgufKind : std::uint32_t { U8, I8, U16, I16, U32, I32, F32, Bool, Text, Array, U64, I64, F64 };

/// Puts a GGUF file together, byte by byte, so that a test can break any of them. Counts are those of what
/// was added unless the test sets others.
class GgufBuilder {
public:
    std::uint32_t version = 3;
    QByteArray magic = "GGUF";
    std::optional<std::uint64_t> tensorCount; ///< none: as many as were added
    std::optional<std::uint64_t> keyCount;
    qsizetype alignment = 32;
    QByteArray data; ///< what follows the padding

    /// A number, little-endian.
    template <typename T> static QByteArray number(T value)
    {
        QByteArray bytes(sizeof(T), '\0');
        qToLittleEndian(value, bytes.data());
        return bytes;
    }
    static QByteArray text(const QByteArray& utf8)
    {
        return number(static_cast<std::uint64_t>(utf8.size())) + utf8;
    }
    /// An array's value: type of the items, their number, and the items.
    static QByteArray array(GgufKind kind, std::uint64_t count, const QByteArray& items)
    {
        return number(static_cast<std::uint32_t>(kind)) + number(count) + items;
    }

    GgufBuilder& key(const QByteArray& name, std::uint32_t kind, const QByteArray& value)
    {
        m_keys.push_back(text(name) + number(kind) + value);
        return *this;
    }
    GgufBuilder& key(const QByteArray& name, GgufKind kind, const QByteArray& value)
    {
        return key(name, static_cast<std::uint32_t>(kind), value);
    }
    /// The entry of a tensor; `dimensions` as the file writes them, the one that runs fastest first.
    GgufBuilder& tensor(
        const QByteArray& name, const std::vector<std::uint64_t>& dimensions, std::uint32_t type,
        std::uint64_t offset)
    {
        QByteArray entry = text(name) + number(static_cast<std::uint32_t>(dimensions.size()));
        for (const std::uint64_t dimension : dimensions)
            entry += number(dimension);
        m_tensors.push_back(entry + number(type) + number(offset));
        return *this;
    }

    /// Everything in front of the padding.
    [[nodiscard]] QByteArray head() const
    {
        QByteArray bytes = magic + number(version)
            + number(std::uint64_t{tensorCount.value_or(m_tensors.size())})
            + number(std::uint64_t{keyCount.value_or(m_keys.size())});
        for (const QByteArray& entry : m_keys)
            bytes += entry;
        for (const QByteArray& entry : m_tensors)
            bytes += entry;
        return bytes;
    }
    [[nodiscard]] QByteArray bytes() const
    {
        const QByteArray front = head();
        return front + QByteArray((alignment - front.size() % alignment) % alignment, '\0') + data;
    }

private:
    std::vector<QByteArray> m_keys;
    std::vector<QByteArray> m_tensors;
};

} // namespace headwaters
