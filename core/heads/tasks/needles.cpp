#include "core/heads/tasks/needles.h"

#include "core/heads/tasks/sentencewords.h"
#include "core/heads/tasks/tokenline.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <array>

namespace headwaters {

namespace {

constexpr int codeWords = 5;
// The first is for small models, whose texts were short; longer ones have a gate of their own.
constexpr std::array<int, 4> lengths = {80, 256, 512, 900};
// Of eight rounds of all depths: the longer ones cost as much as many short ones.
constexpr std::array<std::size_t, 8> turns = {0, 1, 2, 0, 1, 3, 0, 1};
constexpr std::array<double, 5> depths = {0.1, 0.3, 0.5, 0.7, 0.9};

using Ids = std::vector<TokenId>;

/// What a set's prompts are made of.
class Haystacks {
public:
    Haystacks(const TaskGround& ground, std::uint64_t seed) : m_ground(ground), m_random(seed)
    {
        for (const QString& code : oneTokenWords(ground, sentencewords::codes()))
            m_codes.push_back(*ground.word(code));
        // Where the tokenizer splits most of them any whole words do.
        if (m_codes.size() < 3 * codeWords)
            m_codes = ground.pool;
        m_names = oneTokenWords(ground, sentencewords::people());
        m_nouns = oneTokenWords(ground, sentencewords::nouns());
    }

    /// Why there are too few words; empty where there are enough.
    [[nodiscard]] QString shortage() const
    {
        if (m_codes.size() < 3 * codeWords)
            return QStringLiteral("the tokenizer knows only %1 whole words").arg(m_codes.size());
        if (m_names.size() < 12 || m_nouns.size() < 12)
            return QStringLiteral("the tokenizer has only %1 names and %2 nouns of one token")
                .arg(m_names.size())
                .arg(m_nouns.size());
        return {};
    }

    TaskPrompt prompt(NeedleQuestion question, int length, double depth)
    {
        const std::vector<QString> names = different(m_names, 3);
        const Ids codes = different(m_codes, 3 * codeWords);
        const auto part = [&](int which) {
            return Ids(codes.begin() + which * codeWords, codes.begin() + (which + 1) * codeWords);
        };
        const Ids needle = part(0), other = part(1), absent = part(2);
        Ids ask = asked(question, names[0]);
        const Ids sentence = said(names[0], needle);
        const Ids otherSentence = said(names[1], other);
        const int hay =
            length - static_cast<int>(ask.size() + sentence.size() + otherSentence.size()) - codeWords;
        const int before = static_cast<int>(depth * hay);

        TaskPrompt prompt;
        if (m_ground.beginOfText)
            prompt.ids.push_back(*m_ground.beginOfText);
        const bool otherFirst = depth > 0.5; // it stands in the larger part of the hay
        const auto tell = [&](const QString& role, const Ids& words) {
            append(prompt.ids, words);
            for (int word = 0; word < codeWords; ++word) // the full stop stands behind them
                prompt.roles[role].push_back(static_cast<int>(prompt.ids.size() - 1) - codeWords + word);
        };
        if (otherFirst) {
            append(prompt.ids, filler(before / 2));
            tell(QStringLiteral("OTHER"), otherSentence);
            append(prompt.ids, filler(before - before / 2));
        } else {
            append(prompt.ids, filler(before));
        }
        const std::size_t place = prompt.ids.size();
        tell(QStringLiteral("NEEDLE"), sentence);
        const int after = hay - before;
        if (otherFirst) {
            append(prompt.ids, filler(after));
        } else {
            append(prompt.ids, filler(after / 2));
            tell(QStringLiteral("OTHER"), otherSentence);
            append(prompt.ids, filler(after - after / 2));
        }
        append(prompt.ids, ask);
        prompt.roles[QStringLiteral("END")] = {static_cast<int>(prompt.ids.size()) - 1};
        for (int word = 0; word < codeWords; ++word) {
            prompt.roles[QStringLiteral("ASK")].push_back(static_cast<int>(prompt.ids.size()) - 1);
            if (word + 1 < codeWords)
                prompt.ids.push_back(needle[static_cast<std::size_t>(word)]);
        }
        prompt.corrupted = prompt.ids;
        const Ids replaced = said(names[2], absent);
        if (replaced.size() == sentence.size())
            std::copy(
                replaced.begin(), replaced.end(),
                prompt.corrupted.begin() + static_cast<std::ptrdiff_t>(place));
        else
            prompt.corrupted.clear();
        prompt.target = needle.front();
        prompt.rival = other.front();
        prompt.others.assign(needle.begin() + 1, needle.end());
        prompt.others.insert(prompt.others.end(), other.begin() + 1, other.end());
        prompt.variant = QStringLiteral("%1 tokens").arg(length);
        return prompt;
    }

private:
    template <typename List> std::vector<typename List::value_type> different(const List& words, int count)
    {
        std::vector<typename List::value_type> drawn;
        while (static_cast<int>(drawn.size()) < count) {
            const auto& word = words[static_cast<typename List::size_type>(
                m_random.below(static_cast<std::size_t>(words.size())))];
            if (std::find(drawn.begin(), drawn.end(), word) == drawn.end())
                drawn.push_back(word);
        }
        return drawn;
    }
    static void append(Ids& ids, const Ids& more) { ids.insert(ids.end(), more.begin(), more.end()); }

