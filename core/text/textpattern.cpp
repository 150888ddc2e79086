#include "core/text/textpattern.h"

#include "core/text/unicodeupdates.h"
#include "core/text/utf8.h"

#include <optional>

namespace headwaters {

namespace {

// The classes as Unicode defines them for regular expressions, written as the inside of a class.
const QString spaces = QStringLiteral(R"(\x{9}-\x{d}\x{85}\p{Z})");
const QString words = QStringLiteral(R"(\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\x{24B6}-\x{24E9}\x{1F130}-\x{1F149})"
                                     R"(\x{1F150}-\x{1F169}\x{1F170}-\x{1F189})")
    + newerCharacters(QStringLiteral("L")) + newerCharacters(QStringLiteral("M"))
    + newerCharacters(QStringLiteral("Nd"));
const QString noSpaces =
    QStringLiteral(R"(\p{L}\p{M}\p{N}\p{P}\p{S}\p{Cf}\p{Co}\p{Cn}\x{0}-\x{8}\x{e}-\x{1f})"
                   R"(\x{7f}-\x{84}\x{86}-\x{9f})");
const QString hexDigits = QStringLiteral("0-9A-Fa-f");

class Translator {
public:
    Translator(const QString& expression, const JsonPlace& place) : m_in(expression), m_place(place) { }

    QString run()
    {
        while (m_at < m_in.size())
            step();
        return m_out;
    }

private:
    [[nodiscard]] QStringView rest() const { return QStringView(m_in).mid(m_at); }

    void step()
    {
        const QChar character = m_in[m_at];
        if (character == u'\\') {
            beginAtom();
            escape(false);
        } else if (character == u'[') {
            beginAtom();
            characterClass();
        } else if (character == u'(') {
            m_groups.push_back(m_out.size());
            copy(1);
        } else if (character == u')') {
            m_atom = m_groups.empty() ? m_out.size() : m_groups.back();
            if (!m_groups.empty())
                m_groups.pop_back();
            copy(1);
        } else if (character == u'{' && interval()) {
            return;
        } else {
            if (!QStringLiteral("*+?|^$").contains(character))
                beginAtom();
            copy(1);
        }
    }

    void beginAtom() { m_atom = m_out.size(); }

    void copy(qsizetype count)
    {
        m_out += rest().left(count);
        m_at += count;
    }

    // Oniguruma repeats `x{1,3}+` once more, where Qt's engine would hold on to what `x{1,3}` took.
    bool interval()
    {
        static const QRegularExpression form(QStringLiteral("\\A\\{(?:[0-9]+(?:,[0-9]*)?|,[0-9]+)\\}"));
        const QRegularExpressionMatch match = form.match(rest());
        if (!match.hasMatch())
            return false;
        QString text = match.captured();
        if (text.startsWith(QLatin1String("{,")))
            text.insert(1, u'0');
        m_at += match.capturedLength();
        m_out += text;
        if (rest().startsWith(u'+')) {
            m_out.insert(m_atom, QLatin1String("(?:"));
            m_out += QLatin1String(")+");
            ++m_at;
        }
        return true;
    }

    void put(const QString& inside, bool inClass, bool negated)
    {
        if (inClass && negated)
            throw refused(QStringLiteral("\\W or \\H within brackets"));
        m_out += inClass ? inside : QStringLiteral("[%1%2]").arg(negated ? u"^" : u"", inside);
    }

    void escape(bool inClass)
    {
        if (m_at + 1 >= m_in.size())
            throw refused(QStringLiteral("a backslash at its end"));
        const char16_t kind = m_in[m_at + 1].unicode();
        m_at += 2;
        switch (kind) {
        case u's':
            return put(spaces, inClass, false);
        case u'S':
            return put(noSpaces, inClass, false);
        case u'w':
        case u'W':
            return put(words, inClass, kind == u'W');
        case u'h':
        case u'H':
            return put(hexDigits, inClass, kind == u'H');
        case u'b':
        case u'B':
            if (!inClass) {
                const QString edge = QStringLiteral("(?:(?<=[%1])%2[%1])|(?<![%1])%3[%1]))");
                m_out += kind == u'b' ? edge.arg(words, QStringLiteral("(?!"), QStringLiteral("(?="))
                                      : edge.arg(words, QStringLiteral("(?="), QStringLiteral("(?!"));
                return;
            }
            break;
        case u'u':
            m_out += QStringLiteral("\\x{%1}").arg(rest().left(4));
            m_at = std::min(m_at + 4, m_in.size());
            return;
        case u'p':
        case u'P':
            return property(kind, inClass);
        default:
            break;
        }
        m_out += QLatin1Char('\\');
        m_out += QChar(kind);
    }

