#include "core/heads/tasks/facttasks.h"

#include "core/heads/tasks/facttables.h"
#include "core/heads/tasks/roletext.h"

#include <algorithm>

namespace headwaters {

namespace {

constexpr std::size_t fewestRows = 12;

// A fact whose two words are one token each.
struct Fact {
    std::size_t relation = 0; // among those that survived
    QString subject, object;
    TokenId subjectId = 0, objectId = 0;
};

struct KnownFacts {
    std::vector<const FactTable*> tables; // [relation]
    std::vector<FactRelation> relations;
    std::vector<std::vector<Fact>> facts; // [relation]
};

KnownFacts knownFacts(const TaskGround& ground, bool conflicts)
{
    KnownFacts known;
    for (const FactTable& table : factTables()) {
        if (conflicts && table.statement.isEmpty())
            continue;
        std::vector<Fact> facts;
        std::vector<TokenId> objects;
        for (const auto& [subject, object] : table.rows) {
            const std::optional<TokenId> subjectId = ground.word(subject), objectId = ground.word(object);
            if (subjectId && objectId) {
                facts.push_back({known.tables.size(), subject, object, *subjectId, *objectId});
                objects.push_back(*objectId);
            }
        }
        std::sort(objects.begin(), objects.end());
        objects.erase(std::unique(objects.begin(), objects.end()), objects.end());
        if (facts.size() < fewestRows || objects.size() < 3)
            continue;
        known.tables.push_back(&table);
        known.relations.push_back({table.key, std::move(objects)});
        known.facts.push_back(std::move(facts));
    }
    return known;
}

// One fact of each relation in turn, until `count` are there or none is left.
std::vector<Fact> drawnFacts(const KnownFacts& known, int count, PromptRandom& random)
{
    std::vector<std::vector<std::size_t>> orders;
    std::size_t longest = 0;
    for (const std::vector<Fact>& facts : known.facts) {
        orders.push_back(shuffledNumbers(facts.size(), random));
        longest = std::max(longest, facts.size());
    }
    std::vector<Fact> drawn;
    for (std::size_t at = 0; at < longest; ++at) {
        for (std::size_t relation = 0; relation < orders.size(); ++relation) {
            if (at < orders[relation].size() && static_cast<int>(drawn.size()) < count)
                drawn.push_back(known.facts[relation][orders[relation][at]]);
        }
    }
    return drawn;
}

// Writes a table's text: `{S}`, `{O}` and `<words of the relation>`.
void write(RoleText& text, const QString& pattern, const Fact& fact, const QString& object, bool asked)
{
    const QString subjectRole = asked ? QStringLiteral("SUBJ") : QStringLiteral("CSUBJ");
    qsizetype at = 0;
    while (at < pattern.size()) {
        qsizetype next = at;
        while (next < pattern.size() && pattern[next] != QLatin1Char('{')
               && pattern[next] != QLatin1Char('<'))
            ++next;
        text.text(pattern.mid(at, next - at));
        if (next == pattern.size())
            break;
        if (pattern[next] == QLatin1Char('<')) {
            const qsizetype end = pattern.indexOf(QLatin1Char('>'), next);
            text.word(pattern.mid(next + 1, end - next - 1), {QStringLiteral("REL")});
            at = end + 1;
        } else {
            const bool isSubject = pattern[next + 1] == QLatin1Char('S');
            text.word(isSubject ? fact.subject : object, {isSubject ? subjectRole : QStringLiteral("CTX")});
            at = next + 3;
        }
    }
}

std::vector<TokenId> without(std::vector<TokenId> ids, TokenId first, TokenId second)
{
    std::erase_if(ids, [&](TokenId id) { return id == first || id == second; });
    return ids;
}

QString tooFewWords()
{
    return QStringLiteral("no relation of the fact tables has %1 rows whose words are one token each")
        .arg(fewestRows);
}

} // namespace

FactSet factPrompts(const TaskGround& ground, int count, std::uint64_t seed)
{
    const QString key = QStringLiteral("facts");
    const QString sentence =
        QStringLiteral("Recalls what it learnt about a subject, by the relation asked for");
    if (!ground.tokenizer)
        return {unaskable(key, sentence, QStringLiteral("the model has no tokenizer")), {}, {}};
    KnownFacts known = knownFacts(ground, false);
    if (known.tables.size() < 2)
        return {
            unaskable(
                key, sentence,
                QStringLiteral("fewer than two relations of the fact tables have %1 rows whose words are one "
                               "token each")
                    .arg(fewestRows)),
            {},
            {}};
    FactSet facts;
    facts.set.key = key;
    facts.set.sentence = sentence;
    PromptRandom random(seed);
    double chance = 0;
    std::vector<int> turn(known.tables.size(), static_cast<int>(random.below(2)));
    for (const Fact& fact : drawnFacts(known, count, random)) {
        const FactTable& table = *known.tables[fact.relation];
        const bool subjectFirst = table.relationFirst.isEmpty()
            || (!table.subjectFirst.isEmpty() && turn[fact.relation]++ % 2 == 1);
        RoleText text;
        write(text, subjectFirst ? table.subjectFirst : table.relationFirst, fact, {}, true);
        TaskPrompt prompt = text.prompt(ground);
        prompt.variant = subjectFirst ? QStringLiteral("subject first") : QStringLiteral("relation first");
        prompt.target = fact.objectId;
        prompt.others = without(known.relations[fact.relation].objects, fact.objectId, fact.objectId);
        prompt.rival = prompt.others[random.below(prompt.others.size())];
        if (static_cast<int>(prompt.ids.size()) > ground.nCtx)
            continue;
        FactAsked asked{fact.relation, {}};
        for (std::size_t relation = 0; relation < known.facts.size(); ++relation) {
            for (const Fact& other : known.facts[relation]) {
                if (relation != fact.relation && other.subjectId == fact.subjectId)
                    asked.attributes.emplace_back(relation, other.objectId);
            }
        }
        chance += 1.0 / static_cast<double>(prompt.others.size() + 1);
        facts.set.prompts.push_back(std::move(prompt));
        facts.asked.push_back(std::move(asked));
    }
    if (facts.set.prompts.empty())
        facts.set.reason = QStringLiteral("its prompts are longer than the context of %1").arg(ground.nCtx);
    else
        facts.set.chance = chance / static_cast<double>(facts.set.prompts.size());
    facts.relations = std::move(known.relations);
    return facts;
}

ConflictSet knowledgeConflicts(const TaskGround& ground, int count, std::uint64_t seed)
{
    const QString key = QStringLiteral("knowledge-conflict");
    const QString sentence = QStringLiteral("Answers from memory or from a context that contradicts it");
    if (!ground.tokenizer)
        return {unaskable(key, sentence, QStringLiteral("the model has no tokenizer")), {}, {}, {}};
    const KnownFacts known = knownFacts(ground, true);
    if (known.tables.empty())
        return {unaskable(key, sentence, tooFewWords()), {}, {}, {}};
    ConflictSet conflicts;
    conflicts.set.key = key;
    conflicts.set.sentence = sentence;
    PromptRandom random(seed);
    for (const Fact& fact : drawnFacts(known, count, random)) {
        const FactTable& table = *known.tables[fact.relation];
        const std::vector<Fact>& facts = known.facts[fact.relation];
        const Fact* wrong = &facts[random.below(facts.size())];
        while (wrong->objectId == fact.objectId)
            wrong = &facts[random.below(facts.size())];
        const QString& filler = plainSentences().at(
            static_cast<qsizetype>(random.below(static_cast<std::size_t>(plainSentences().size()))));
        RoleText text, question;
        write(text, table.statement, fact, wrong->object, false);
        text.text(QStringLiteral(" %1 ").arg(filler));
        write(text, table.relationFirst, fact, {}, true);
        write(question, table.relationFirst, fact, {}, true);
        TaskPrompt prompt = text.prompt(ground), plain = question.prompt(ground);
        if (static_cast<int>(prompt.ids.size()) > ground.nCtx)
            continue;
        prompt.variant = plain.variant = table.key;
        prompt.target = plain.target = fact.objectId;
        prompt.rival = plain.rival = wrong->objectId;
        prompt.others = plain.others =
            without(known.relations[fact.relation].objects, fact.objectId, wrong->objectId);
        conflicts.set.prompts.push_back(std::move(prompt));
        conflicts.plain.push_back(std::move(plain));
    }
    if (conflicts.set.prompts.empty())
        conflicts.set.reason =
            QStringLiteral("its prompts are longer than the context of %1").arg(ground.nCtx);
    for (const std::vector<Fact>& facts : known.facts) {
        std::vector<std::pair<TokenId, TokenId>> pairs;
        for (const Fact& fact : facts)
            pairs.emplace_back(fact.subjectId, fact.objectId);
        conflicts.keys.push_back(known.relations[facts.front().relation].key);
        conflicts.pairs.push_back(std::move(pairs));
    }
    return conflicts;
}

} // namespace headwaters
