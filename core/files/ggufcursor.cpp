#include "core/files/ggufcursor.h"

#include "core/files/reading.h"

#include <QUtf8StringView>

namespace headwaters {

namespace {

// QString::fromUtf8 takes a byte order mark at the beginning away, but a vocabulary may hold one as a token.
QString fromValidUtf8(QByteArrayView bytes)
{
    constexpr QByteArrayView mark("\xEF\xBB\xBF");
    QString marks;
    while (bytes.startsWith(mark)) {
        marks += QChar(QChar::ByteOrderMark);
        bytes = bytes.sliced(mark.size());
    }
    const QString rest = QString::fromUtf8(bytes);
    return marks.isEmpty() ? rest : marks + rest;
}

} // namespace

GgufCursor::GgufCursor(QString path, std::span<const std::byte> bytes)
    : m_path(std::move(path)),
      m_bytes(bytes)
{
}

void GgufCursor::setPlace(const QString& place)
{
    m_place = place;
    m_item = -1;
}

QString GgufCursor::text(const char* what, std::uint64_t longest)
{
    const auto length = number<std::uint64_t>(what);
    if (length > remaining()) {
        throw error(QStringLiteral("%1 is said to be %2 bytes long, but only %3 bytes of the file are left")
                        .arg(QLatin1String(what))
                        .arg(length)
                        .arg(remaining()));
    }
    if (length > longest) {
        throw error(QStringLiteral("%1 is %2 bytes long; at most %3 are allowed")
                        .arg(QLatin1String(what))
                        .arg(length)
                        .arg(longest));
    }
    const QByteArrayView bytes(
        reinterpret_cast<const char*>(m_bytes.data() + m_at), static_cast<qsizetype>(length));
    if (!QUtf8StringView(bytes).isValidUtf8())
        throw error(QStringLiteral("%1 at byte %2 is no valid UTF-8").arg(QLatin1String(what)).arg(m_at));
    m_at += length;
    return fromValidUtf8(bytes);
}

Error GgufCursor::error(const QString& what) const
{
    QString place = m_place;
    if (m_item >= 0)
        place += QStringLiteral(", item %1").arg(m_item);
    return badInput(QStringLiteral("%1: %2: %3").arg(pathForMessage(m_path), place, what));
}

void GgufCursor::require(std::size_t count, const char* what) const
{
    if (count > remaining()) {
        throw error(QStringLiteral("the file ends at byte %1, before the end of %2")
                        .arg(m_bytes.size())
                        .arg(QLatin1String(what)));
    }
}

} // namespace headwaters
