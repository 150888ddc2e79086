#include "core/heads/tasks/categorylists.h"

#include "core/heads/tasks/facttables.h"
#include "core/heads/tasks/roletext.h"
#include "core/heads/tasks/taskwords.h"
#include "core/heads/tasks/words.h"

#include <algorithm>
#include <map>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kindsOfAList = 3;
constexpr std::size_t wordsOfAKind = 3;

/// Words by their kind, all that may be used.
std::map<QString, QStringList> wordsByKind()
{
    std::map<QString, QStringList> kinds{
        {u"name"_s, words::names()}, {u"place"_s, words::places()}, {u"object"_s, words::objects()}};
    for (const words::Pair& pair : words::capitals()) {
        kinds[u"country"_s] << pair.first;
        kinds[u"city"_s] << pair.second;
    }
    const auto table = std::find_if(
        factTables().begin(), factTables().end(), [](const FactTable& one) { return one.key == u"kind"_s; });
    for (const auto& [word, kind] : table->rows)
        kinds[kind] << word;
    return kinds;
}

/// Words of one token each, kinds of too few left out.
std::vector<QStringList> kindsOf(const TaskGround& ground)
{
    std::vector<QStringList> kinds;
    for (const auto& [kind, all] : wordsByKind()) {
        QStringList usable;
        for (const TaskWord& word : singleTokens(ground, all))
            usable << word.text;
        if (static_cast<std::size_t>(usable.size()) >= wordsOfAKind)
            kinds.push_back(usable);
    }
    return kinds;
}

TaskPrompt promptOf(const TaskGround& ground, const std::vector<QStringList>& kinds, PromptRandom& random)
{
    std::vector<std::pair<QString, QString>> drawnWords; // with their roles
    const std::vector<std::size_t> order = shuffledNumbers(kinds.size(), random);
    for (std::size_t kind = 0; kind < kindsOfAList; ++kind) {
        const QStringList& list = kinds[order[kind]];
        const std::vector<std::size_t> drawn = shuffledNumbers(static_cast<std::size_t>(list.size()), random);
        for (std::size_t word = 0; word < wordsOfAKind; ++word)
            drawnWords.emplace_back(list[static_cast<qsizetype>(drawn[word])], u"KIND_%1"_s.arg(kind));
    }
    RoleText text;
    text.text(u"Here are some words:"_s);
    bool isFirst = true;
    for (const std::size_t place : shuffledNumbers(drawnWords.size(), random)) {
        text.text(isFirst ? u" "_s : u", "_s).word(drawnWords[place].first, {drawnWords[place].second});
        isFirst = false;
    }
    return text.prompt(ground);
}

} // namespace

TaskSet categoryLists(const TaskGround& ground, int count, std::uint64_t seed)
{
    const QString key = u"semantic-match"_s, sentence = u"lists of words of a few kinds"_s;
    const std::vector<QStringList> kinds = ground.tokenizer ? kindsOf(ground) : std::vector<QStringList>();
    const QString reason = whyNotAsked(ground, u"kinds of three words that"_s, kinds.size(), kindsOfAList, 0);
    if (!reason.isEmpty())
        return unaskable(key, sentence, reason);
    TaskSet set;
    set.key = key;
    set.sentence = sentence;
    PromptRandom random(seed);
    for (int index = 0; index < count; ++index) {
        TaskPrompt prompt = promptOf(ground, kinds, random);
        bool isWhole = true;
        for (std::size_t kind = 0; kind < kindsOfAList; ++kind)
            isWhole = isWhole && prompt.roles[u"KIND_%1"_s.arg(kind)].size() == wordsOfAKind;
        if (isWhole)
            set.prompts.push_back(std::move(prompt));
    }
    if (set.prompts.empty())
        set.reason = u"the tokenizer joins words with what stands beside them"_s;
    fitToContext(set, ground.nCtx);
    return set;
}

} // namespace headwaters
