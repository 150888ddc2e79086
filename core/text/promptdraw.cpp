#include "core/text/promptdraw.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <limits>

namespace headwaters {

namespace {

constexpr int longestRun = 64;
constexpr int largestNumber = 1'000'000;
constexpr int mostTries = 10'000;

QString requireWord(const QJsonValue& value, const JsonPlace& place)
{
    const QString word = requireString(value, place);
    if (word.isEmpty() || word != word.trimmed())
        throw badInput(QStringLiteral("%1 is %2; expected a word without spaces around it")
                           .arg(place.text(), quoted(word)));
    return word;
}

QStringList readWords(const QJsonValue& value, const JsonPlace& place)
{
    QStringList words;
    const QJsonArray entries = requireArray(value, place);
    for (qsizetype i = 0; i < entries.size(); ++i)
        words << requireWord(entries[i], place.item(i));
    if (words.isEmpty())
        throw badInput(QStringLiteral("%1 is empty").arg(place.text()));
    return words;
}

WordList readRows(const QJsonObject& object, const JsonPlace& place)
{
    refuseOtherFields(object, {QStringLiteral("fields"), QStringLiteral("rows")}, place);
    WordList list;
    list.fields = readWords(object[QLatin1String("fields")], place.child(QStringLiteral("fields")));
    const JsonPlace rowsPlace = place.child(QStringLiteral("rows"));
    const QJsonArray rows = requireArray(object[QLatin1String("rows")], rowsPlace);
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const QStringList row = readWords(rows[i], rowsPlace.item(i));
        if (row.size() != list.fields.size())
            throw badInput(QStringLiteral("%1 has %2 words; expected %3")
                               .arg(rowsPlace.item(i).text())
                               .arg(row.size())
                               .arg(list.fields.size()));
        list.rows.push_back(row);
    }
    if (list.rows.empty())
        throw badInput(QStringLiteral("%1 is empty").arg(rowsPlace.text()));
    return list;
}

WordList readWordList(const QJsonValue& value, const JsonPlace& place)
{
    if (value.isObject())
        return readRows(value.toObject(), place);
    WordList list;
    list.fields = QStringList{QString()};
    for (const QString& word : readWords(value, place))
        list.rows.push_back({word});
    return list;
}

QString requireList(const QJsonValue& value, const WordLists& lists, const JsonPlace& place)
{
    const QString name = requireString(value, place);
    if (!lists.contains(name))
        throw badInput(QStringLiteral("%1 names the list %2, which \"words\" does not hold")
                           .arg(place.text(), quoted(name)));
    return name;
}

void readRun(DrawRule& rule, const QJsonObject& object, const WordLists& lists, const JsonPlace& place)
{
    refuseOtherFields(object, {QStringLiteral("run"), QStringLiteral("length")}, place);
    rule.kind = DrawRule::Kind::Run;
    rule.list = requireList(object[QLatin1String("run")], lists, place.child(QStringLiteral("run")));
    const JsonPlace lengthPlace = place.child(QStringLiteral("length"));
    rule.length = requireIndex(object[QLatin1String("length")], lengthPlace, longestRun);
    const auto rows = static_cast<int>(lists.at(rule.list).rows.size());
    if (rule.length < 1 || rule.length > rows || lists.at(rule.list).fields.size() != 1)
        throw badInput(QStringLiteral("%1 is %2; expected 1 to %3, the words of %4")
                           .arg(lengthPlace.text())
                           .arg(rule.length)
                           .arg(rows)
                           .arg(quoted(rule.list)));
}

void readNumber(DrawRule& rule, const QJsonObject& object, const JsonPlace& place)
{
    const QStringList fields{
        QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("above"), QStringLiteral("below"),
        QStringLiteral("digits")};
    refuseOtherFields(object, fields, place);
    rule.kind = DrawRule::Kind::Number;
    rule.from =
        requireIndex(object[QLatin1String("from")], place.child(QStringLiteral("from")), largestNumber);
    rule.to = requireIndex(object[QLatin1String("to")], place.child(QStringLiteral("to")), largestNumber);
    if (rule.to < rule.from)
        throw badInput(QStringLiteral("%1: from %2 to %3 holds no number")
                           .arg(place.text())
                           .arg(rule.from)
                           .arg(rule.to));
    if (object.contains(QLatin1String("digits")))
        rule.digits = requireIndex(object[QLatin1String("digits")], place.child(QStringLiteral("digits")), 9);
    for (QString DrawRule::*bound : {&DrawRule::above, &DrawRule::below}) {
        const QString field = bound == &DrawRule::above ? QStringLiteral("above") : QStringLiteral("below");
        if (object.contains(field))
            rule.*bound = requireString(object[field], place.child(field));
    }
}

// A bound names a number that is drawn before it, and drawing goes by name.
void checkBounds(const std::vector<DrawRule>& rules, const JsonPlace& place)
{
    for (const DrawRule& rule : rules) {
        for (const QString& bound : {rule.above, rule.below}) {
            const bool known =
                bound.isEmpty() || std::any_of(rules.begin(), rules.end(), [&](const DrawRule& other) {
                    return other.variable == bound && other.kind == DrawRule::Kind::Number
                        && other.variable < rule.variable;
                });
            if (!known)
                throw badInput(QStringLiteral("%1 is bounded by %2, which is no number drawn before it")
                                   .arg(place.child(rule.variable).text(), quoted(bound)));
        }
    }
}

QString digitsText(int number, int digits)
{
    return QStringLiteral("%1").arg(number, digits, 10, QLatin1Char('0'));
}

std::pair<int, int> boundsOf(const DrawRule& rule, const DrawnWords& words)
{
    const int from = rule.above.isEmpty() ? rule.from : std::max(rule.from, words[rule.above].toInt() + 1);
    const int to = rule.below.isEmpty() ? rule.to : std::min(rule.to, words[rule.below].toInt() - 1);
    return {from, to};
}

void putRows(DrawnWords& words, const DrawRule& rule, const WordList& list, std::size_t first)
{
    const QStringList placeholders = rule.placeholders({{rule.list, list}});
    if (rule.kind == DrawRule::Kind::Run) {
        for (int i = 0; i < rule.length; ++i)
            words.insert(placeholders[i], list.rows[first + static_cast<std::size_t>(i)].front());
        return;
    }
    for (qsizetype i = 0; i < placeholders.size(); ++i)
        words.insert(placeholders[i], list.rows[first][i]);
}

// One round of drawing; none where a word came twice or a number has no room.
std::optional<DrawnWords>
tryWords(const std::vector<DrawRule>& rules, const WordLists& lists, PromptRandom& random)
{
    DrawnWords words;
    QSet<QString> used;
    for (const DrawRule& rule : rules) {
        if (rule.kind == DrawRule::Kind::Number) {
            const auto [from, to] = boundsOf(rule, words);
            if (to < from)
                return std::nullopt;
            const std::size_t step = random.below(static_cast<std::size_t>(to - from) + 1);
            words.insert(rule.variable, digitsText(from + static_cast<int>(step), rule.digits));
            continue;
        }
        const WordList& list = lists.at(rule.list);
        DrawnWords drawn;
        putRows(
            drawn, rule, list, random.below(list.rows.size() + 1 - static_cast<std::size_t>(rule.length)));
        for (const QString& word : std::as_const(drawn)) {
            if (used.contains(word))
                return std::nullopt;
        }
        for (auto word = drawn.cbegin(); word != drawn.cend(); ++word) {
            used.insert(word.value());
            words.insert(word.key(), word.value());
        }
    }
    return words;
}

} // namespace

