#include "core/heads/tasks/facttasks.h"

#include "core/heads/tasks/roletext.h"
#include "support/testing.h"

#include <algorithm>
#include <set>

using namespace headwaters;

namespace {

TaskGround demoGround(int nCtx = 256)
{
    return TaskGround::of(loadTokenizer(demoModel()), nCtx);
}

QString textOf(const TaskGround& ground, const TaskPrompt& prompt, const QString& role)
{
    std::vector<TokenId> ids;
    for (const int position : prompt.roles.at(role))
        ids.push_back(prompt.ids[static_cast<std::size_t>(position)]);
    return ground.tokenizer->decode(ids);
}

} // namespace

TEST_CASE("Fact prompts hold their roles, and no subject stands always before its relation")
{
    const TaskGround ground = demoGround();
    const FactSet facts = factPrompts(ground, 40, 1);
    REQUIRE(facts.set.prompts.size() == 40);
    REQUIRE(facts.asked.size() == 40);
    // The bundled tokenizer has one token a word for capitals and languages only.
    REQUIRE(facts.relations.size() == 2);
    CHECK(facts.relations[0].key == QStringLiteral("capital"));
    CHECK(facts.relations[1].key == QStringLiteral("language"));
    int subjectFirst = 0;
    std::set<std::pair<std::size_t, TokenId>> seen;
    for (std::size_t at = 0; at < facts.set.prompts.size(); ++at) {
        const TaskPrompt& prompt = facts.set.prompts[at];
        const std::vector<TokenId>& objects = facts.relations[facts.asked[at].relation].objects;
        CHECK(std::count(objects.begin(), objects.end(), *prompt.target) == 1);
        CHECK(prompt.others.size() == objects.size() - 1);
        CHECK(std::count(prompt.others.begin(), prompt.others.end(), *prompt.target) == 0);
        CHECK(std::count(prompt.others.begin(), prompt.others.end(), *prompt.rival) == 1);
        REQUIRE(prompt.roles.at(QStringLiteral("SUBJ")).size() == 1);
        const bool first = prompt.at(QStringLiteral("SUBJ")) < prompt.at(QStringLiteral("REL"));
        CHECK((prompt.variant == QStringLiteral("subject first")) == first);
        subjectFirst += first ? 1 : 0;
        const TokenId subject = prompt.ids[static_cast<std::size_t>(prompt.at(QStringLiteral("SUBJ")))];
        CHECK(seen.insert({facts.asked[at].relation, subject}).second);
        CHECK(
            textOf(ground, prompt, QStringLiteral("REL"))
                .contains(
                    facts.asked[at].relation == 0 ? QStringLiteral("capital") : QStringLiteral("language")));
        for (const auto& [relation, object] : facts.asked[at].attributes)
            CHECK(relation != facts.asked[at].relation);
    }
    CHECK(subjectFirst >= 18);
    CHECK(subjectFirst <= 22);
    CHECK(facts.set.chance < 0.1);
}

TEST_CASE("Fact prompts are the same for one seed and differ for another")
{
    const TaskGround ground = demoGround();
    const auto ids = [&](std::uint64_t seed) {
        std::vector<std::vector<TokenId>> all;
        for (const TaskPrompt& prompt : factPrompts(ground, 12, seed).set.prompts)
            all.push_back(prompt.ids);
        return all;
    };
    CHECK(ids(1) == ids(1));
    CHECK(ids(1) != ids(2));
}

TEST_CASE("A conflict says another object than the question's, and keeps the question alone beside it")
{
    const TaskGround ground = demoGround();
    const ConflictSet conflicts = knowledgeConflicts(ground, 44, 1);
    REQUIRE(conflicts.set.prompts.size() == 44);
    REQUIRE(conflicts.plain.size() == 44);
    for (std::size_t at = 0; at < conflicts.plain.size(); ++at) {
        const TaskPrompt& prompt = conflicts.set.prompts[at];
        const TaskPrompt& plain = conflicts.plain[at];
        CHECK(*prompt.target != *prompt.rival);
        CHECK(prompt.ids[static_cast<std::size_t>(prompt.at(QStringLiteral("CTX")))] == *prompt.rival);
        CHECK(prompt.others == plain.others);
        CHECK(prompt.target == plain.target);
        CHECK(std::count(prompt.others.begin(), prompt.others.end(), *prompt.target) == 0);
        CHECK(std::count(prompt.others.begin(), prompt.others.end(), *prompt.rival) == 0);
        CHECK(
            textOf(ground, prompt, QStringLiteral("SUBJ")) == textOf(ground, plain, QStringLiteral("SUBJ")));
        CHECK(
            textOf(ground, prompt, QStringLiteral("CSUBJ")).trimmed()
            == textOf(ground, plain, QStringLiteral("SUBJ")).trimmed());
        CHECK(std::count(prompt.ids.begin(), prompt.ids.end(), *prompt.target) == 0);
        CHECK(std::equal(plain.ids.rbegin(), plain.ids.rbegin() + 4, prompt.ids.rbegin()));
    }
    CHECK(conflicts.keys == std::vector<QString>{QStringLiteral("capital"), QStringLiteral("language")});
    REQUIRE(conflicts.pairs.size() == 2);
    CHECK(conflicts.pairs[0].size() == 26);
}

TEST_CASE("Facts need a tokenizer and room in the context")
{
    TaskGround bare;
    bare.nCtx = 48;
    CHECK(factPrompts(bare, 10, 1).set.reason == QStringLiteral("the model has no tokenizer"));
    CHECK(knowledgeConflicts(bare, 10, 1).set.reason == QStringLiteral("the model has no tokenizer"));
    CHECK(
        factPrompts(demoGround(4), 10, 1).set.reason
        == QStringLiteral("its prompts are longer than the context of 4"));
    CHECK(
        knowledgeConflicts(demoGround(10), 10, 1).set.reason
        == QStringLiteral("its prompts are longer than the context of 10"));
}
