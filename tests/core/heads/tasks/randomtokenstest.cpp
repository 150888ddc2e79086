#include "core/heads/tasks/randomtokens.h"
#include "support/testing.h"

#include <set>

using namespace headwaters;

namespace {

TaskGround ground(int tokens, int nCtx)
{
    TaskGround made;
    made.beginOfText = 0;
    made.nCtx = nCtx;
    for (int id = 1; id <= tokens; ++id)
        made.pool.push_back(id);
    return made;
}

} // namespace

TEST_CASE("Random prompts begin with the first token and repeat none")
{
    const TaskSet set = uniqueTokens(ground(100, 128), 5, 3);
    REQUIRE(set.prompts.size() == 5);
    for (const TaskPrompt& prompt : set.prompts) {
        CHECK(prompt.ids.size() == 61);
        CHECK(prompt.ids.front() == 0);
        CHECK(std::set(prompt.ids.begin(), prompt.ids.end()).size() == 61);
    }
    CHECK(set.prompts[0].ids != set.prompts[1].ids);
    CHECK(uniqueTokens(ground(100, 128), 5, 3).prompts[4].ids == set.prompts[4].ids);
    CHECK(uniqueTokens(ground(100, 128), 5, 4).prompts[4].ids != set.prompts[4].ids);
}

TEST_CASE("Copies of random tokens stand where the roles say")
{
    const TaskSet set = repeatedTokens(ground(300, 256), 50, 4, 3, 1);
    REQUIRE(set.prompts.size() == 3);
    const TaskPrompt& prompt = set.prompts[2];
    CHECK(prompt.ids.size() == 201);
    CHECK(prompt.at(QStringLiteral("FIRST")) == 1);
    CHECK(prompt.at(QStringLiteral("SECOND")) == 51);
    CHECK(prompt.roles.at(QStringLiteral("LAST")).back() == 200);
    for (std::size_t place = 51; place < 201; ++place)
        CHECK(prompt.ids[place] == prompt.ids[place - 50]);
}

TEST_CASE("The control repeats nothing")
{
    const TaskSet set = freshSecondHalf(ground(300, 256), 50, 3, 1);
    REQUIRE(set.prompts.size() == 3);
    for (const TaskPrompt& prompt : set.prompts) {
        CHECK(std::set(prompt.ids.begin(), prompt.ids.end()).size() == 101);
        CHECK(prompt.at(QStringLiteral("SECOND")) == 51);
    }
}

TEST_CASE("Random prompts are cut to the context and to the pool")
{
    CHECK(uniqueTokens(ground(100, 32), 1, 1).prompts.front().ids.size() == 32);
    CHECK(uniqueTokens(ground(20, 128), 1, 1).prompts.front().ids.size() == 21);
    CHECK(repeatedTokens(ground(100, 48), 50, 2, 1, 1).prompts.front().ids.size() == 47);
    CHECK(freshSecondHalf(ground(30, 128), 50, 1, 1).prompts.front().ids.size() == 31);
}

TEST_CASE("Where too few random tokens remain a reason stands instead")
{
    CHECK(
        uniqueTokens(ground(3, 128), 1, 1).reason
        == QStringLiteral("the tokenizer knows only 3 whole words"));
    const TaskSet set = repeatedTokens(ground(100, 16), 50, 2, 1, 1);
    CHECK(set.isEmpty());
    CHECK(set.reason == QStringLiteral("the context of 16 tokens is too short"));
}
