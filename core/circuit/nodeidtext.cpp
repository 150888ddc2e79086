#include "core/circuit/nodeidtext.h"

#include "core/base/error.h"
#include "core/text/characterclass.h"
#include "core/text/jsonfields.h"

#include <optional>

namespace headwaters {

namespace {

constexpr qsizetype longestText = 10'000;
constexpr std::size_t mostItems = 16;

void appendHexadecimal(QString& out, char32_t character)
{
    const auto value = static_cast<uint>(character);
    if (character < 0x100)
        out += QStringLiteral("\\x%1").arg(value, 2, 16, QLatin1Char('0'));
    else if (character < 0x10000)
        out += QStringLiteral("\\u%1").arg(value, 4, 16, QLatin1Char('0'));
    else
        out += QStringLiteral("\\U%1").arg(value, 8, 16, QLatin1Char('0'));
}

void appendCharacter(QString& out, char32_t character, QChar quote)
{
    if (character == quote.unicode() || character == U'\\')
        out += QLatin1Char('\\') + QChar(static_cast<char16_t>(character));
    else if (character == U'\n')
        out += QLatin1String("\\n");
    else if (character == U'\r')
        out += QLatin1String("\\r");
    else if (character == U'\t')
        out += QLatin1String("\\t");
    else if (isPrintableCharacter(character))
        out += QChar::fromUcs4(character);
    else
        appendHexadecimal(out, character);
}

class TupleParser {
public:
    TupleParser(QStringView text, const QString& place) : m_text(text), m_place(place) { }

    NodeId parse()
    {
        if (m_text.size() > longestText) {
            throw refused(QStringLiteral("it is %1 characters long; at most %2 are read")
                              .arg(m_text.size())
                              .arg(longestText));
        }
        NodeId id;
        skipSpaces();
        expect(QLatin1Char('('));
        skipSpaces();
        while (!take(QLatin1Char(')'))) {
            if (id.items.size() == mostItems)
                throw error(QStringLiteral("more than %1 items").arg(mostItems));
            id.items.push_back(item());
            skipSpaces();
            const bool comma = take(QLatin1Char(','));
            skipSpaces();
            if (!comma && peek() == QLatin1Char(')') && id.items.size() == 1)
                throw error(QStringLiteral("a tuple of one item needs a comma"));
            if (!comma && peek() != QLatin1Char(')'))
                throw unexpected(QStringLiteral("a comma or a closing bracket"));
        }
        skipSpaces();
        if (m_next < m_text.size())
            throw unexpected(QStringLiteral("the end"));
        return id;
    }

private:
    /// A null character at the end.
    [[nodiscard]] QChar peek() const { return m_next < m_text.size() ? m_text[m_next] : QChar(); }

    bool take(QChar c)
    {
        if (m_next >= m_text.size() || m_text[m_next] != c)
            return false;
        ++m_next;
        return true;
    }

    void expect(QChar c)
    {
        if (!take(c))
            throw unexpected(quoted(c));
    }

    void skipSpaces()
    {
        while (take(QLatin1Char(' '))) { }
    }

    NodeId::Item item()
    {
        const QChar first = peek();
        if (first == QLatin1Char('\'') || first == QLatin1Char('"')) {
            ++m_next;
            return textItem(first);
        }
        if (first == QLatin1Char('-') || isDigit(first))
            return number();
        throw unexpected(QStringLiteral("a whole number or a text in quotes"));
    }

    static bool isDigit(QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); }

    qint64 number()
    {
        const qsizetype begin = m_next;
        take(QLatin1Char('-'));
        const qsizetype digits = m_next;
        while (isDigit(peek()))
            ++m_next;
        const QStringView text = m_text.mid(begin, m_next - begin);
        bool isNumber = false;
        const qint64 value = text.toLongLong(&isNumber);
        const bool leadingZero = m_next - digits > 1 && m_text[digits] == QLatin1Char('0');
        if (!isNumber || leadingZero) {
            m_next = begin;
            throw error(QStringLiteral("%1 is no whole number of 64 bits").arg(quoted(text.toString())));
        }
        return value;
    }

