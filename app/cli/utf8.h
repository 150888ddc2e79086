#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace headwaters {

/// Offset of the first byte that is no part of well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms,
/// no surrogates, nothing above U+10FFFF); none where all of it is well-formed.
[[nodiscard]] std::optional<qsizetype> firstInvalidUtf8(QByteArrayView bytes);

/// `bytes` as text, nothing added and nothing dropped: a byte order mark stays a character.
/// \throws Error (bad input) that names `what` and the offset of the first byte that is not UTF-8.
[[nodiscard]] QString decodeUtf8(QByteArrayView bytes, const QString& what);

} // namespace headwaters
