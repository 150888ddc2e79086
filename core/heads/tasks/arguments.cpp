#include "core/heads/tasks/arguments.h"

#include "core/heads/tasks/roletext.h"
#include "core/heads/tasks/taskwords.h"
#include "core/heads/tasks/words.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <functional>

namespace headwaters {

namespace {

constexpr std::size_t fewestWords = 8;
constexpr std::size_t otherAnswers = 4;

/// A word that is the argument, and what the prompt then asks for.
struct Item {
    QString argument;
    TokenId argumentToken = 0, answer = 0;
};

std::vector<Item> itself(const TaskGround& ground, const QStringList& words)
{
    std::vector<Item> items;
    for (const TaskWord& word : singleTokens(ground, words))
        items.push_back({word.text, word.token, word.token});
    return items;
}

std::vector<Item> countries(const TaskGround& ground)
{
    std::vector<Item> items;
    for (const words::Pair& pair : words::capitals()) {
        const std::optional<TokenId> country = ground.word(pair.first), city = ground.word(pair.second);
        if (country && city)
            items.push_back({pair.first, *country, *city});
    }
    return items;
}

struct Class {
    QString key, words, sentence;
    std::vector<Item> items;
    std::function<RoleText(const QString& argument, PromptRandom& random)> text;
};

TaskSet makeSet(const TaskGround& ground, const Class& kind, int count, std::uint64_t seed)
{
    TaskSet set;
    set.key = kind.key;
    set.sentence = kind.sentence;
    set.chance = 1.0 / (2 + otherAnswers);
    set.reason = whyNotAsked(ground, kind.words, kind.items.size(), fewestWords, 0);
    if (!set.reason.isEmpty())
        return set;
    PromptRandom random(seed);
    int longest = 0;
    for (int index = 0; index < count; ++index) {
        std::vector<std::size_t> drawn;
        while (drawn.size() < 2 + otherAnswers) {
            const std::size_t item = random.below(kind.items.size());
            if (std::find(drawn.begin(), drawn.end(), item) == drawn.end())
                drawn.push_back(item);
        }
        const Item& item = kind.items[drawn[0]];
        const Item& twin = kind.items[drawn[1]];
        const std::uint64_t textSeed = random.below(1U << 20U); // both texts draw the same other words
        PromptRandom first(textSeed), second(textSeed);
        TaskPrompt prompt = kind.text(item.argument, first).prompt(ground);
        prompt.corrupted = kind.text(twin.argument, second).prompt(ground).ids;
        prompt.target = item.answer;
        prompt.rival = twin.answer;
        for (std::size_t other = 2; other < drawn.size(); ++other)
            prompt.others.push_back(kind.items[drawn[other]].answer);
        const auto found = prompt.roles.find(QStringLiteral("ARG"));
        if (found == prompt.roles.end() || found->second.size() != 1
            || prompt.ids[static_cast<std::size_t>(found->second.front())] != item.argumentToken
            || prompt.corrupted.size() != prompt.ids.size())
            continue;
        longest = std::max(longest, static_cast<int>(prompt.ids.size()));
        set.prompts.push_back(std::move(prompt));
    }
    set.reason = whyNotAsked(ground, {}, 0, 0, longest);
    if (set.reason.isEmpty() && set.prompts.size() < static_cast<std::size_t>(count + 1) / 2)
        set.reason = QStringLiteral("the tokenizer joins words with what stands beside them");
    if (!set.reason.isEmpty())
        set.prompts.clear();
    return set;
}

} // namespace

std::vector<TaskSet> arguments(const TaskGround& ground, int count, std::uint64_t seed)
{
    const QString argument = QStringLiteral("ARG");
    QStringList names;
    for (const TaskWord& name : singleTokens(ground, words::names()))
        names.append(name.text);
    const auto name = [names](PromptRandom& random) {
        return names.isEmpty()
            ? QString()
            : names[static_cast<qsizetype>(random.below(static_cast<std::size_t>(names.size())))];
    };
    const std::vector<Class> classes{
        {QStringLiteral("argument-subject"), QStringLiteral("countries with their capitals"),
         QStringLiteral("the capital of a country, whose name must reach the end"), countries(ground),
         [argument](const QString& word, PromptRandom&) {
             return RoleText()
                 .text(QStringLiteral("The capital of "))
                 .word(word, {argument})
                 .text(QStringLiteral(" is"));
         }},
        {QStringLiteral("argument-place"), QStringLiteral("places"),
         QStringLiteral("a place that was named before"), itself(ground, words::places()),
         [argument, name](const QString& word, PromptRandom& random) {
             return RoleText()
                 .text(name(random) + QStringLiteral(" went to the "))
                 .word(word, {argument})
                 .text(QStringLiteral(", so ") + name(random) + QStringLiteral(" also went to the"));
         }},
        {QStringLiteral("argument-object"), QStringLiteral("objects"),
         QStringLiteral("an object that was named before"), itself(ground, words::objects()),
         [argument, name](const QString& word, PromptRandom& random) {
             return RoleText()
                 .text(name(random) + QStringLiteral(" lost the "))
                 .word(word, {argument})
                 .text(
                     random.below(2) == 0 ? QStringLiteral(", so she bought a new")
                                          : QStringLiteral(", so he bought a new"));
         }}};
    std::vector<TaskSet> sets;
    for (const Class& kind : classes) {
        TaskSet set = makeSet(ground, kind, count, seed);
        sets.push_back(std::move(set));
    }
    return sets;
}

} // namespace headwaters
