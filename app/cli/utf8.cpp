#include "app/cli/utf8.h"

#include "core/base/error.h"
#include "core/text/utf8.h"

#include <QStringDecoder>

namespace headwaters {

using namespace Qt::StringLiterals;

std::optional<qsizetype> firstInvalidUtf8(QByteArrayView bytes)
{
    const std::string_view view(bytes.data(), static_cast<std::size_t>(bytes.size()));
    for (std::size_t i = 0; i < view.size();) {
        const Utf8Step step = utf8At(view, i);
        if (!step.valid)
            return static_cast<qsizetype>(i);
        i += step.length;
    }
    return std::nullopt;
}

QString decodeUtf8(QByteArrayView bytes, const QString& what)
{
    if (const auto offset = firstInvalidUtf8(bytes))
        throw badInput(u"%1 is not UTF-8: byte 0x%2 at offset %3."_s.arg(
            what, QString::number(static_cast<unsigned char>(bytes[*offset]), 16).rightJustified(2, u'0'),
            QString::number(*offset)));
    // QString::fromUtf8 would drop a leading byte order mark.
    QStringDecoder decoder(
        QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    return decoder.decode(bytes);
}

} // namespace headwaters
