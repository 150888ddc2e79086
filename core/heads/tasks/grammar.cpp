#include "core/heads/tasks/grammar.h"

#include "core/heads/tasks/sentencewords.h"
#include "core/heads/tasks/tokenline.h"
#include "core/text/promptdraw.h"

namespace headwaters {

namespace {

const QString later = QStringLiteral("later ");
const QString earlier = QStringLiteral("earlier ");

/// Says one sentence and notes what belongs together.
class Speaker {
public:
    Speaker(const TaskGround& ground, PromptRandom& random) : m_line(ground), m_random(random) { }

    TaskPrompt sentence()
    {
        if (chance(4)) {
            const Word subject = say(pick(sentencewords::people()));
            const Word thinks = say(chance(2) ? QStringLiteral("thought") : QStringLiteral("said"));
            tie("nsubj", subject, thinks);
            say(QStringLiteral("that"));
            tie("ccomp", thinks, clause());
        } else {
            clause();
        }
        m_line.text(QStringLiteral("."));
        m_prompt.ids = m_line.ids();
        m_prompt.roles[QStringLiteral("STARTS")] = m_line.starts();
        return std::move(m_prompt);
    }

private:
    using Word = std::vector<int>; ///< its tokens

    [[nodiscard]] bool chance(std::size_t of) { return m_random.below(of) == 0; }
    const QString& pick(const QStringList& words)
    {
        return words[static_cast<qsizetype>(m_random.below(static_cast<std::size_t>(words.size())))];
    }
    Word say(const QString& word) { return m_line.word(word); }
    void tie(const char* relation, const Word& first, const Word& second)
    {
        addArc(m_prompt, {QLatin1String(relation), second.back(), first});
    }

    /// `the [adjective ...] noun`, or `his ...`.
    Word noun()
    {
        const bool isOwned = chance(3);
        static const QStringList owners{
            QStringLiteral("his"), QStringLiteral("her"), QStringLiteral("their")};
        static const QStringList articles{QStringLiteral("the"), QStringLiteral("a"), QStringLiteral("this")};
        const Word first = say(pick(isOwned ? owners : articles));
        std::vector<Word> adjectives;
        for (std::size_t count = m_random.below(3); count > 0; --count)
            adjectives.push_back(say(pick(sentencewords::adjectives())));
        const Word noun = say(pick(sentencewords::nouns()));
        tie(isOwned ? "poss" : "det", first, noun);
        for (const Word& adjective : adjectives)
            tie("amod", adjective, noun);
        return noun;
    }
    /// `near the noun`.
    void phrase()
    {
        const Word preposition = say(pick(sentencewords::prepositions()));
        tie("pobj", preposition, noun());
    }
    /// Subject, perhaps with a phrase or a clause of its own, verb, object. Returns the verb.
    Word clause()
    {
        const Word subject = chance(3) ? say(pick(sentencewords::people())) : noun();
        switch (m_random.below(4)) {
        case 0:
            phrase();
            break;
        case 1: {
            say(QStringLiteral("that"));
            const Word other = say(pick(sentencewords::people()));
            tie("nsubj", other, say(pick(sentencewords::deeds())));
            break;
        }
        default:
            break;
        }
        std::vector<Word> auxiliaries, adverbs;
        if (!chance(3))
            auxiliaries.push_back(say(chance(2) ? QStringLiteral("had") : QStringLiteral("has")));
        if (!chance(3))
            adverbs.push_back(say(pick(sentencewords::adverbs())));
        const Word verb = say(pick(sentencewords::deeds()));
        tie("nsubj", subject, verb);
        for (const Word& auxiliary : auxiliaries)
            tie("aux", auxiliary, verb);
        for (const Word& adverb : adverbs)
            tie("advmod", adverb, verb);
        tie("dobj", verb, noun());
        if (chance(2))
            phrase();
        return verb;
    }

    TokenLine m_line;
    PromptRandom& m_random;
    TaskPrompt m_prompt;
};

} // namespace

void addArc(TaskPrompt& prompt, const GrammarArc& arc)
{
    QString name;
    for (int number = 0; name.isEmpty() || prompt.has(later + name); ++number)
        name = QStringLiteral("%1 %2").arg(arc.relation).arg(number);
    prompt.roles[later + name] = {arc.later};
    prompt.roles[earlier + name] = arc.earlier;
}

std::vector<GrammarArc> arcsOf(const TaskPrompt& prompt)
{
    std::vector<GrammarArc> arcs;
    for (const auto& [role, positions] : prompt.roles) {
        if (!role.startsWith(later))
            continue;
        const QString name = role.mid(later.size());
        arcs.push_back(
            {name.left(name.indexOf(QLatin1Char(' '))), positions.front(), prompt.roles.at(earlier + name)});
    }
    return arcs;
}

TaskSet grammarSentences(const TaskGround& ground, int count, std::uint64_t seed)
{
    TaskSet set{
        .key = QStringLiteral("grammar"),
        .sentence = QStringLiteral("Sentences in which it is known what belongs to what."),
        .prompts = {},
        .reason = {}};
    if (!ground.tokenizer)
        set.reason = QStringLiteral("there is no tokenizer, so no words");
    PromptRandom random(seed);
    for (int number = 0; number < count && set.reason.isEmpty(); ++number) {
        TaskPrompt prompt = Speaker(ground, random).sentence();
        if (prompt.ids.size() <= static_cast<std::size_t>(ground.nCtx))
            set.prompts.push_back(std::move(prompt));
    }
    if (set.isEmpty() && set.reason.isEmpty())
        set.reason = QStringLiteral("the context of %1 tokens is too short").arg(ground.nCtx);
    return set;
}

} // namespace headwaters
