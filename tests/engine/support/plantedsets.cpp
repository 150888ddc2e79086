#include "engine/support/plantedsets.h"

#include "core/heads/tasks/grammar.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <utility>

namespace headwaters::planted {

namespace {

TokenId pick(PromptRandom& random, TokenId first, int count)
{
    return first + static_cast<TokenId>(random.below(static_cast<std::size_t>(count)));
}

TokenId plain(PromptRandom& random)
{
    return pick(random, firstPlain, plains);
}

/// Different tokens of a kind.
std::vector<TokenId> different(PromptRandom& random, TokenId first, int kinds, std::size_t count)
{
    std::vector<TokenId> drawn;
    while (drawn.size() < count) {
        const TokenId token = pick(random, first, kinds);
        if (std::find(drawn.begin(), drawn.end(), token) == drawn.end())
            drawn.push_back(token);
    }
    return drawn;
}

TaskSet named(const QString& key)
{
    return {.key = key, .sentence = {}, .prompts = {}, .reason = {}};
}

/// Prompts with a needle, one after the other.
class NeedlePrompts {
public:
    TaskPrompt next(bool isLiteral)
    {
        const std::vector<TokenId> people = different(m_random, firstName, names, 3);
        const std::vector<TokenId> codes = different(m_random, firstOfSeries, series, 3 * words);
        const bool otherFirst = m_random.below(2) == 1;
        m_prompt = {};
        m_prompt.ids = {bos};
        filler(1 + m_random.below(hay / 3));
        if (otherFirst)
            tell(QStringLiteral("OTHER"), people[1], codes.data() + words);
        filler(1 + m_random.below(hay / 3));
        tell(QStringLiteral("NEEDLE"), people[0], codes.data());
        filler(1 + m_random.below(hay / 3));
        if (!otherFirst)
            tell(QStringLiteral("OTHER"), people[1], codes.data() + words);
        filler(asksAt - m_prompt.ids.size());
        m_prompt.corrupted = m_prompt.ids;
        const auto needle = static_cast<std::size_t>(m_prompt.roles[QStringLiteral("NEEDLE")].front());
        m_prompt.corrupted[needle - 1] = people[2];
        std::copy_n(
            codes.begin() + 2 * words, words,
            m_prompt.corrupted.begin() + static_cast<std::ptrdiff_t>(needle));
        for (std::vector<TokenId>* ids : {&m_prompt.ids, &m_prompt.corrupted}) {
            ids->push_back(isLiteral ? is : people[0]);
            ids->push_back(isLiteral ? people[0] : question);
            ids->insert(ids->end(), codes.begin(), codes.begin() + words - 1);
        }
        for (int word = 0; word < words; ++word)
            m_prompt.roles[QStringLiteral("ASK")].push_back(static_cast<int>(asksAt) + 1 + word);
        m_prompt.roles[QStringLiteral("END")] = {static_cast<int>(asksAt) + 1};
        m_prompt.target = codes[0];
        m_prompt.rival = codes[words];
        m_prompt.others.assign(codes.begin() + 1, codes.begin() + words);
        m_prompt.others.insert(m_prompt.others.end(), codes.begin() + words + 1, codes.begin() + 2 * words);
        m_prompt.variant = QStringLiteral("40 tokens");
        return m_prompt;
    }

private:
    static constexpr int words = 5;
    static constexpr std::size_t hay = 21, asksAt = 38; // 1 + hay at most + 2 sentences of 7

    void filler(std::size_t count)
    {
        for (; count > 0; --count)
            m_prompt.ids.push_back(plain(m_random));
    }
    void tell(const QString& role, TokenId person, const TokenId* codes)
    {
        m_prompt.ids.insert(m_prompt.ids.end(), {is, person});
        for (int word = 0; word < words; ++word) {
            m_prompt.roles[role].push_back(static_cast<int>(m_prompt.ids.size()));
            m_prompt.ids.push_back(codes[word]);
        }
    }