    QString textItem(QChar quote)
    {
        const qsizetype begin = m_next - 1;
        QString out;
        while (m_next < m_text.size()) {
            const QChar c = m_text[m_next++];
            if (c == quote)
                return out;
            if (c == QLatin1Char('\n') || c == QLatin1Char('\r')) {
                --m_next;
                throw error(QStringLiteral("a line break inside a text"));
            }
            if (c == QLatin1Char('\\'))
                appendEscaped(out);
            else
                out += c;
        }
        m_next = begin;
        throw error(QStringLiteral("a quote is never closed"));
    }

    void appendEscaped(QString& out)
    {
        const qsizetype begin = m_next - 1;
        const QChar kind = peek();
        ++m_next;
        switch (kind.unicode()) {
        case u'\\':
        case u'\'':
        case u'"':
            out += kind;
            return;
        case u'n':
            out += QLatin1Char('\n');
            return;
        case u'r':
            out += QLatin1Char('\r');
            return;
        case u't':
            out += QLatin1Char('\t');
            return;
        case u'x':
            return appendCode(out, 2, begin);
        case u'u':
            return appendCode(out, 4, begin);
        case u'U':
            return appendCode(out, 8, begin);
        default:
            m_next = begin;
            throw error(QStringLiteral("an escape that is not known"));
        }
    }

    void appendCode(QString& out, qsizetype length, qsizetype begin)
    {
        const QStringView digits = m_text.mid(m_next, length);
        bool isNumber = digits.size() == length;
        for (const QChar c : digits)
            isNumber = isNumber
                && (isDigit(c) || (c.toLower() >= QLatin1Char('a') && c.toLower() <= QLatin1Char('f')));
        const char32_t code = isNumber ? digits.toUInt(nullptr, 16) : 0;
        if (!isNumber || code > QChar::LastValidCodePoint) {
            m_next = begin;
            throw error(QStringLiteral("an escape without %1 hexadecimal digits of a character").arg(length));
        }
        m_next += length;
        out += QChar::fromUcs4(code);
    }

    [[nodiscard]] Error error(const QString& what) const
    {
        return refused(QStringLiteral("%1 at character %2").arg(what).arg(m_next + 1));
    }

    [[nodiscard]] Error refused(const QString& reason) const
    {
        return badInput(m_place.isEmpty() ? reason : m_place + QStringLiteral(": ") + reason);
    }

    [[nodiscard]] Error unexpected(const QString& expected) const
    {
        const QString found = m_next < m_text.size() ? quoted(m_text[m_next]) : QStringLiteral("the end");
        return error(QStringLiteral("%1 where %2 is expected").arg(found, expected));
    }

    QStringView m_text;
    const QString& m_place;
    qsizetype m_next = 0;
};

} // namespace

QString pythonText(const QString& text)
{
    const bool single = text.contains(QLatin1Char('\'')) && !text.contains(QLatin1Char('"'));
    const QChar quote = single ? QLatin1Char('"') : QLatin1Char('\'');
    QString out(quote);
    // Not QString::toUcs4, which replaces a surrogate without a partner.
    for (qsizetype at = 0; at < text.size(); ++at) {
        char32_t character = text[at].unicode();
        if (text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate()) {
            character = QChar::surrogateToUcs4(text[at], text[at + 1]);
            ++at;
        }
        appendCharacter(out, character, quote);
    }
    return out + quote;
}

QString nodeIdText(const NodeId& id)
{
    QStringList items;
    for (const NodeId::Item& item : id.items) {
        if (const qint64* number = std::get_if<qint64>(&item))
            items << QString::number(*number);
        else
            items << pythonText(std::get<QString>(item));
    }
    const QString comma = items.size() == 1 ? QStringLiteral(",") : QString();
    return QLatin1Char('(') + items.join(QLatin1String(", ")) + comma + QLatin1Char(')');
}

NodeId parseNodeId(QStringView text, const QString& place)
{
    return TupleParser(text, place).parse();
}

} // namespace headwaters
