#include "core/heads/tasks/indirectobjects.h"

#include "core/heads/tasks/roletext.h"
#include "core/heads/tasks/taskwords.h"
#include "core/heads/tasks/words.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <array>

namespace headwaters {

namespace {

constexpr std::size_t fewestWords = 12;

/// Before the first name, and from behind the second to the name that is said again.
struct Opening {
    const char* before;
    const char* middle;
    const char* behind;
};
constexpr std::array<Opening, 8> openings{{
    {"When ", " went to the ", ", "},
    {"After ", " walked to the ", ", "},
    {"While ", " were working at the ", ", "},
    {"Then, ", " came to the ", ", and "},
    {"Yesterday ", " met at the ", ", and "},
    {"Since ", " had a long day at the ", ", "},
    {"As ", " left the ", ", "},
    {"Once ", " arrived at the ", ", "},
}};
struct Closing {
    const char* before;
    const char* behind;
};
constexpr std::array<Closing, 6> closings{{
    {" gave a ", " to"},
    {" handed the ", " to"},
    {" decided to give a ", " to"},
    {" sent the ", " to"},
    {" wanted to show the ", " to"},
    {" offered a ", " to"},
}};

struct Draw {
    std::size_t opening = 0, closing = 0;
    bool receiverFirst = true;
    QString receiver, giver, place, object;
};

RoleText text(const Draw& draw, const QString& repeated)
{
    const Opening& opening = openings[draw.opening];
    const Closing& closing = closings[draw.closing];
    const QString io = QStringLiteral("IO"), s1 = QStringLiteral("S1");
    RoleText text;
    text.text(QLatin1String(opening.before))
        .word(draw.receiverFirst ? draw.receiver : draw.giver, {draw.receiverFirst ? io : s1})
        .text(QStringLiteral(" and "))
        .word(draw.receiverFirst ? draw.giver : draw.receiver, {draw.receiverFirst ? s1 : io})
        .text(QLatin1String(opening.middle))
        .text(draw.place)
        .text(QLatin1String(opening.behind))
        .word(repeated, {QStringLiteral("S2")})
        .text(QLatin1String(closing.before))
        .text(draw.object)
        .text(QLatin1String(closing.behind));
    return text;
}

} // namespace

TaskSet indirectObjects(const TaskGround& ground, int count, std::uint64_t seed)
{
    TaskSet set;
    set.key = QStringLiteral("indirect-object");
    set.sentence = QStringLiteral("of two names, the one that has not been said twice receives");
    set.reason = whyNotAsked(ground, {}, 0, 0, 0);
    if (!set.reason.isEmpty())
        return set;
    const std::vector<TaskWord> names = singleTokens(ground, words::names());
    const std::vector<TaskWord> places = singleTokens(ground, words::places());
    const std::vector<TaskWord> objects = singleTokens(ground, words::objects());
    set.reason = whyNotAsked(ground, QStringLiteral("names"), names.size(), fewestWords, 0);
    if (set.reason.isEmpty() && std::min(places.size(), objects.size()) < 4)
        set.reason = QStringLiteral("fewer than 4 places or objects are one token each");
    if (!set.reason.isEmpty())
        return set;

    PromptRandom random(seed);
    int longest = 0;
    for (int index = 0; index < count; ++index) {
        Draw draw;
        // Both orders in turn, each through all templates.
        draw.receiverFirst = index % 2 == 0;
        draw.opening = static_cast<std::size_t>(index / 2) % openings.size();
        draw.closing = random.below(closings.size());
        std::array<std::size_t, 3> who{};
        who[0] = random.below(names.size());
        do {
            who[1] = random.below(names.size());
        } while (who[1] == who[0]);
        do {
            who[2] = random.below(names.size());
        } while (who[2] == who[0] || who[2] == who[1]);
        draw.receiver = names[who[0]].text;
        draw.giver = names[who[1]].text;
        draw.place = places[random.below(places.size())].text;
        draw.object = objects[random.below(objects.size())].text;

        TaskPrompt prompt = text(draw, draw.giver).prompt(ground);
        prompt.roles[QStringLiteral("S1+1")] = {prompt.at(QStringLiteral("S1")) + 1};
        prompt.target = names[who[0]].token;
        prompt.rival = names[who[1]].token;
        prompt.corrupted = text(draw, names[who[2]].text).prompt(ground).ids;
        prompt.variant = QStringLiteral("%1 %2.%3")
                             .arg(draw.receiverFirst ? QStringLiteral("ABBA") : QStringLiteral("BABA"))
                             .arg(draw.opening)
                             .arg(draw.closing);
        const auto isToken = [&](const QString& role, TokenId token) {
            return prompt.roles.at(role).size() == 1
                && prompt.ids[static_cast<std::size_t>(prompt.at(role))] == token;
        };
        // A tokenizer that cuts words otherwise inside a text gives no prompt.
        if (!isToken(QStringLiteral("IO"), *prompt.target) || !isToken(QStringLiteral("S1"), *prompt.rival)
            || !isToken(QStringLiteral("S2"), *prompt.rival) || prompt.corrupted.size() != prompt.ids.size())
            continue;
        longest = std::max(longest, static_cast<int>(prompt.ids.size()));
        set.prompts.push_back(std::move(prompt));
    }
    set.reason = whyNotAsked(ground, {}, 0, 0, longest);
    if (set.reason.isEmpty() && set.prompts.size() < static_cast<std::size_t>(count + 1) / 2)
        set.reason = QStringLiteral("the tokenizer joins names with what stands beside them");
    if (!set.reason.isEmpty())
        set.prompts.clear();
    return set;
}

} // namespace headwaters
