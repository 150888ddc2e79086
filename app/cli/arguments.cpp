#include "app/cli/arguments.h"

#include "core/base/error.h"

#include <QRegularExpression>

#include <cmath>
#include <limits>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

QString quoted(const QString& typed)
{
    constexpr qsizetype longest = 80;
    return u"“%1”"_s.arg(typed.size() > longest ? typed.left(longest - 1) + QChar(0x2026) : typed);
}

/// Two values for one option would leave one of them without effect; only --hooks, --stop and
/// --edge take several.
void refuseRepeated(const QCommandLineParser& parser, const QList<QCommandLineOption>& options)
{
    for (const QCommandLineOption& option : options) {
        const QString name = option.names().first();
        if (name != "hooks"_L1 && name != "stop"_L1 && name != "edge"_L1 && parser.values(name).size() > 1)
            throw badInput(u"--%1 was given more than once."_s.arg(name));
    }
}

} // namespace

Arguments::Arguments(const Verb& verb, const QStringList& words) : m_verb(verb.name)
{
    m_parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    m_parser.setApplicationDescription(verb.description);
    m_parser.addOptions(verb.options);
    m_parser.addOption({{u"h"_s, u"help"_s}, u"Print this help."_s});
    if (!m_parser.parse(QStringList(u"headwaters"_s) + words))
        throw badInput(u"%1: %2 See headwaters %1 --help."_s.arg(verb.name, m_parser.errorText()));
    const QStringList stray = m_parser.positionalArguments();
    if (!stray.isEmpty())
        throw badInput(
            u"%1: unexpected argument %2. See headwaters %1 --help."_s.arg(verb.name, quoted(stray.first())));
    refuseRepeated(m_parser, verb.options);
}

bool Arguments::wantsHelp() const
{
    return m_parser.isSet(u"help"_s);
}

QString Arguments::helpText() const
{
    // Qt's first line names the executable's path; ours names the verb.
    const QString text = m_parser.helpText();
    return u"Usage: headwaters %1 [options]"_s.arg(m_verb) + text.mid(text.indexOf(u'\n'));
}

bool Arguments::isSet(QLatin1StringView option) const
{
    return m_parser.isSet(option);
}

QString Arguments::value(QLatin1StringView option) const
{
    return m_parser.value(option);
}

QStringList Arguments::values(QLatin1StringView option) const
{
    return m_parser.values(option);
}

QString Arguments::required(QLatin1StringView option) const
{
    const QString typed = m_parser.value(option);
    if (!m_parser.isSet(option) && typed.isEmpty())
        throw badInput(
            option == "out"_L1
                ? u"%1: --out is missing; give --out FILE or --json. See headwaters %1 --help."_s.arg(m_verb)
                : u"%1: --%2 is missing. See headwaters %1 --help."_s.arg(m_verb, option));
    if (typed.isEmpty())
        throw badInput(u"--%1 is empty."_s.arg(option));
    return typed;
}

int Arguments::integer(QLatin1StringView option, int smallest, int largest) const
{
    const QString typed = required(option);
    // toInt would take spaces around the digits and a plus sign.
    static const QRegularExpression digits(u"\\A-?[0-9]+\\z"_s);
    bool isNumber = false;
    const int number = digits.match(typed).hasMatch() ? typed.toInt(&isNumber) : 0;
    if (!isNumber || number < smallest || number > largest)
        throw badInput(u"--%1 %2: expected a whole number from %3 to %4."_s.arg(
            option, quoted(typed), QString::number(smallest), QString::number(largest)));
    return number;
}

quint64 Arguments::natural(QLatin1StringView option) const
{
    const QString typed = required(option);
    static const QRegularExpression digits(u"\\A[0-9]+\\z"_s);
    bool isNumber = false;
    const quint64 number = digits.match(typed).hasMatch() ? typed.toULongLong(&isNumber) : 0;
    if (!isNumber)
        throw badInput(u"--%1 %2: expected a whole number from 0 to %3."_s.arg(
            option, quoted(typed), QString::number(std::numeric_limits<quint64>::max())));
    return number;
}

double Arguments::number(QLatin1StringView option) const
{
    const QString typed = required(option);
    // toDouble would take spaces around the number, and inf and nan.
    static const QRegularExpression decimal(u"\\A-?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\z"_s);
    bool isNumber = false;
    const double number = decimal.match(typed).hasMatch() ? typed.toDouble(&isNumber) : 0;
    if (!isNumber || !std::isfinite(number))
        throw badInput(u"--%1 %2: expected a number."_s.arg(option, quoted(typed)));
    return number;
}

int Arguments::choice(QLatin1StringView option, const QStringList& choices) const
{
    const QString typed = required(option);
    const qsizetype place = choices.indexOf(typed);
    if (place < 0)
        throw badInput(u"--%1 %2: expected one of %3."_s.arg(option, quoted(typed), choices.join(u", "_s)));
    return static_cast<int>(place);
}

} // namespace headwaters
