#pragma once

#include <QByteArray>
#include <QString>
#include <QStringView>

#include <string>
#include <string_view>

namespace headwaters {

/// UTF-8 of a text; each surrogate without a partner becomes U+FFFD (3 bytes).
[[nodiscard]] std::string toUtf8(QStringView text);
/// The same as a QByteArray. QString::toUtf8 would write a question mark.
[[nodiscard]] QByteArray utf8Bytes(QStringView text);

/// The text of valid UTF-8, a byte order mark at its start included. QString::fromUtf8 would drop that.
[[nodiscard]] QString fromUtf8(std::string_view bytes);
/// The text of bytes that may be no UTF-8: what is no part of a character becomes U+FFFD.
[[nodiscard]] QString fromAnyBytes(std::string_view bytes);

/// One step through bytes that may or may not be UTF-8.
struct Utf8Step {
    char32_t character = 0; ///< U+FFFD where `valid` is false
    std::size_t length = 0; ///< bytes of the character, or of the longest broken start of one; 0 at the end
    bool valid = false; ///< false for a byte that is no part of a character
};

/// The character that starts at byte `at`. Overlong forms, surrogates and values above U+10FFFF are not
/// valid; a broken character is as long as Unicode's "maximal subpart", so that replacing each gives what
/// Python and Rust give.
[[nodiscard]] Utf8Step utf8At(std::string_view bytes, std::size_t at);

} // namespace headwaters
