#include "core/text/promptdraw.h"
#include "engine/support/plantedmodel.h"

#include <set>

namespace headwaters::planted {

namespace {

/// Words of a prompt, each drawn once.
class Words {
public:
    explicit Words(std::uint64_t seed) : m_random(seed) { }
    TokenId plain() { return pick(firstPlain, plains); }
    TokenId pick(TokenId first, int count)
    {
        for (;;) {
            const auto id = static_cast<TokenId>(
                first + static_cast<TokenId>(m_random.below(static_cast<std::size_t>(count))));
            if (m_used.insert(id).second)
                return id;
        }
    }
    std::size_t below(std::size_t count) { return m_random.below(count); }
    void next() { m_used.clear(); }

private:
    PromptRandom m_random;
    std::set<TokenId> m_used;
};

std::vector<TokenId> others(TokenId first, int count, const std::set<TokenId>& without)
{
    std::vector<TokenId> ids;
    for (TokenId id = first; id < first + count; ++id) {
        if (!without.contains(id))
            ids.push_back(id);
    }
    return ids;
}

} // namespace

TaskSet indirectObjects(int count, std::uint64_t seed)
{
    TaskSet set{
        .key = QStringLiteral("indirect-object"),
        .sentence = QStringLiteral("Who is given something."),
        .prompts = {},
        .reason = {}};
    Words words(seed);
    for (int number = 0; number < count; ++number) {
        words.next();
        const TokenId io = words.pick(firstName, names), s = words.pick(firstName, names);
        const bool abba = number % 2 == 0;
        TaskPrompt prompt;
        prompt.variant = abba ? QStringLiteral("ABBA") : QStringLiteral("BABA");
        prompt.ids = {
            bos,
            words.plain(),
            abba ? io : s,
            words.plain(),
            abba ? s : io,
            words.plain(),
            s,
            words.plain(),
            words.plain(),
            words.pick(firstEnd, ends)};
        const int first = abba ? 4 : 2;
        prompt.roles = {
            {QStringLiteral("IO"), {abba ? 2 : 4}},
            {QStringLiteral("S1"), {first}},
            {QStringLiteral("S1+1"), {first + 1}},
            {QStringLiteral("S2"), {6}},
            {QStringLiteral("END"), {9}}};
        prompt.target = io;
        prompt.rival = s;
        prompt.others = others(firstName, names, {io, s});
        prompt.corrupted = prompt.ids;
        for (const int place : {2, 4, 6})
            prompt.corrupted[static_cast<std::size_t>(place)] = words.pick(firstName, names);
        set.prompts.push_back(prompt);
    }
    return set;
}

TaskSet choices(int count, std::uint64_t seed)
{
    TaskSet set{
        .key = QStringLiteral("multiple-choice"),
        .sentence = QStringLiteral("Which letter is right."),
        .prompts = {},
        .chance = 1.0 / letters,
        .reason = {}};
    Words words(seed);
    for (int number = 0; number < count; ++number) {
        words.next();
        const int right = number % letters;
        const std::size_t turn = words.below(letters); // letters need not stand in their order
        TaskPrompt prompt;
        prompt.ids = {bos, words.plain()};
        TokenId asked = 0;
        for (int which = 0; which < letters; ++which) {
            const int at = static_cast<int>(prompt.ids.size());
            const auto letter = static_cast<TokenId>(
                firstLetter + static_cast<TokenId>((static_cast<std::size_t>(which) + turn) % letters));
            const TokenId content = words.plain();
            prompt.ids.insert(prompt.ids.end(), {letter, content});
            prompt.roles[QStringLiteral("OPT_%1").arg(which)] = {at, at + 1};
            if (which == right) {
                prompt.roles[QStringLiteral("CORRECT")] = {at, at + 1};
                prompt.target = letter;
                asked = content;
            }
        }
        prompt.ids.insert(prompt.ids.end(), {words.plain(), asked, answer});
        prompt.roles[QStringLiteral("END")] = {static_cast<int>(prompt.ids.size()) - 1};
        prompt.others = others(firstLetter, letters, {*prompt.target});
        prompt.rival = prompt.others.front();
        set.prompts.push_back(prompt);
    }
    return set;
}

TaskSet facts(int count, std::uint64_t seed)
{
    TaskSet set{
        .key = QStringLiteral("facts"),
        .sentence = QStringLiteral("What belongs to a name."),
        .prompts = {},
        .reason = {}};
    Words words(seed);
    for (int number = 0; number < count; ++number) {
        words.next();
        const auto which = static_cast<TokenId>(number % names);
        TaskPrompt prompt;
        const auto filler = [&] { return words.pick(firstPlain + names, plains - names); };
        prompt.ids = {bos, filler(), static_cast<TokenId>(firstName + which), filler(), filler(), fact};
        prompt.roles = {
            {QStringLiteral("SUBJ"), {2}}, {QStringLiteral("REL"), {5}}, {QStringLiteral("END"), {5}}};
        prompt.target = static_cast<TokenId>(firstPlain + which);
        prompt.others = others(firstPlain, names, {*prompt.target});
        prompt.rival = prompt.others.front();
        set.prompts.push_back(prompt);
    }
    return set;
}

TaskSet ordinals(int count, std::uint64_t seed)
{
    TaskSet set{
        .key = QStringLiteral("series"),
        .sentence = QStringLiteral("What comes next."),
        .prompts = {},
        .reason = {}};
    Words words(seed);
    for (int number = 0; number < count; ++number) {
        words.next();
        const auto from = static_cast<TokenId>(firstOfSeries + static_cast<TokenId>(words.below(series - 3)));
        TaskPrompt prompt;
        prompt.ids = {bos,
                      words.plain(),
                      words.plain(),
                      from,
                      static_cast<TokenId>(from + 1),
                      static_cast<TokenId>(from + 2)};
        prompt.roles = {{QStringLiteral("END"), {5}}};
        prompt.target = static_cast<TokenId>(from + 3);
        prompt.rival = static_cast<TokenId>(from + 2);
        prompt.others = others(firstOfSeries, series, {*prompt.target, *prompt.rival});
        set.prompts.push_back(prompt);
    }
    return set;
}

} // namespace headwaters::planted
