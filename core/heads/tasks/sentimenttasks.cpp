#include "core/heads/tasks/sentimenttasks.h"

#include "core/heads/tasks/roletext.h"

#include <algorithm>
#include <array>

namespace headwaters {

namespace {

enum Polarity { Praise, Blame, Neutral };

QStringList split(const char* words)
{
    return QString::fromLatin1(words).split(QLatin1Char(' '));
}

// The first half of each list fits, the second tests. [polarity]
std::array<QStringList, 3> adjectives()
{
    return {
        split(
            "great wonderful brilliant amazing fantastic good nice lovely charming superb excellent perfect "
            "beautiful delightful"),
        split("awful terrible boring bad poor ugly nasty dreadful horrible dull sad disappointing weak "
              "disgusting"),
        split("long short new old recent early late big small French Italian local daily national")};
}

std::array<QStringList, 3> verbs()
{
    return {
        split("loved liked enjoyed admired"), split("hated disliked loathed despised"),
        split("watched saw found bought")};
}

struct AnswerWords {
    QStringList positive, negative;
};

AnswerWords answers(SentimentForm form)
{
    switch (form) {
    case SentimentForm::Review:
        return {split("great wonderful good excellent"), split("awful terrible bad horrible")};
    case SentimentForm::Feeling:
        return {split("loved liked enjoyed"), split("hated disliked loathed")};
    case SentimentForm::Mood:
        break;
    }
    return {split("happy excited glad good"), split("sad nervous angry bad")};
}

// As many words of each side as both have as one token.
void findAnswers(SentimentSet& result, SentimentForm form, const TaskGround& ground)
{
    const AnswerWords words = answers(form);
    const auto known = [&](const QStringList& list) {
        std::vector<TokenId> ids;
        for (const QString& word : list) {
            if (const auto id = ground.word(word))
                ids.push_back(*id);
        }
        return ids;
    };
    result.positive = known(words.positive);
    result.negative = known(words.negative);
    const std::size_t both = std::min(result.positive.size(), result.negative.size());
    result.positive.resize(both);
    result.negative.resize(both);
}

struct Words {
    QString adjective, second, verb, person, other;
};

RoleText reviewText(const Words& words)
{
    RoleText text;
    text.text(QStringLiteral("I thought the movie was ")).word(words.adjective, {QStringLiteral("ADJ")});
    text.text(QStringLiteral(". I ")).word(words.verb, {QStringLiteral("VRB")});
    text.text(QStringLiteral(" it")).word(QStringLiteral("."), {QStringLiteral("SUM_1")});
    text.text(QStringLiteral(" Conclusion: the ")).word(QStringLiteral("movie"), {QStringLiteral("SUM_2")});
    text.text(QStringLiteral(" was"));
    return text;
}

RoleText feelingText(const Words& words)
{
    RoleText text;
    text.text(QStringLiteral("I thought the movie was ")).word(words.adjective, {QStringLiteral("ADJ")});
    text.word(QStringLiteral("."), {QStringLiteral("SUM_1")});
    text.text(QStringLiteral(" The story was ")).word(words.second, {QStringLiteral("ADJ")});
    text.word(QStringLiteral("."), {QStringLiteral("SUM_2")}).text(QStringLiteral(" I"));
    return text;
}

RoleText moodText(const Words& words, Polarity polarity)
{
    const std::array<QString, 3> own = {
        QStringLiteral("loves"), QStringLiteral("hates"), QStringLiteral("hosts")};
    const std::array<QString, 3> others = {
        QStringLiteral("hates"), QStringLiteral("loves"), QStringLiteral("hosts")};
    RoleText text;
    text.text(words.person + QLatin1Char(' '))
        .word(own[polarity], {QStringLiteral("ADJ"), QStringLiteral("VRB")});
    text.text(QStringLiteral(" parties")).word(QStringLiteral("."), {QStringLiteral("SUM_1")});
    text.text(QStringLiteral(" %1 %2 parties. Today there is a party. ").arg(words.other, others[polarity]));
    text.word(words.person, {QStringLiteral("SUM_2")}).text(QStringLiteral(" feels very"));
    return text;
}

RoleText textOf(SentimentForm form, const Words& words, Polarity polarity)
{
    switch (form) {
    case SentimentForm::Review:
        return reviewText(words);
    case SentimentForm::Feeling:
        return feelingText(words);
    case SentimentForm::Mood:
        break;
    }
    return moodText(words, polarity);
}

// Words of a half of a list: the first half fits the direction, the second tests it.
QString drawn(const QStringList& list, bool fits, PromptRandom& random)
{
    const std::size_t half = static_cast<std::size_t>(list.size()) / 2;
    const std::size_t size = fits ? half : static_cast<std::size_t>(list.size()) - half;
    return list.at(static_cast<qsizetype>(random.below(size) + (fits ? 0 : half)));
}

const std::array<QString, 3> keys = {
    QStringLiteral("sentiment-review"), QStringLiteral("sentiment-feeling"),
    QStringLiteral("sentiment-mood")};
const std::array<QString, 3> sentences = {
    QStringLiteral("Sums up a review in one word"), QStringLiteral("Says whether a work was loved or hated"),
    QStringLiteral("Says how a person feels whose taste was told")};

} // namespace

SentimentSet sentimentPrompts(const TaskGround& ground, SentimentForm form, int count, std::uint64_t seed)
{
    const auto place = static_cast<std::size_t>(form);
    SentimentSet result;
    result.set = unaskable(keys[place], sentences[place], {});
    result.summaries = 2;
    if (!ground.tokenizer) {
        result.set.reason = QStringLiteral("the model has no tokenizer");
        return result;
    }
    findAnswers(result, form, ground);
    if (result.positive.empty()) {
        result.set.reason = QStringLiteral("no pair of its answers is one token each");
        return result;
    }
    const auto adjectiveLists = adjectives(), verbLists = verbs();
    const QStringList names = split("Mary John Anna Tom Emma James Lucy Paul Sarah Mark Laura Peter");
    PromptRandom random(seed);
    const auto add = [&](Polarity polarity, bool fits) {
        Words words;
        words.adjective = drawn(adjectiveLists[polarity], fits, random);
        words.second = drawn(adjectiveLists[polarity], fits, random);
        words.verb = verbLists[polarity].at(
            static_cast<qsizetype>(random.below(static_cast<std::size_t>(verbLists[polarity].size()))));
        words.person = drawn(names, fits, random);
        do
            words.other = drawn(names, fits, random);
        while (words.other == words.person);
        TaskPrompt prompt = textOf(form, words, polarity).prompt(ground);
        prompt.variant = polarity == Neutral
            ? QStringLiteral("neutral")
            : (polarity == Praise ? QStringLiteral("praise") : QStringLiteral("blame"));
        return prompt;
    };
    bool tooLong = false;
    for (int at = 0; at < count; ++at) {
        const Polarity polarity = at % 2 == 0 ? Praise : Blame;
        const bool fits = (at / 2) % 2 == 0;
        TaskPrompt prompt = add(polarity, fits);
        const auto& right = polarity == Praise ? result.positive : result.negative;
        const auto& wrong = polarity == Praise ? result.negative : result.positive;
        prompt.target = right.front();
        prompt.rival = wrong.front();
        tooLong = tooLong || static_cast<int>(prompt.ids.size()) > ground.nCtx;
        result.set.prompts.push_back(std::move(prompt));
        result.praise.push_back(polarity == Praise);
        result.fits.push_back(fits);
        if (at % 2 == 0) {
            result.neutral.push_back(add(Neutral, fits));
            tooLong = tooLong || static_cast<int>(result.neutral.back().ids.size()) > ground.nCtx;
        }
    }
    if (tooLong) {
        result.set.reason = QStringLiteral("its prompts are longer than the context of %1").arg(ground.nCtx);
        result.set.prompts.clear();
        result.praise.clear();
        result.fits.clear();
        result.neutral.clear();
    }
    return result;
}

} // namespace headwaters
