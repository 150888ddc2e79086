#include "core/text/utf8.h"

#include <QChar>
#include <QStringConverter>

namespace headwaters {

namespace {

void append(std::string& out, char32_t character)
{
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (character < 0x80) {
        put(character);
    } else if (character < 0x800) {
        put(0xC0 | (character >> 6));
        put(0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
        put(0xE0 | (character >> 12));
        put(0x80 | ((character >> 6) & 0x3F));
        put(0x80 | (character & 0x3F));
    } else {
        put(0xF0 | (character >> 18));
        put(0x80 | ((character >> 12) & 0x3F));
        put(0x80 | ((character >> 6) & 0x3F));
        put(0x80 | (character & 0x3F));
    }
}

// What the Unicode standard (table 3-7) allows after a first byte.
struct Start {
    std::size_t length = 0;
    unsigned char secondFrom = 0x80;
    unsigned char secondTo = 0xBF;
    char32_t bits = 0;
};

Start startOf(unsigned char first)
{
    if (first >= 0xC2 && first <= 0xDF)
        return {2, 0x80, 0xBF, first & 0x1FU};
    if (first >= 0xE0 && first <= 0xEF) {
        const unsigned char from = first == 0xE0 ? 0xA0 : 0x80;
        const unsigned char to = first == 0xED ? 0x9F : 0xBF;
        return {3, from, to, first & 0x0FU};
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const unsigned char from = first == 0xF0 ? 0x90 : 0x80;
        const unsigned char to = first == 0xF4 ? 0x8F : 0xBF;
        return {4, from, to, first & 0x07U};
    }
    return {};
}

} // namespace

std::string toUtf8(QStringView text)
{
    std::string out;
    out.reserve(static_cast<std::size_t>(text.size()) + 16);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar unit = text[i];
        if (!unit.isSurrogate()) {
            append(out, unit.unicode());
        } else if (unit.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            append(out, QChar::surrogateToUcs4(unit, text[i + 1]));
            ++i;
        } else {
            append(out, QChar::ReplacementCharacter);
        }
    }
    return out;
}

QString fromUtf8(std::string_view bytes)
{
    QStringDecoder decoder(QStringConverter::Utf8, QStringConverter::Flag::ConvertInitialBom);
    return decoder(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
}

QByteArray utf8Bytes(QStringView text)
{
    return QByteArray::fromStdString(toUtf8(text));
}

Utf8Step utf8At(std::string_view bytes, std::size_t at)
{
    if (at >= bytes.size())
        return {};
    const auto byteAt = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char first = byteAt(at);
    if (first < 0x80)
        return {first, 1, true};
    const Start start = startOf(first);
    if (start.length == 0)
        return {QChar::ReplacementCharacter, 1, false};
    char32_t character = start.bits;
    for (std::size_t i = 1; i < start.length; ++i) {
        const unsigned char from = i == 1 ? start.secondFrom : 0x80;
        const unsigned char to = i == 1 ? start.secondTo : 0xBF;
        if (at + i >= bytes.size() || byteAt(at + i) < from || byteAt(at + i) > to)
            return {QChar::ReplacementCharacter, i, false};
        character = (character << 6) | (byteAt(at + i) & 0x3FU);
    }
    return {character, start.length, true};
}

QString fromAnyBytes(std::string_view bytes)
{
    QString text;
    for (std::size_t at = 0; at < bytes.size();) {
        const Utf8Step step = utf8At(bytes, at);
        text += QChar::fromUcs4(step.character);
        at += step.length;
    }
    return text;
}

} // namespace headwaters
