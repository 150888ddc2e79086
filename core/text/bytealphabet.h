#pragma once

#include <QByteArray>
#include <QChar>
#include <QString>

#include <optional>

namespace headwaters {

/// GPT-2's byte alphabet: each byte has one printable character, so that a vocabulary of bytes is readable
/// text in a file. Printable bytes stand for themselves, the others for U+0100, U+0101 ... in order; a space
/// is `Ġ`.

/// The character of a byte.
[[nodiscard]] QChar byteCharacter(unsigned char byte);
/// The bytes that a token of a vocabulary file stands for; none where a character is not of the alphabet.
[[nodiscard]] std::optional<QByteArray> alphabetBytes(const QString& text);
/// Bytes as a vocabulary file writes them.
[[nodiscard]] QString alphabetText(const QByteArray& bytes);

/// How SentencePiece writes the token of a byte: `<0x0A>`.
[[nodiscard]] QString byteTokenText(unsigned char byte);

} // namespace headwaters
