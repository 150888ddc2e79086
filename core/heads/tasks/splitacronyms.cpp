#include "core/heads/tasks/splitacronyms.h"

#include "core/heads/tasks/taskwords.h"
#include "core/text/promptdraw.h"

#include <QStringList>

#include <algorithm>

namespace headwaters {

namespace {

constexpr std::size_t fewestLetters = 12;
constexpr int wordsInAll = 3;

const QStringList& endings()
{
    static const QStringList list =
        QStringLiteral(
            "ivo elt ane ort ust ing ard ell ome ake ist oun ight ater ough ence able ible ment "
            "ation ive ent ant ish ous ial ure ity ary ory ist ism ess ful ip ot ug em ax ed er ar "
            "or an in on en al el il am um is as us et it at ut ock ick ack")
            .split(QLatin1Char(' '));
    return list;
}

/// A word whose first token is a capital behind a space.
struct Word {
    TokenId capital = 0;
    TokenId ending = 0;
    int letter = 0;
};

/// [letter][n]
std::vector<std::vector<Word>> splitWords(const TaskGround& ground)
{
    std::vector<std::vector<Word>> found;
    for (int letter = 0; letter < 26; ++letter) {
        const QString capital(QLatin1Char(static_cast<char>('A' + letter)));
        const std::optional<TokenId> bare = ground.word(capital);
        std::vector<Word> words;
        for (const QString& ending : endings()) {
            const std::vector<TokenId> ids =
                ground.tokenizer->encodeContinuation(QString(QLatin1Char(' ') + capital + ending));
            if (bare && ids.size() == 2 && ids.front() == *bare)
                words.push_back({ids.front(), ids.back(), letter});
        }
        if (!words.empty() && ground.tokenizer->tokenWithText(capital))
            found.push_back(std::move(words));
    }
    return found;
}

class Drawer {
public:
    Drawer(const TaskGround& ground, std::vector<std::vector<Word>> letters, std::uint64_t seed)
        : m_ground(ground),
          m_letters(std::move(letters)),
          m_random(seed)
    {
        if (ground.beginOfText)
            m_opening.push_back(*ground.beginOfText);
        const std::vector<TokenId> the = ground.tokenizer->encode(u"The");
        m_opening.insert(m_opening.end(), the.begin(), the.end());
        m_bracket = ground.tokenizer->encodeContinuation(u" (");
    }

    /// Four words of different letters.
    std::array<Word, wordsInAll + 1> draw()
    {
        std::array<Word, wordsInAll + 1> drawn;
        std::vector<std::size_t> letters;
        while (letters.size() < drawn.size()) {
            const std::size_t letter = m_random.below(m_letters.size());
            if (std::find(letters.begin(), letters.end(), letter) != letters.end())
                continue;
            drawn[letters.size()] = m_letters[letter][m_random.below(m_letters[letter].size())];
            letters.push_back(letter);
        }
        return drawn;
    }

    TaskPrompt prompt(const std::array<Word, wordsInAll + 1>& drawn, int asked) const
    {
        TaskPrompt prompt;
        prompt.ids = m_opening;
        for (int word = 0; word < wordsInAll; ++word) {
            prompt.roles[QStringLiteral("L%1").arg(word + 1)] = {static_cast<int>(prompt.ids.size())};
            prompt.ids.push_back(drawn[static_cast<std::size_t>(word)].capital);
            prompt.ids.push_back(drawn[static_cast<std::size_t>(word)].ending);
        }
        prompt.ids.insert(prompt.ids.end(), m_bracket.begin(), m_bracket.end());
        for (int word = 0; word < asked; ++word)
            prompt.ids.push_back(said(drawn[static_cast<std::size_t>(word)]));
        prompt.roles[QStringLiteral("LETTER")] = prompt.roles[QStringLiteral("L%1").arg(asked + 1)];
        prompt.roles[QStringLiteral("END")] = {static_cast<int>(prompt.ids.size()) - 1};
        prompt.variant = QString::number(asked + 1);
        prompt.target = said(drawn[static_cast<std::size_t>(asked)]);
        prompt.rival = said(drawn[wordsInAll]);
        for (int word = 0; word < wordsInAll; ++word) {
            if (word != asked)
                prompt.others.push_back(said(drawn[static_cast<std::size_t>(word)]));
        }
        prompt.corrupted = prompt.ids;
        const auto place = static_cast<std::size_t>(prompt.at(QStringLiteral("LETTER")));
        prompt.corrupted[place] = drawn[wordsInAll].capital;
        prompt.corrupted[place + 1] = drawn[wordsInAll].ending;
        return prompt;
    }

private:
    /// The letter without a space.
    TokenId said(const Word& word) const
    {
        return *m_ground.tokenizer->tokenWithText(QString(QLatin1Char(static_cast<char>('A' + word.letter))));
    }

    const TaskGround& m_ground;
    std::vector<std::vector<Word>> m_letters;
    PromptRandom m_random;
    std::vector<TokenId> m_opening, m_bracket;
};

} // namespace

TaskSet splitAcronyms(const TaskGround& ground, int count, std::uint64_t seed)
{
    TaskSet set;
    set.key = QStringLiteral("split-acronym");
    set.sentence = QStringLiteral("the letters of an acronym are the initials of its words");
    set.chance = 1.0 / (wordsInAll + 1);
    set.reason = whyNotAsked(ground, {}, 0, 0, 0);
    if (!set.reason.isEmpty())
        return set;
    std::vector<std::vector<Word>> letters = splitWords(ground);
    set.reason = whyNotAsked(
        ground, QStringLiteral("letters that begin a word of two tokens"), letters.size(), fewestLetters, 14);
    if (!set.reason.isEmpty())
        return set;
    Drawer drawer(ground, std::move(letters), seed);
    std::array<Word, wordsInAll + 1> drawn{};
    for (int index = 0; index < count; ++index) {
        if (index % wordsInAll == 0)
            drawn = drawer.draw();
        set.prompts.push_back(drawer.prompt(drawn, index % wordsInAll));
    }
    return set;
}

std::array<std::array<std::optional<TokenId>, 2>, 26> letterForms(const TaskGround& ground)
{
    std::array<std::array<std::optional<TokenId>, 2>, 26> forms;
    for (std::size_t letter = 0; letter < forms.size() && ground.tokenizer; ++letter) {
        const QString capital(QLatin1Char(static_cast<char>('A' + static_cast<int>(letter))));
        forms[letter] = {ground.tokenizer->tokenWithText(capital), ground.word(capital)};
    }
    return forms;
}

} // namespace headwaters