std::size_t PromptRandom::below(std::size_t count)
{
    // Numbers at the top that would make the first results more likely are thrown away.
    const std::uint64_t unused = (std::numeric_limits<std::uint64_t>::max() % count + 1) % count;
    std::uint64_t number = m_engine();
    while (number > std::numeric_limits<std::uint64_t>::max() - unused)
        number = m_engine();
    return static_cast<std::size_t>(number % count);
}

WordLists readWordLists(const QJsonValue& value, const JsonPlace& place)
{
    WordLists lists;
    const QJsonObject object = requireObject(value, place);
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        lists.emplace(entry.key(), readWordList(entry.value(), place.child(entry.key())));
    return lists;
}

QStringList DrawRule::placeholders(const WordLists& lists) const
{
    QStringList names;
    if (kind == Kind::Run) {
        for (int i = 1; i <= length; ++i)
            names << variable + QString::number(i);
        return names;
    }
    if (kind == Kind::Number)
        return {variable};
    for (const QString& field : lists.at(list).fields)
        names << (field.isEmpty() ? variable : variable + QLatin1Char('.') + field);
    return names;
}

std::vector<DrawRule> readDrawRules(const QJsonValue& value, const WordLists& lists, const JsonPlace& place)
{
    std::vector<DrawRule> rules;
    const QJsonObject object = requireObject(value, place);
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        DrawRule rule;
        rule.variable = entry.key();
        const JsonPlace here = place.child(rule.variable);
        const QJsonValue description = entry.value();
        if (!description.isObject())
            rule.list = requireList(description, lists, here);
        else if (description.toObject().contains(QLatin1String("run")))
            readRun(rule, description.toObject(), lists, here);
        else
            readNumber(rule, description.toObject(), here);
        rules.push_back(rule);
    }
    checkBounds(rules, place);
    return rules;
}

