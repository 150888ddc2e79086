#pragma once

#include <QByteArray>
#include <QString>

namespace headwaters {

/// Text from bytes that arrive in pieces: a character whose bytes are not all there yet waits for them, so
/// that a text made of tokens can be shown as it grows.
class Utf8Stream {
public:
    /// Takes more bytes and gives the characters that are whole now. Bytes that are no part of a character
    /// become U+FFFD.
    [[nodiscard]] QString add(const QByteArray& bytes);
    /// What still waits, as U+FFFD: no more bytes come.
    [[nodiscard]] QString finish();

private:
    QByteArray m_waiting;
};

} // namespace headwaters
