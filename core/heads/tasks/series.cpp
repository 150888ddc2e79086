#include "core/heads/tasks/series.h"

#include "core/heads/tasks/taskwords.h"

#include <QStringList>

namespace headwaters {

namespace {

constexpr std::size_t fewestPrompts = 9;
constexpr std::size_t before = 2;

QStringList split(const char* words)
{
    return QString::fromLatin1(words).split(QLatin1Char(' '));
}

QStringList numerals()
{
    QStringList list;
    for (int number = 1; number < 100; ++number)
        list.append(QString::number(number));
    return list;
}

QStringList letters()
{
    QStringList list;
    for (char letter = 'A'; letter <= 'Z'; ++letter)
        list.append(QString(QLatin1Char(letter)));
    return list;
}

struct Kind {
    QString key;
    QString members; ///< what they are, for sentences
    std::vector<QStringList> series;
};

const std::vector<Kind>& kinds()
{
    static const std::vector<Kind> list{
        {QStringLiteral("series-numerals"), QStringLiteral("numerals"), {numerals()}},
        {QStringLiteral("series-number-words"),
         QStringLiteral("number words"),
         {split("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
                "sixteen seventeen eighteen nineteen twenty")}},
        {QStringLiteral("series-ordinals"),
         QStringLiteral("ordinals"),
         {split("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
                "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth")}},
        {QStringLiteral("series-calendar"),
         QStringLiteral("days and months"),
         {split("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
          split("January February March April May June July August September October November December")}},
        {QStringLiteral("series-letters"), QStringLiteral("letters"), {letters()}}};
    return list;
}

void addPrompts(
    TaskSet& set, const TaskGround& ground, const std::vector<std::optional<TokenId>>& members, TokenId comma)
{
    for (std::size_t at = 0; at + 1 < members.size(); ++at) {
        if (!members[at] || !members[at + 1])
            continue;
        std::size_t first = at;
        while (first > 0 && at - first < before && members[first - 1])
            --first;
        TaskPrompt prompt;
        if (ground.beginOfText)
            prompt.ids.push_back(*ground.beginOfText);
        for (std::size_t place = first; place <= at; ++place) {
            prompt.roles[QStringLiteral("SRC")] = {static_cast<int>(prompt.ids.size())};
            prompt.ids.push_back(*members[place]);
            prompt.ids.push_back(comma);
        }
        prompt.roles[QStringLiteral("END")] = {static_cast<int>(prompt.ids.size()) - 1};
        prompt.target = members[at + 1];
        prompt.rival = members[at];
        prompt.variant = QString::number(at - first);
        set.prompts.push_back(std::move(prompt));
    }
}

} // namespace

std::vector<TaskSet> series(const TaskGround& ground)
{
    std::vector<TaskSet> sets;
    for (const Kind& kind : kinds()) {
        TaskSet set;
        set.key = kind.key;
        set.sentence = QStringLiteral("what comes next in a series of ") + kind.members;
        set.reason = whyNotAsked(ground, {}, 0, 0, 2 + 2 * static_cast<int>(before) + 1);
        const std::optional<TokenId> comma =
            ground.tokenizer ? ground.tokenizer->tokenWithText(u",") : std::nullopt;
        if (set.reason.isEmpty() && !comma)
            set.reason = QStringLiteral("the tokenizer has no comma");
        if (set.reason.isEmpty()) {
            for (const QStringList& words : kind.series) {
                std::vector<std::optional<TokenId>> members;
                for (const QString& word : words)
                    members.push_back(ground.word(word));
                addPrompts(set, ground, members, *comma);
            }
            if (set.prompts.size() < fewestPrompts) {
                set.reason = QStringLiteral("%1 of the %2 are one token and have a next one that is, and "
                                            "%3 are needed")
                                 .arg(set.prompts.size())
                                 .arg(kind.members)
                                 .arg(fewestPrompts);
                set.prompts.clear();
            }
        }
        sets.push_back(std::move(set));
    }
    return sets;
}

} // namespace headwaters