    // \p{L} takes in the letters that are newer than the engine as well.
    void property(char16_t kind, bool inClass)
    {
        const qsizetype close = rest().startsWith(u'{') ? rest().indexOf(u'}') : -1;
        if (close < 0)
            throw refused(QStringLiteral("\\p without a name in braces"));
        QString name = rest().mid(1, close - 1).toString();
        m_at += close + 1;
        const bool negated = (kind == u'P') != name.startsWith(u'^');
        if (name.startsWith(u'^'))
            name.remove(0, 1);
        const QString newer = newerCharacters(name);
        if (newer.isEmpty() || (inClass && negated))
            m_out += QStringLiteral("\\%1{%2}").arg(QLatin1Char(negated ? 'P' : 'p')).arg(name);
        else
            put(QStringLiteral("\\p{%1}").arg(name) + newer, inClass, negated);
    }

    void characterClass()
    {
        copy(1);
        if (rest().startsWith(u'^'))
            copy(1);
        if (rest().startsWith(u']')) {
            m_out += QLatin1String("\\]");
            ++m_at;
        }
        while (m_at < m_in.size() && m_in[m_at] != u']') {
            if (m_in[m_at] == u'[')
                throw refused(QStringLiteral("a class within a class"));
            if (rest().startsWith(QLatin1String("&&")))
                throw refused(QStringLiteral("&& in a class"));
            if (m_in[m_at] == u'\\')
                escape(true);
            else
                copy(1);
        }
        if (m_at >= m_in.size())
            throw refused(QStringLiteral("a class that is not closed"));
        copy(1);
    }

    [[nodiscard]] Error refused(const QString& what) const
    {
        return badInput(QStringLiteral("%1: the pattern %2 holds %3, which is not supported")
                            .arg(m_place.text(), quoted(m_in), what));
    }

    QString m_in;
    JsonPlace m_place;
    QString m_out;
    qsizetype m_at = 0;
    qsizetype m_atom = 0; ///< where the last atom begins in m_out
    std::vector<qsizetype> m_groups;
};

// Bytes of UTF-8 that a stretch of UTF-16 takes; the text came from UTF-8, so its surrogates are pairs.
std::size_t utf8Length(QStringView text)
{
    std::size_t length = 0;
    for (const QChar unit : text) {
        const char16_t code = unit.unicode();
        length += code < 0x80 ? 1U : code < 0x800 || unit.isSurrogate() ? 2U : 3U;
    }
    return length;
}

void append(std::vector<PatternStretch>& out, std::size_t begin, std::size_t end, std::size_t& done)
{
    if (done < begin)
        out.push_back({done, begin, false});
    out.push_back({begin, end, true});
    done = end;
}

} // namespace

QString translatedExpression(const QString& expression, const JsonPlace& place)
{
    return Translator(expression, place).run();
}

TextPattern::TextPattern(const QJsonValue& value, const JsonPlace& place)
{
    const QJsonObject object = requireObject(value, place);
    m_isExpression = object.contains(QLatin1String("Regex"));
    const QString kind = m_isExpression ? QStringLiteral("Regex") : QStringLiteral("String");
    m_place = place.child(kind);
    m_source = requireString(object[kind], m_place);
    if (m_source.isEmpty())
        throw badInput(QStringLiteral("%1 is empty").arg(m_place.text()));
    m_literal = toUtf8(m_source);
    if (!m_isExpression)
        return;
    // In the Ruby syntax ^ and $ stand at every line.
    m_expression = QRegularExpression(
        translatedExpression(m_source, m_place),
        QRegularExpression::UseUnicodePropertiesOption | QRegularExpression::MultilineOption);
    if (!m_expression.isValid())
        throw badInput(QStringLiteral("%1: the pattern %2 cannot be read: %3")
                           .arg(m_place.text(), quoted(m_source), m_expression.errorString()));
}

std::vector<PatternStretch> TextPattern::find(std::string_view text) const
{
    std::vector<PatternStretch> out;
    std::size_t done = 0;
    if (!m_isExpression) {
        for (std::size_t at = text.find(m_literal); at != std::string_view::npos;
             at = text.find(m_literal, done))
            append(out, at, at + m_literal.size(), done);
    } else {
        const QString utf16 = fromUtf8(text);
        const QStringView view(utf16);
        qsizetype seen = 0;
        std::size_t bytes = 0;
        const auto bytesUpTo = [&](qsizetype end) {
            bytes += utf8Length(view.mid(seen, end - seen));
            seen = end;
            return bytes;
        };
        // Without this option the engine reads the whole text again for every match.
        auto matches = m_expression.globalMatch(
            view, 0, QRegularExpression::NormalMatch, QRegularExpression::DontCheckSubjectStringMatchOption);
        while (matches.hasNext()) {
            const QRegularExpressionMatch match = matches.next();
            const std::size_t begin = bytesUpTo(match.capturedStart());
            append(out, begin, bytesUpTo(match.capturedEnd()), done);
        }
        if (!matches.isValid())
            throw badInput(QStringLiteral("%1: the pattern %2 takes too long on this text")
                               .arg(m_place.text(), quoted(m_source)));
    }
    if (done < text.size())
        out.push_back({done, text.size(), false});
    return out;
}

} // namespace headwaters
