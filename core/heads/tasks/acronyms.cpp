#include "core/heads/tasks/acronyms.h"

#include "core/heads/tasks/roletext.h"

#include <algorithm>
#include <array>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t fewestWords = 12;

const QStringList& wordList()
{
    static const QStringList words =
        u"Apple Arrow Autumn Banana Basket Bottle Bridge Butter Candle Carpet "
        u"Castle Cellar Copper Cotton Desert "
        "Dinner Dragon Engine Evening Falcon Feather Fiddle Forest Garden Ginger "
        "Guitar Hammer Harbor Hollow "
        "Island Ivory Jacket Jungle Kettle Kitten Ladder Lantern Lemon Marble "
        "Meadow Mirror Needle Nickel Onion "
        "Orchid Oven Paper Parrot Pebble Pencil Pepper Pillow Pocket Quarrel "
        "Quilt Rabbit Raven Ribbon River "
        "Saddle Salmon Shadow Silver Spider Sugar Summer Table Temple Thimble "
        "Thunder Tunnel Turtle Umbrella "
        "Valley Velvet Violet Vivid Walnut Willow Window Winter Yellow Yogurt Zebra Zipper"_s.split(u' ');
    return words;
}

/// The token of a letter that goes on a text without a space.
std::optional<TokenId> letterToken(const TaskGround& ground, QChar letter)
{
    return ground.tokenizer->tokenWithText(QString(letter));
}

struct Word {
    QString text;
    TokenId letter = 0;
    bool isBare = false; ///< cut behind its capital
};

std::vector<Word> usable(const TaskGround& ground)
{
    std::vector<Word> words;
    for (const QString& text : wordList()) {
        const auto letter = letterToken(ground, text[0]);
        if (!letter)
            continue;
        const std::vector<TokenId> ids = ground.tokenizer->encodeContinuation(QString(u' ' + text));
        const QByteArray first = ground.tokenizer->token(ids.front()).bytes;
        words.push_back({text, *letter, first == QByteArray(" ") + text.left(1).toLatin1()});
    }
    const auto bare = std::count_if(words.begin(), words.end(), [](const Word& word) { return word.isBare; });
    if (bare >= static_cast<std::ptrdiff_t>(fewestWords))
        std::erase_if(words, [](const Word& word) { return !word.isBare; });
    return words;
}

std::array<Word, 3> drawThree(const std::vector<Word>& words, PromptRandom& random)
{
    std::array<Word, 3> drawn;
    do {
        for (Word& word : drawn)
            word = words[random.below(words.size())];
    } while (drawn[0].letter == drawn[1].letter || drawn[0].letter == drawn[2].letter
             || drawn[1].letter == drawn[2].letter);
    return drawn;
}

TaskPrompt promptOf(const TaskGround& ground, const std::array<Word, 3>& words, std::size_t step)
{
    RoleText text;
    text.text(u"The"_s);
    for (std::size_t at = 0; at < words.size(); ++at) {
        QStringList roles{u"W%1"_s.arg(at + 1)};
        if (at == step)
            roles << u"INITIAL"_s;
        text.text(u" "_s).word(words[at].text.left(1), roles).text(words[at].text.mid(1));
    }
    text.text(u" ("_s);
    TaskPrompt prompt = text.prompt(ground);
    // Letters follow one by one, as the model would write them.
    for (std::size_t at = 0; at < step; ++at)
        prompt.ids.push_back(words[at].letter);
    prompt.roles[u"END"_s] = {static_cast<int>(prompt.ids.size()) - 1};
    prompt.target = words[step].letter;
    prompt.rival = words[(step + 1) % words.size()].letter;
    prompt.variant = QString::number(step + 1);
    return prompt;
}

} // namespace

TaskSet acronyms(const TaskGround& ground, int count, std::uint64_t seed)
{
    TaskSet set;
    set.key = u"acronyms"_s;
    set.sentence = u"an acronym goes on with the initial of the next word"_s;
    if (!ground.tokenizer)
        return unaskable(set.key, set.sentence, u"the model has no tokenizer to write words with"_s);
    const std::vector<Word> words = usable(ground);
    std::vector<TokenId> letters;
    for (char letter = 'A'; letter <= 'Z'; ++letter) {
        if (const auto token = letterToken(ground, QLatin1Char(letter)))
            letters.push_back(*token);
    }
    if (words.size() < fewestWords || letters.size() < fewestWords)
        return unaskable(
            set.key, set.sentence,
            u"only %1 capital letters are one token, 12 are needed"_s.arg(letters.size()));
    set.chance = 1 / static_cast<double>(letters.size());
    PromptRandom random(seed);
    for (int index = 0; index < count; ++index) {
        TaskPrompt prompt = promptOf(ground, drawThree(words, random), static_cast<std::size_t>(index % 3));
        std::copy_if(letters.begin(), letters.end(), std::back_inserter(prompt.others), [&](TokenId letter) {
            return letter != *prompt.target;
        });
        set.prompts.push_back(std::move(prompt));
    }
    fitToContext(set, ground.nCtx);
    return set;
}

} // namespace headwaters
