#include "core/heads/tasks/indirectobjects.h"

#include "core/text/tokenizer.h"
#include "support/testing.h"

#include <set>

using namespace headwaters;

namespace {

TaskGround demoGround()
{
    return TaskGround::of(loadTokenizer(demoModel()), 256);
}

} // namespace

TEST_CASE("Indirect objects have their roles where the words are, and a twin of equal length")
{
    const TaskGround ground = demoGround();
    const TaskSet set = indirectObjects(ground, 24, 3);
    CHECK(set.reason.isEmpty());
    REQUIRE(set.prompts.size() == 24);
    int receiverFirst = 0;
    std::set<QString> variants;
    for (const TaskPrompt& prompt : set.prompts) {
        const auto token = [&](const QString& role) {
            return prompt.ids[static_cast<std::size_t>(prompt.at(role))];
        };
        CHECK(prompt.ids.front() == ground.beginOfText);
        CHECK(token(QStringLiteral("IO")) == prompt.target);
        CHECK(token(QStringLiteral("S1")) == prompt.rival);
        CHECK(token(QStringLiteral("S2")) == prompt.rival);
        CHECK(prompt.at(QStringLiteral("S2")) > prompt.at(QStringLiteral("IO")));
        CHECK(prompt.at(QStringLiteral("S1+1")) == prompt.at(QStringLiteral("S1")) + 1);
        CHECK(prompt.at(QStringLiteral("END")) == static_cast<int>(prompt.ids.size()) - 1);
        REQUIRE(prompt.corrupted.size() == prompt.ids.size());
        for (std::size_t at = 0; at < prompt.ids.size(); ++at) {
            const bool isRepeated = static_cast<int>(at) == prompt.at(QStringLiteral("S2"));
            CHECK((prompt.ids[at] != prompt.corrupted[at]) == isRepeated);
        }
        receiverFirst += prompt.at(QStringLiteral("IO")) < prompt.at(QStringLiteral("S1")) ? 1 : 0;
        variants.insert(prompt.variant);
    }
    CHECK(receiverFirst == 12);
    CHECK(variants.size() >= 12);
}

TEST_CASE("The same seed gives the same indirect objects, another seed others")
{
    const TaskGround ground = demoGround();
    const auto idsOf = [&](std::uint64_t seed) {
        std::vector<std::vector<TokenId>> ids;
        for (const TaskPrompt& prompt : indirectObjects(ground, 6, seed).prompts)
            ids.push_back(prompt.ids);
        return ids;
    };
    CHECK(idsOf(5) == idsOf(5));
    CHECK(idsOf(5) != idsOf(6));
}

TEST_CASE("Without a tokenizer, or with too short a context, there are no indirect objects and a reason")
{
    CHECK_FALSE(indirectObjects({}, 4, 1).reason.isEmpty());
    TaskGround ground = demoGround();
    ground.nCtx = 8;
    const TaskSet set = indirectObjects(ground, 4, 1);
    CHECK(set.isEmpty());
    CHECK(set.reason.contains(QStringLiteral("the context holds 8")));
}
