#include "core/files/ggufheader.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

namespace headwaters {

// The format, as https://github.com/ggml-org/ggml/blob/master/docs/gguf.md describes it, little-endian:
//
//     4 bytes  "GGUF"
//     u32      version
//     u64      number of tensors
//     u64      number of key-value pairs
//     pairs    key (text), type (u32), value; a text is its length (u64) and UTF-8; an array is the type of
//              its items (u32), their number (u64) and the items
//     tensors  name (text), number of dimensions (u32), dimensions (u64 each, the one that runs fastest
//              first), type (u32), offset (u64) into the data
//     padding  to a multiple of general.alignment
//     data

namespace {

constexpr std::uint32_t magic = 0x46554747; // "GGUF" as a little-endian number
constexpr std::uint64_t longestName = 65535; // of a key or a tensor, by the format
constexpr std::uint64_t longestText = 1 << 26;
constexpr std::uint64_t longestArray = 1 << 24; // the largest vocabularies have 2^18 tokens
constexpr std::uint64_t leastPair = 8 + 1 + 4 + 1; // key of one letter, type, one byte
constexpr std::uint64_t leastTensor = 8 + 1 + 4 + 8 + 4 + 8; // name of one letter, one dimension
constexpr std::uint64_t largestAlignment = 1 << 16;
constexpr std::int64_t largestExact = std::int64_t{1} << 53; // of the whole numbers in a double

enum class Kind : std::uint32_t { U8, I8, U16, I16, U32, I32, F32, Bool, Text, Array, U64, I64, F64 };

/// The least number of bytes that a value takes.
constexpr std::array<std::uint64_t, 13> leastBytes{1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8};

Kind readKind(GgufCursor& cursor, const char* what)
{
    const auto kind = cursor.number<std::uint32_t>(what);
    if (kind >= leastBytes.size()) {
        throw cursor.error(QStringLiteral("%1 is %2, but the types of GGUF are 0 to %3")
                               .arg(QLatin1String(what))
                               .arg(kind)
                               .arg(leastBytes.size() - 1));
    }
    return static_cast<Kind>(kind);
}

bool isWhole(Kind kind)
{
    return kind != Kind::F32 && kind != Kind::F64 && kind != Kind::Bool && kind != Kind::Text
        && kind != Kind::Array;
}

std::int64_t readWhole(GgufCursor& cursor, Kind kind)
{
    switch (kind) {
    case Kind::U8:
        return cursor.number<std::uint8_t>("its value");
    case Kind::I8:
        return cursor.number<std::int8_t>("its value");
    case Kind::U16:
        return cursor.number<std::uint16_t>("its value");
    case Kind::I16:
        return cursor.number<std::int16_t>("its value");
    case Kind::U32:
        return cursor.number<std::uint32_t>("its value");
    case Kind::I32:
        return cursor.number<std::int32_t>("its value");
    case Kind::U64: {
        const auto value = cursor.number<std::uint64_t>("its value");
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            throw cursor.error(QStringLiteral("its value %1 is above 2^63 - 1").arg(value));
        return static_cast<std::int64_t>(value);
    }
    default:
        return cursor.number<std::int64_t>("its value");
    }
}

bool readBool(GgufCursor& cursor)
{
    const auto value = cursor.number<std::uint8_t>("its value");
    if (value > 1)
        throw cursor.error(QStringLiteral("its value is %1; a truth value is 0 or 1").arg(value));
    return value == 1;
}

double readFloat(GgufCursor& cursor, Kind kind)
{
    return kind == Kind::F32 ? static_cast<double>(cursor.number<float>("its value"))
                             : cursor.number<double>("its value");
}

double readItem(GgufCursor& cursor, Kind kind)
{
    if (kind == Kind::Bool)
        return readBool(cursor) ? 1.0 : 0.0;
    if (!isWhole(kind))
        return readFloat(cursor, kind);
    const std::int64_t value = readWhole(cursor, kind);
    if (value > largestExact || value < -largestExact)
        throw cursor.error(QStringLiteral("its value %1 is beyond 2^53").arg(value));
    return static_cast<double>(value);
}

GgufMetadata::Value readArray(GgufCursor& cursor)
{
    const Kind kind = readKind(cursor, "the type of its items");
    if (kind == Kind::Array)
        throw cursor.error(QStringLiteral("an array of arrays, which Headwaters does not read"));
    const auto count = cursor.number<std::uint64_t>("the number of its items");
    const std::uint64_t most = cursor.remaining() / leastBytes.at(static_cast<std::size_t>(kind));
    if (count > most) {
        throw cursor.error(
            QStringLiteral("an array of %1 items, but the %2 bytes that are left can hold at most %3")
                .arg(count)
                .arg(cursor.remaining())
                .arg(most));
    }
    if (count > longestArray) {
        throw cursor.error(
            QStringLiteral("an array of %1 items; at most %2 are read").arg(count).arg(longestArray));
    }
    const auto length = static_cast<std::int64_t>(count);
    if (kind == Kind::Text) {
        QStringList texts;
        texts.reserve(length);
        for (std::int64_t item = 0; item < length; ++item) {
            cursor.setItem(item);
            texts << cursor.text("its text", longestText);
        }
        return texts;
    }
    std::vector<double> numbers;
    numbers.reserve(count);
    for (std::int64_t item = 0; item < length; ++item) {
        cursor.setItem(item);
        numbers.push_back(readItem(cursor, kind));
    }
    return numbers;
}

GgufMetadata::Value readValue(GgufCursor& cursor)
{
    const Kind kind = readKind(cursor, "its type");
    switch (kind) {
    case Kind::Text:
        return cursor.text("its text", longestText);
    case Kind::Array:
        return readArray(cursor);
    case Kind::Bool:
        return readBool(cursor);
    case Kind::F32:
    case Kind::F64:
        return readFloat(cursor, kind);
    default:
        return readWhole(cursor, kind);
    }
}

void readVersion(GgufCursor& cursor)
{
    const auto begin = cursor.number<std::uint32_t>("the four letters GGUF");
    if (begin != magic) {
        throw cursor.error(QStringLiteral("the file begins with the bytes %1, not with the letters GGUF")
                               .arg(qFromBigEndian(qToLittleEndian(begin)), 8, 16, QLatin1Char('0')));
    }
    const auto version = cursor.number<std::uint32_t>("the version");
    if (version != 0 && (version & 0xffffU) == 0) {
        throw cursor.error(QStringLiteral("a big-endian file (its version reads %1); Headwaters reads "
                                          "little-endian ones")
                               .arg(version));
    }
    if (version != 2 && version != 3) {
        throw cursor.error(QStringLiteral("GGUF version %1; Headwaters reads 2 and 3").arg(version));
    }
}

std::uint64_t
readCount(GgufCursor& cursor, const char* what, std::uint64_t least, std::uint64_t otherwiseTaken = 0)
{
    const auto count = cursor.number<std::uint64_t>(what);
    const std::uint64_t left =
        cursor.remaining() - std::min<std::uint64_t>(cursor.remaining(), otherwiseTaken);
    if (count > left / least) {
        throw cursor.error(QStringLiteral("%1 is %2, but the %3 bytes that follow can hold at most %4")
                               .arg(QLatin1String(what))
                               .arg(count)
                               .arg(left)
                               .arg(left / least));
    }
    return count;
}

std::uint64_t alignmentOf(const std::map<QString, GgufMetadata::Value>& values, const GgufCursor& cursor)
{
    const auto found = values.find(QStringLiteral("general.alignment"));
    if (found == values.end())
        return 32;
    const auto* const value = std::get_if<std::int64_t>(&found->second);
    if (value == nullptr)
        throw cursor.error(QStringLiteral("general.alignment is no whole number"));
    if (*value < 8 || *value > static_cast<std::int64_t>(largestAlignment)
        || !std::has_single_bit(static_cast<std::uint64_t>(*value))) {
        throw cursor.error(QStringLiteral("general.alignment is %1, not a power of two from 8 to %2")
                               .arg(*value)
                               .arg(largestAlignment));
    }
    return static_cast<std::uint64_t>(*value);
}

} // namespace

GgufHeader readGgufHeader(GgufCursor& cursor)
{
    GgufHeader header;
    const QString place = QStringLiteral("the header");
    cursor.setPlace(place);
    readVersion(cursor);
    header.tensorCount = readCount(cursor, "the number of tensors", leastTensor, 8);
    const std::uint64_t pairs = readCount(cursor, "the number of keys", leastPair);
    for (std::uint64_t pair = 0; pair < pairs; ++pair) {
        const QString ordinal = QStringLiteral("key %1 of %2").arg(pair + 1).arg(pairs);
        cursor.setPlace(ordinal);
        const QString key = cursor.text("its name", longestName);
        if (key.isEmpty())
            throw cursor.error(QStringLiteral("its name is empty"));
        cursor.setPlace(QStringLiteral("%1 (%2)").arg(ordinal, forMessage(key)));
        if (header.values.contains(key))
            throw cursor.error(QStringLiteral("the file has this key twice"));
        header.values.emplace(key, readValue(cursor));
    }
    cursor.setPlace(place);
    header.alignment = alignmentOf(header.values, cursor);
    return header;
}

} // namespace headwaters
