#include "core/heads/tasks/semanticpairs.h"

#include "core/heads/tasks/roletext.h"
#include "core/heads/tasks/taskwords.h"
#include "core/heads/tasks/words.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <array>
#include <set>

namespace headwaters {

namespace {

constexpr std::size_t fewestPairs = 12;
constexpr std::size_t pairsOfPrompt = 4;

struct TokenPair {
    QString text; ///< of the first
    TokenId first = 0, second = 0;
};

std::vector<TokenPair> singleTokenPairs(const TaskGround& ground, const std::vector<words::Pair>& pairs)
{
    std::vector<TokenPair> found;
    std::set<TokenId> firsts, seconds;
    for (const words::Pair& pair : pairs) {
        const std::optional<TokenId> first = ground.word(pair.first), second = ground.word(pair.second);
        if (!first || !second || firsts.contains(*first) || seconds.contains(*second))
            continue;
        firsts.insert(*first);
        seconds.insert(*second);
        found.push_back({pair.first, *first, *second});
    }
    return found;
}

TaskPrompt promptOf(
    const TaskGround& ground, const std::vector<TokenPair>& pairs, const std::vector<std::size_t>& drawn,
    PromptRandom& random)
{
    static const std::array<std::array<const char*, pairsOfPrompt + 1>, 3> texts{{
        {"Here are some words: ", ", then ", ", then ", " and ",
         ". Think about them and say what comes to mind"},
        {"She wrote ", " and ", " on one page, ", " and ",
         " on another page, and then she put the pages away"},
        {"Of the words ", ", ", ", ", " and ", " he knew the first one best, but he also liked the others"},
    }};
    const auto& text = texts[random.below(texts.size())];
    RoleText made;
    for (std::size_t place = 0; place < drawn.size(); ++place)
        made.text(QLatin1String(text[place])).word(pairs[drawn[place]].text, {QStringLiteral("S")});
    made.text(QLatin1String(text[pairsOfPrompt]));
    TaskPrompt prompt = made.prompt(ground);
    for (const std::size_t pair : drawn)
        prompt.others.push_back(pairs[pair].second);
    return prompt;
}

} // namespace

std::vector<TaskSet> semanticPairs(const TaskGround& ground, int count, std::uint64_t seed)
{
    struct Relation {
        QString key, sentence;
        const std::vector<words::Pair>& pairs;
    };
    const std::vector<Relation> relations{
        {QStringLiteral("semantic-part"), QStringLiteral("words and what they are part of"), words::parts()},
        {QStringLiteral("semantic-use"), QStringLiteral("words and what they are used for"), words::uses()},
        {QStringLiteral("semantic-category"), QStringLiteral("words and their kind"), words::categories()},
        {QStringLiteral("semantic-capital"), QStringLiteral("countries and capitals"), words::capitals()},
        {QStringLiteral("semantic-antonym"), QStringLiteral("words and their opposites"), words::antonyms()}};
    std::vector<TaskSet> sets;
    for (const Relation& relation : relations) {
        TaskSet set;
        set.key = relation.key;
        set.sentence = relation.sentence;
        const std::vector<TokenPair> pairs =
            ground.tokenizer ? singleTokenPairs(ground, relation.pairs) : std::vector<TokenPair>();
        set.reason = whyNotAsked(ground, QStringLiteral("pairs of words"), pairs.size(), fewestPairs, 0);
        PromptRandom random(seed);
        for (int index = 0; index < count && set.reason.isEmpty(); ++index) {
            std::vector<std::size_t> drawn;
            while (drawn.size() < pairsOfPrompt) {
                const std::size_t pair = random.below(pairs.size());
                if (std::find(drawn.begin(), drawn.end(), pair) == drawn.end())
                    drawn.push_back(pair);
            }
            TaskPrompt prompt = promptOf(ground, pairs, drawn, random);
            const std::vector<int>& places = prompt.roles[QStringLiteral("S")];
            bool isRight = places.size() == drawn.size();
            for (std::size_t place = 0; isRight && place < drawn.size(); ++place)
                isRight = prompt.ids[static_cast<std::size_t>(places[place])] == pairs[drawn[place]].first;
            if (isRight)
                set.prompts.push_back(std::move(prompt));
        }
        if (set.reason.isEmpty() && set.prompts.empty())
            set.reason = QStringLiteral("the tokenizer joins words with what stands beside them");
        fitToContext(set, ground.nCtx);
        sets.push_back(std::move(set));
    }
    return sets;
}

} // namespace headwaters
