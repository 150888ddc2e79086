#include "core/heads/tasks/structuretext.h"

#include "core/heads/tasks/roletext.h"
#include "core/heads/tasks/sentencewords.h"
#include "core/heads/tasks/tokenline.h"
#include "core/text/promptlibrary.h"

#include <algorithm>
#include <array>

namespace headwaters {

namespace {

constexpr int fewestFillers = 12;
constexpr int longestSentence = 48; // tokens, with every word split in two

QString whyNot(const TaskGround& ground)
{
    if (!ground.tokenizer)
        return QStringLiteral("there is no tokenizer, so no words");
    if (ground.nCtx < longestSentence)
        return QStringLiteral("the context of %1 tokens is too short").arg(ground.nCtx);
    return {};
}

QString tooFew(const QString& what, qsizetype count)
{
    return QStringLiteral("the tokenizer has only %1 %2").arg(count).arg(what);
}

const QString& pick(const QStringList& words, PromptRandom& random)
{
    return words[static_cast<qsizetype>(random.below(static_cast<std::size_t>(words.size())))];
}

/// A noun that is not yet there.
QString pickNew(const QStringList& words, const QStringList& used, PromptRandom& random)
{
    QString word;
    do
        word = pick(words, random);
    while (used.contains(word));
    return word;
}

/// Words with one token each, sorted by its number.
QStringList byNumber(const TaskGround& ground, const QStringList& words)
{
    QStringList kept = oneTokenWords(ground, words);
    std::sort(kept.begin(), kept.end(), [&](const QString& left, const QString& right) {
        return *ground.word(left) < *ground.word(right);
    });
    return kept;
}

/// `N` stands for a noun, `A` for an adjective, `V` for what is done to things.
const std::array<const char*, 6> carriers = {"The N and the N near the N V the A N by the N .",
                                             "A A N in the N V the N and the N by the N .",
                                             "They V the N in the N and the A N by the N near the N .",
                                             "Near the N the N V the A N and the N by the N .",
                                             "We V a N by the N and the N in the A N near the N .",
                                             "The A N by the N V the N near the N and the N ."};

/// Says a carrier; `noun` is asked for each noun, in turn, and told its tokens.
template <typename Noun>
TokenLine carried(const TaskGround& ground, const char* carrier, PromptRandom& random, const Noun& noun)
{
    TokenLine line(ground);
    int number = 0;
    for (const QString& word : QString::fromLatin1(carrier).split(QLatin1Char(' '))) {
        if (word == QLatin1String("N"))
            noun(line, number++);
        else if (word == QLatin1String("A"))
            line.word(pick(sentencewords::adjectives(), random));
        else if (word == QLatin1String("V"))
            line.word(pick(sentencewords::deeds(), random));
        else if (word == QLatin1String("."))
            line.text(word);
        else
            line.word(word);
    }
    return line;
}

constexpr int nounsOfCarrier = 5;

} // namespace

TaskSet naturalText(const TaskGround& ground, int count, std::uint64_t seed)
{
    TaskSet set{
        .key = QStringLiteral("text"),
        .sentence = QStringLiteral("Sentences of the prompt library."),
        .prompts = {},
        .reason = whyNot(ground)};
    if (!set.reason.isEmpty())
        return set;
    const PromptLibrary library = PromptLibrary::load();
    std::vector<QString> lines;
    const auto families = static_cast<int>(library.families().size());
    std::vector<std::vector<Prompt>> examples;
    for (const PromptFamily& family : library.families())
        examples.push_back(family.examples(seed, 3 * count / families + 2));
    for (std::size_t number = 0; number < examples.front().size(); ++number) {
        for (const std::vector<Prompt>& family : examples) {
            // Chat has marks of its own, and lists of words that come again are no text.
            if (number < family.size() && family[number].family != QLatin1String("chat")
                && family[number].family != QLatin1String("induction"))
                lines.push_back(family[number].text + family[number].target);
        }
    }
    constexpr std::size_t fewest = 24;
    std::size_t next = 0;
    for (int number = 0; number < count && next < lines.size(); ++number) {
        QString text;
        TaskPrompt prompt;
        while (prompt.ids.size() < fewest && next < lines.size()) {
            text += (text.isEmpty() ? QString() : QStringLiteral(" ")) + lines[next++];
            prompt.ids = ground.tokenizer->encodePrompt(text, ground.beginOfText.has_value());
        }
        if (prompt.ids.size() > static_cast<std::size_t>(ground.nCtx))
            prompt.ids.resize(static_cast<std::size_t>(ground.nCtx));
        set.prompts.push_back(std::move(prompt));
    }
    return set;
}

TaskSet rareWordSentences(const TaskGround& ground, int count, std::uint64_t seed)
{
    TaskSet set{
        .key = QStringLiteral("rare-words"),
        .sentence = QStringLiteral("Sentences with one rare word."),
        .prompts = {},
        .reason = whyNot(ground)};
    if (!set.reason.isEmpty())
        return set;
    const QStringList nouns = byNumber(ground, sentencewords::nouns());
    const QStringList rare = byNumber(ground, sentencewords::rareNouns());
    const QStringList common = nouns.mid(0, std::max<qsizetype>(nouns.size() * 2 / 3, fewestFillers));
    if (common.size() < fewestFillers || rare.size() < fewestFillers) {
        set.reason = tooFew(QStringLiteral("nouns of one token"), std::min(common.size(), rare.size()));
        return set;
    }
    const QStringList rarest = rare.mid(rare.size() / 2);
    PromptRandom random(seed);
    for (int sentence = 0; sentence < count; ++sentence) {
        const int slot = 1 + static_cast<int>(random.below(nounsOfCarrier - 2));
        TaskPrompt prompt;
        QStringList used;
        const TokenLine line = carried(
            ground, carriers[random.below(carriers.size())], random, [&](TokenLine& said, int number) {
                if (number == slot) {
                    prompt.roles[QStringLiteral("RARE")] = said.word(pick(rarest, random));
                    return;
                }
                used << pickNew(common, used, random);
                prompt.roles[QStringLiteral("OTHERS")].push_back(said.word(used.back()).back());
            });
        prompt.ids = prompt.corrupted = line.ids();
        prompt.corrupted[static_cast<std::size_t>(prompt.at(QStringLiteral("RARE")))] =
            *ground.word(pickNew(common, used, random));
        set.prompts.push_back(std::move(prompt));
    }
    fitToContext(set, ground.nCtx);
    return set;
}

TaskSet subwordSentences(const TaskGround& ground, int count, std::uint64_t seed)
{
    TaskSet set{
        .key = QStringLiteral("subwords"),
        .sentence = QStringLiteral("Sentences with a word of several tokens."),
        .prompts = {},
        .reason = whyNot(ground)};
    if (!set.reason.isEmpty())
        return set;
    QStringList split;
    for (const QString& word : sentencewords::longWords()) {
        const std::size_t pieces =
            ground.tokenizer->encodeContinuation(QString(QLatin1Char(' ') + word)).size();
        if (pieces >= 2 && pieces <= 4)
            split << word;
    }
    const QStringList nouns = oneTokenWords(ground, sentencewords::nouns());
    if (split.size() < fewestFillers || nouns.size() < fewestFillers) {
        set.reason = split.size() < fewestFillers
            ? tooFew(QStringLiteral("words of two to four tokens"), split.size())
            : tooFew(QStringLiteral("nouns of one token"), nouns.size());
        return set;
    }
    PromptRandom random(seed);
    for (int sentence = 0; sentence < count; ++sentence) {
        const int slot = static_cast<int>(random.below(nounsOfCarrier));
        TaskPrompt prompt;
        const TokenLine line = carried(
            ground, carriers[random.below(carriers.size())], random, [&](TokenLine& said, int number) {
                if (number == slot)
                    prompt.roles[QStringLiteral("WORD")] = said.word(pick(split, random));
                else
                    said.word(pick(nouns, random));
            });
        prompt.ids = line.ids();
        prompt.roles[QStringLiteral("STARTS")] = line.starts();
        set.prompts.push_back(std::move(prompt));
    }
    fitToContext(set, ground.nCtx);
    return set;
}

} // namespace headwaters