    /// Tokens of a sentence that stands behind others.
    Ids tokens(const QString& sentence) const
    {
        TokenLine line(m_ground);
        line.words(QStringLiteral("x ") + sentence); // so that its first word has a space before it
        const std::size_t lead = (m_ground.beginOfText ? 1 : 0)
            + m_ground.tokenizer->encodeContinuation(QStringLiteral("x")).size();
        return {line.ids().begin() + static_cast<std::ptrdiff_t>(lead), line.ids().end()};
    }
    Ids said(const QString& name, const Ids& words) const
    {
        Ids ids = tokens(QStringLiteral("The secret code of %1 is").arg(name));
        append(ids, words);
        append(ids, m_ground.tokenizer->encodeContinuation(QStringLiteral(".")));
        return ids;
    }
    Ids asked(NeedleQuestion question, const QString& name) const
    {
        return question == NeedleQuestion::Literal
            ? tokens(QStringLiteral("The secret code of %1 is").arg(name))
            : tokens(QStringLiteral("Question: What is the secret code of %1? Answer:").arg(name));
    }
    /// Whole sentences, the last one cut.
    Ids filler(int length)
    {
        Ids ids;
        while (static_cast<int>(ids.size()) < length) {
            const auto noun = [&] { return different(m_nouns, 1).front(); };
            const auto adjective = [&] { return different(sentencewords::adjectives(), 1).front(); };
            switch (m_random.below(4)) {
            case 0:
                append(
                    ids,
                    tokens(QStringLiteral("The %1 near the %2 was %3.").arg(noun(), noun(), adjective())));
                break;
            case 1:
                append(ids, tokens(QStringLiteral("It rained all day in the %1.").arg(noun())));
                break;
            case 2:
                append(ids, tokens(QStringLiteral("Nobody saw the %1 %2.").arg(adjective(), noun())));
                break;
            default:
                append(ids, tokens(QStringLiteral("People talked about the %1 for hours.").arg(noun())));
                break;
            }
        }
        ids.resize(static_cast<std::size_t>(std::max(length, 0)));
        return ids;
    }

    const TaskGround& m_ground;
    PromptRandom m_random;
    Ids m_codes;
    QStringList m_names, m_nouns;
};

} // namespace

TaskSet needles(const TaskGround& ground, NeedleQuestion question, int count, std::uint64_t seed)
{
    const bool isLiteral = question == NeedleQuestion::Literal;
    TaskSet set{
        .key = isLiteral ? QStringLiteral("needle-literal") : QStringLiteral("needle-paraphrase"),
        .sentence = isLiteral ? QStringLiteral("Finds words in a long text, asked for as they stand there.")
                              : QStringLiteral("Finds words in a long text, asked for in other words."),
        .prompts = {},
        .chance = 1.0 / (2 * codeWords),
        .reason = {}};
    const int most = ground.nCtx * 9 / 10;
    if (!ground.tokenizer)
        set.reason = QStringLiteral("there is no tokenizer, so no words");
    else if (most < lengths.front())
        set.reason = QStringLiteral("the context of %1 tokens is too short").arg(ground.nCtx);
    else
        set.reason = Haystacks(ground, seed).shortage();
    if (!set.reason.isEmpty())
        return set;
    std::vector<int> possible;
    for (const int length : lengths) {
        if (possible.empty() || possible.back() < std::min(length, most))
            possible.push_back(std::min(length, most));
    }
    Haystacks haystacks(ground, seed);
    for (int number = 0; number < count; ++number) {
        const std::size_t depth = static_cast<std::size_t>(number) % depths.size();
        const std::size_t round = static_cast<std::size_t>(number) / depths.size();
        const std::size_t which = turns[round % turns.size()];
        set.prompts.push_back(
            haystacks.prompt(question, possible[std::min(which, possible.size() - 1)], depths[depth]));
    }
    return set;
}

} // namespace headwaters