DrawnWords drawWords(
    const std::vector<DrawRule>& rules, const WordLists& lists, PromptRandom& random, const JsonPlace& place)
{
    for (int i = 0; i < mostTries; ++i) {
        if (std::optional<DrawnWords> words = tryWords(rules, lists, random))
            return std::move(*words);
    }
    throw badInput(QStringLiteral("%1: its lists are too short to draw different words").arg(place.text()));
}

DrawnWords namedWords(
    const std::vector<DrawRule>& rules, const WordLists& lists, const QJsonValue& value,
    const JsonPlace& place)
{
    const QJsonObject object = requireObject(value, place);
    DrawnWords words;
    QStringList variables;
    for (const DrawRule& rule : rules) {
        variables << rule.variable;
        const JsonPlace here = place.child(rule.variable);
        const QString text = requireString(object[rule.variable], here);
        if (rule.kind == DrawRule::Kind::Number) {
            const auto [from, to] = boundsOf(rule, words);
            const int number = text.toInt();
            if (number < from || number > to || digitsText(number, rule.digits) != text)
                throw badInput(
                    QStringLiteral("%1 is %2; expected a number from %3 to %4 with %5 digits or more")
                        .arg(here.text(), quoted(text))
                        .arg(from)
                        .arg(to)
                        .arg(rule.digits));
            words.insert(rule.variable, text);
            continue;
        }
        const WordList& list = lists.at(rule.list);
        const auto last = list.rows.end() - (rule.length - 1);
        const auto row = std::find_if(
            list.rows.begin(), last, [&text](const QStringList& entry) { return entry.front() == text; });
        if (row == last)
            throw badInput(QStringLiteral("%1 is %2, which the list %3 does not hold%4")
                               .arg(
                                   here.text(), quoted(text), quoted(rule.list),
                                   rule.length > 1 ? QStringLiteral(" early enough") : QString()));
        putRows(words, rule, list, static_cast<std::size_t>(row - list.rows.begin()));
    }
    refuseOtherFields(object, variables, place);
    return words;
}

void refuseOtherFields(const QJsonObject& object, const QStringList& known, const JsonPlace& place)
{
    for (const QString& key : object.keys()) {
        if (!known.contains(key))
            throw badInput(QStringLiteral("%1 is not a field that is known here; known: %2")
                               .arg(place.child(key).text(), known.join(QStringLiteral(", "))));
    }
}

} // namespace headwaters
