#include "core/text/token.h"

#include "core/text/characterclass.h"
#include "core/text/utf8.h"

namespace headwaters {

namespace {

void appendEscaped(QString& out, std::string_view bytes)
{
    constexpr char16_t digits[] = u"0123456789ABCDEF";
    for (const char character : bytes) {
        const auto byte = static_cast<unsigned char>(character);
        out += QLatin1String("\\x");
        out += QChar(digits[byte >> 4]);
        out += QChar(digits[byte & 0xF]);
    }
}

template <typename Show> QString decoded(const QByteArray& bytes, const Show& show)
{
    const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    QString out;
    for (std::size_t at = 0; at < view.size();) {
        const Utf8Step step = utf8At(view, at);
        if (!step.valid || !show(out, step.character))
            appendEscaped(out, view.substr(at, step.length));
        at += step.length;
    }
    return out;
}

} // namespace

QString tokenText(const QByteArray& bytes)
{
    return decoded(bytes, [](QString& out, char32_t character) {
        out += QChar::fromUcs4(character);
        return true;
    });
}

QString tokenLabel(const QByteArray& bytes)
{
    return decoded(bytes, [](QString& out, char32_t character) {
        if (!isPrintableCharacter(character))
            return false;
        if (character == U' ')
            out += QChar(0x00B7);
        else
            out += QChar::fromUcs4(character);
        return true;
    });
}

QString tokenLabel(const Token& token)
{
    return token.special ? QString::fromUtf8(token.bytes) : tokenLabel(token.bytes);
}

} // namespace headwaters
