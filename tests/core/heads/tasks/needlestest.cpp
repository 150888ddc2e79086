#include "core/heads/tasks/needles.h"
#include "support/testing.h"

#include <QStringList>

#include <set>

using namespace headwaters;

namespace {

TaskGround demo(int nCtx = 256)
{
    return TaskGround::of(loadTokenizer(demoModel()), nCtx);
}

QString textOf(const TaskGround& ground, const TaskPrompt& prompt, int from, int to)
{
    return ground.tokenizer->decode(std::vector(prompt.ids.begin() + from, prompt.ids.begin() + to));
}

} // namespace

TEST_CASE("Needles stand where the roles say, at every depth and length that the context holds")
{
    const TaskGround ground = demo();
    const TaskSet set = needles(ground, NeedleQuestion::Paraphrase, 40, 1);
    REQUIRE(set.prompts.size() == 40);
    std::set<QString> variants;
    for (const TaskPrompt& prompt : set.prompts) {
        variants.insert(prompt.variant);
        CHECK(prompt.ids.size() <= 231); // 0.9 of the context, and the first token
        const std::vector<int>& needle = prompt.roles.at(QStringLiteral("NEEDLE"));
        const std::vector<int>& ask = prompt.roles.at(QStringLiteral("ASK"));
        REQUIRE(needle.size() == 5);
        REQUIRE(ask.size() == 5);
        CHECK(prompt.ids[static_cast<std::size_t>(needle[0])] == *prompt.target);
        CHECK(ask.front() == prompt.at(QStringLiteral("END")));
        for (std::size_t word = 0; word + 1 < 5; ++word)
            CHECK(
                prompt.ids[static_cast<std::size_t>(ask[word] + 1)]
                == prompt.ids[static_cast<std::size_t>(needle[word])]);
        CHECK(textOf(ground, prompt, needle[0] - 6, needle[0] - 2)
                  .startsWith(QStringLiteral(" The secret code of")));
        CHECK(textOf(ground, prompt, needle[0] - 1, needle[0]) == QStringLiteral(" is"));
        CHECK(textOf(ground, prompt, needle[4] + 1, needle[4] + 2) == QStringLiteral("."));
        CHECK(textOf(ground, prompt, 0, ask[0] + 1).endsWith(QStringLiteral("? Answer:")));
        CHECK(prompt.ids[static_cast<std::size_t>(prompt.at(QStringLiteral("OTHER")))] == *prompt.rival);
        CHECK(std::set(prompt.others.begin(), prompt.others.end()).size() == 8);
    }
    const std::set<QString> expected{QStringLiteral("80 tokens"), QStringLiteral("230 tokens")};
    CHECK(variants == expected);
}

TEST_CASE("A literal question repeats the words before the needle; the twin lacks the needle")
{
    const TaskGround ground = demo();
    for (const TaskPrompt& prompt : needles(ground, NeedleQuestion::Literal, 10, 2).prompts) {
        const int end = prompt.at(QStringLiteral("END"));
        const int needle = prompt.at(QStringLiteral("NEEDLE"));
        CHECK(textOf(ground, prompt, end - 5, end + 1) == textOf(ground, prompt, needle - 6, needle));
        REQUIRE(prompt.corrupted.size() == prompt.ids.size());
        int same = 0;
        for (int place = needle; place < needle + 5; ++place) {
            const auto at = static_cast<std::size_t>(place);
            same += prompt.corrupted[at] == prompt.ids[at] ? 1 : 0;
        }
        CHECK(same == 0);
        CHECK(std::equal(
            prompt.ids.begin() + needle + 5, prompt.ids.end(), prompt.corrupted.begin() + needle + 5));
    }
}

TEST_CASE("Contexts that hold no haystack give a reason")
{
    CHECK(
        needles(demo(64), NeedleQuestion::Literal, 10, 1).reason
        == QStringLiteral("the context of 64 tokens is too short"));
    CHECK(needles({}, NeedleQuestion::Literal, 10, 1).reason.contains(QStringLiteral("no tokenizer")));
}
