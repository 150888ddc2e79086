#include "core/heads/tasks/roletext.h"

#include "support/testing.h"

#include <set>

using namespace headwaters;

namespace {

TaskGround demoGround()
{
    return TaskGround::of(loadTokenizer(demoModel()), 256);
}

} // namespace

TEST_CASE("A word's roles get the tokens that cover it")
{
    const TaskGround ground = demoGround();
    RoleText text;
    text.text(QStringLiteral("The capital of ")).word(QStringLiteral("Poland"), {QStringLiteral("SUBJ")});
    text.text(QStringLiteral(" is"))
        .word(QStringLiteral(" Warsaw"), {QStringLiteral("ANSWER"), QStringLiteral("LAST")});
    const TaskPrompt prompt = text.prompt(ground);
    REQUIRE(prompt.ids.front() == *ground.beginOfText);
    CHECK(
        prompt.ids
        == ground.tokenizer->encodePrompt(QStringLiteral("The capital of Poland is Warsaw"), true));
    CHECK(
        prompt.ids[static_cast<std::size_t>(prompt.at(QStringLiteral("SUBJ")))]
        == *ground.word(QStringLiteral("Poland")));
    CHECK(prompt.roles.at(QStringLiteral("ANSWER")) == prompt.roles.at(QStringLiteral("END")));
    CHECK(prompt.roles.at(QStringLiteral("LAST")) == prompt.roles.at(QStringLiteral("END")));
}

TEST_CASE("A word of several tokens has several positions, in order")
{
    const TaskGround ground = demoGround();
    RoleText text;
    text.text(QStringLiteral("A ")).word(QStringLiteral("strawberry"), {QStringLiteral("X")});
    text.text(QStringLiteral(" is red"));
    const TaskPrompt prompt = text.prompt(ground);
    const std::vector<int> positions = prompt.roles.at(QStringLiteral("X"));
    REQUIRE(positions.size() > 1);
    std::vector<TokenId> ids;
    for (const int position : positions)
        ids.push_back(prompt.ids[static_cast<std::size_t>(position)]);
    CHECK(ground.tokenizer->decode(ids) == QStringLiteral(" strawberry"));
    CHECK(
        positionsOf(prompt, {QStringLiteral("X"), QStringLiteral("END"), QStringLiteral("none")}).size()
        == positions.size() + 1);
}

TEST_CASE("Numbers are shuffled alike for one seed, and are all there")
{
    PromptRandom one(3), same(3), other(4);
    const std::vector<std::size_t> order = shuffledNumbers(20, one);
    CHECK(order == shuffledNumbers(20, same));
    CHECK(order != shuffledNumbers(20, other));
    CHECK(std::set<std::size_t>(order.begin(), order.end()).size() == 20);
}

TEST_CASE("Prompts beyond the context are left out, and a set without any says so")
{
    TaskSet set;
    set.prompts.resize(2);
    set.prompts[0].ids.assign(10, 0);
    set.prompts[1].ids.assign(12, 0);
    fitToContext(set, 10);
    CHECK(set.prompts.size() == 1);
    CHECK(set.reason.isEmpty());
    fitToContext(set, 9);
    CHECK(set.isEmpty());
    CHECK(set.reason == QStringLiteral("its prompts have 10 tokens or more, and the context holds 9"));
}