    PromptRandom m_random{4};
    TaskPrompt m_prompt;
};

} // namespace

TaskSet rareWords(int count)
{
    PromptRandom random(1);
    TaskSet set = named(QStringLiteral("rare-words"));
    for (int number = 0; number < count; ++number) {
        TaskPrompt prompt;
        prompt.ids = {bos};
        for (int word = 0; word < 12; ++word)
            prompt.ids.push_back(plain(random));
        const int rare = number % 2 == 0 ? 3 : 6;
        prompt.roles = {
            {QStringLiteral("RARE"), {rare}}, {QStringLiteral("OTHERS"), {number % 2 == 0 ? 6 : 3, 8, 9}}};
        prompt.corrupted = prompt.ids;
        prompt.ids[static_cast<std::size_t>(rare)] = pick(random, firstRare, rares);
        set.prompts.push_back(prompt);
    }
    return set;
}

TaskSet subwords(int count)
{
    PromptRandom random(2);
    TaskSet set = named(QStringLiteral("subwords"));
    for (int number = 0; number < count; ++number) {
        TaskPrompt prompt;
        prompt.ids = {bos};
        std::vector<int>& starts = prompt.roles[QStringLiteral("STARTS")];
        std::vector<int>& word = prompt.roles[QStringLiteral("WORD")];
        for (int place = 0; place < 10; ++place) {
            starts.push_back(static_cast<int>(prompt.ids.size()));
            prompt.ids.push_back(plain(random));
            if (place != 4)
                continue;
            word = {starts.back()};
            for (int piece = 0; piece < 1 + number % 2; ++piece) {
                word.push_back(static_cast<int>(prompt.ids.size()));
                prompt.ids.push_back(pick(random, firstPiece, pieces));
            }
        }
        set.prompts.push_back(prompt);
    }
    return set;
}

TaskSet grammar(int count)
{
    PromptRandom random(3);
    TaskSet set = named(QStringLiteral("grammar"));
    for (int number = 0; number < count; ++number) {
        TaskPrompt prompt;
        prompt.ids = {bos, plain(random), plain(random)};
        const int name = 3 + static_cast<int>(random.below(2));
        while (static_cast<int>(prompt.ids.size()) < name)
            prompt.ids.push_back(plain(random));
        prompt.ids.push_back(pick(random, firstName, names));
        for (std::size_t between = random.below(6); between > 0; --between)
            prompt.ids.push_back(plain(random));
        addArc(prompt, {QStringLiteral("nsubj"), static_cast<int>(prompt.ids.size()), {name}});
        prompt.ids.push_back(pick(random, firstEnd, ends));
        prompt.ids.push_back(plain(random));
        const int last = static_cast<int>(prompt.ids.size()) - 1;
        addArc(prompt, {QStringLiteral("pobj"), last, {last - 3}});
        for (int place = 1; place <= last; ++place)
            prompt.roles[QStringLiteral("STARTS")].push_back(place);
        set.prompts.push_back(prompt);
    }
    return set;
}

TaskSet needles(bool isLiteral, int count)
{
    TaskSet set = named(isLiteral ? QStringLiteral("needle-literal") : QStringLiteral("needle-paraphrase"));
    set.chance = 0.1;
    NeedlePrompts prompts;
    for (int number = 0; number < count; ++number)
        set.prompts.push_back(prompts.next(isLiteral));
    return set;
}

TaskSet labelledChoices(int count)
{
    TaskSet set = choices(count);
    for (TaskPrompt& prompt : set.prompts) {
        std::vector<TokenId> labels;
        for (int k = 0; prompt.has(QStringLiteral("OPT_%1").arg(k)); ++k) {
            const std::vector<int> option = prompt.roles.at(QStringLiteral("OPT_%1").arg(k));
            prompt.roles[QStringLiteral("LABEL_%1").arg(k + 1)] = {option.front()};
            prompt.roles[QStringLiteral("OPTION_%1").arg(k + 1)] = {option.begin() + 1, option.end()};
            labels.push_back(prompt.ids[static_cast<std::size_t>(option.front())]);
            if (option.front() == prompt.at(QStringLiteral("CORRECT")))
                prompt.roles[QStringLiteral("RIGHT")] = {option.front()};
        }
        prompt.others = labels;
        std::erase(prompt.others, *prompt.target);
        prompt.variant = std::is_sorted(labels.begin(), labels.end()) ? QStringLiteral("A-D")
                                                                      : QStringLiteral("A-D shuffled");
    }
    set.chance = 0.25;
    return set;
}

FactSet factSet(int count)
{
    FactSet made;
    made.set = facts(count);
    made.relations.resize(2);
    made.relations[0].key = QStringLiteral("attribute");
    made.relations[1].key = QStringLiteral("letter");
    for (int at = 0; at < names; ++at)
        made.relations[0].objects.push_back(firstPlain + at);
    for (int at = 0; at < letters; ++at)
        made.relations[1].objects.push_back(firstLetter + at);
    made.asked.resize(made.set.prompts.size());
    for (std::size_t at = 0; at < made.asked.size(); ++at)
        made.asked[at].attributes = {{0, *made.set.prompts[at].target}};
    made.set.chance = 1.0 / names;
    return made;
}

TaskSet seriesMembers()
{
    TaskSet set = named(QStringLiteral("series-planted"));
    for (TokenId member = firstOfSeries; member + 1 < firstOfSeries + series; ++member) {
        TaskPrompt prompt;
        prompt.ids = {bos, member};
        prompt.roles[QStringLiteral("SRC")] = {1};
        prompt.target = member + 1;
        prompt.rival = member;
        set.prompts.push_back(prompt);
    }
    return set;
}

} // namespace headwaters::planted
