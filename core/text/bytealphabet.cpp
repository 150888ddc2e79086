#include "core/text/bytealphabet.h"

#include <array>

namespace headwaters {

namespace {

constexpr std::size_t alphabetEnd = 0x144; // 68 bytes have no printable character of their own

struct Alphabet {
    std::array<char16_t, 256> characterOfByte{};
    std::array<int, alphabetEnd> byteOfCharacter{};
};

constexpr bool standsForItself(std::size_t byte)
{
    return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
}

constexpr Alphabet makeAlphabet()
{
    Alphabet alphabet;
    alphabet.byteOfCharacter.fill(-1);
    std::size_t next = 0x100;
    for (std::size_t byte = 0; byte < 256; ++byte) {
        const std::size_t character = standsForItself(byte) ? byte : next++;
        alphabet.characterOfByte[byte] = static_cast<char16_t>(character);
        alphabet.byteOfCharacter[character] = static_cast<int>(byte);
    }
    return alphabet;
}

constexpr Alphabet alphabet = makeAlphabet();

} // namespace

QChar byteCharacter(unsigned char byte)
{
    return alphabet.characterOfByte[byte];
}

std::optional<QByteArray> alphabetBytes(const QString& text)
{
    QByteArray bytes;
    bytes.reserve(text.size());
    for (const QChar character : text) {
        const std::size_t code = character.unicode();
        if (code >= alphabetEnd || alphabet.byteOfCharacter[code] < 0)
            return std::nullopt;
        bytes.append(static_cast<char>(alphabet.byteOfCharacter[code]));
    }
    return bytes;
}

QString alphabetText(const QByteArray& bytes)
{
    QString text;
    text.reserve(bytes.size());
    for (const char byte : bytes)
        text.append(byteCharacter(static_cast<unsigned char>(byte)));
    return text;
}

QString byteTokenText(unsigned char byte)
{
    return QStringLiteral("<0x%1>").arg(
        QString::number(byte, 16).toUpper().rightJustified(2, QLatin1Char('0')));
}

} // namespace headwaters
