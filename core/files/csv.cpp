#include "core/files/writing.h"

#include <QUtf8StringView>

#include <algorithm>

namespace headwaters {

namespace {

void appendField(QByteArray& csv, const QString& field, bool alone)
{
    static const QString special = QStringLiteral(",\"\r\n");
    const bool quoted = (alone && field.isEmpty()) // an empty line would be read as no row
        || std::any_of(field.begin(), field.end(), [](QChar c) { return special.contains(c); });
    if (!quoted) {
        csv += field.toUtf8();
        return;
    }
    QString doubled = field;
    doubled.replace(QLatin1Char('"'), QLatin1String("\"\""));
    csv += '"' + doubled.toUtf8() + '"';
}

void appendRow(QByteArray& csv, const QStringList& fields)
{
    for (qsizetype i = 0; i < fields.size(); ++i) {
        if (i > 0)
            csv += ',';
        appendField(csv, fields[i], fields.size() == 1);
    }
    csv += '\n';
}

class CsvReader {
public:
    explicit CsvReader(const QByteArray& bytes) : m_bytes(bytes)
    {
        if (m_bytes.startsWith("\xEF\xBB\xBF"))
            m_next = 3;
    }

    [[nodiscard]] bool atEnd() const { return m_next >= m_bytes.size(); }
    [[nodiscard]] int line() const { return m_line; }

    QStringList readRow()
    {
        QStringList fields;
        do {
            fields << readField();
        } while (!atEnd() && take(','));
        take('\r');
        if (!atEnd() && !take('\n'))
            throw error(QStringLiteral("text after a closing quote"));
        ++m_line;
        return fields;
    }

    [[nodiscard]] Error error(const QString& what) const
    {
        return badInput(QStringLiteral("CSV, line %1: %2").arg(m_line).arg(what));
    }

private:
    bool take(char c)
    {
        if (atEnd() || m_bytes[m_next] != c)
            return false;
        ++m_next;
        return true;
    }

    QString readField() { return take('"') ? readQuoted() : readPlain(); }

    QString readPlain()
    {
        const qsizetype begin = m_next;
        while (!atEnd() && m_bytes[m_next] != ',' && m_bytes[m_next] != '\n'
               && !m_bytes.mid(m_next, 2).startsWith("\r\n"))
            ++m_next;
        return text(m_bytes.mid(begin, m_next - begin));
    }

    QString readQuoted()
    {
        QByteArray field;
        const int openedAt = m_line;
        for (;;) {
            if (atEnd()) {
                m_line = openedAt;
                throw error(QStringLiteral("a quote is never closed"));
            }
            const char c = m_bytes[m_next++];
            if (c == '"' && !take('"'))
                return text(field);
            if (c == '\n')
                ++m_line;
            field += c;
        }
    }

    [[nodiscard]] QString text(const QByteArray& field) const
    {
        if (!QUtf8StringView(field).isValidUtf8())
            throw error(QStringLiteral("invalid UTF-8"));
        return QString::fromUtf8(field);
    }

    const QByteArray& m_bytes;
    qsizetype m_next = 0;
    int m_line = 1;
};

} // namespace

QByteArray toCsv(const CsvTable& table)
{
    QByteArray csv;
    appendRow(csv, table.header);
    for (const QStringList& row : table.rows)
        appendRow(csv, row);
    return csv;
}

CsvTable fromCsv(const QByteArray& bytes)
{
    CsvReader reader(bytes);
    CsvTable table;
    if (!reader.atEnd())
        table.header = reader.readRow();
    while (!reader.atEnd()) {
        const Error badLength = reader.error(
            QStringLiteral("not as many fields as the header has (%1)").arg(table.header.size()));
        table.rows.push_back(reader.readRow());
        if (table.rows.back().size() != table.header.size())
            throw badLength;
    }
    return table;
}

} // namespace headwaters
