#include "core/engine/detect/causaltask.h"

#include "engine/support/plantedmodel.h"
#include "support/testing.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

TaskPrompt prompt(std::vector<TokenId> ids, TokenId target, std::vector<TokenId> others)
{
    TaskPrompt one;
    one.ids = std::move(ids);
    one.target = target;
    one.others = std::move(others);
    return one;
}

TaskSet ofKinds(std::vector<TaskPrompt> prompts)
{
    return {.key = u"facts"_s, .sentence = {}, .prompts = std::move(prompts), .reason = {}};
}

/// Logits after the last token.
std::vector<float> logitsAfter(const std::vector<TokenId>& ids)
{
    return planted::model()->capture({{ids}, {u"logits"_s}, false}, {}, {}).front().back().values;
}

} // namespace

TEST_CASE("The kind of an answer is what else of it could be said, over what answers other prompts")
{
    Bench bench = planted::bench(Tier::Causal);
    bench.gates = false; // the answers are not the model's
    const TaskSet set = ofKinds(
        {prompt({0, 50, 9, 55, 56, 8}, 50, {51, 52}), prompt({0, 51, 10, 57, 58, 8}, 60, {61}),
         prompt({0, 52, 11, 57, 59, 8}, 51, {50, 52})});
    const CausalTask task = kindTask(bench, set, u"a measure"_s);
    CHECK(task.key == u"facts"_s);
    CHECK(task.measure == u"a measure"_s);
    REQUIRE(task.prompts.size() == 3);
    REQUIRE(task.places.size() == 5);
    CHECK(task.places[1].prompt == 0);
    CHECK(task.places[1].position == 5);
    CHECK(task.places[1].next == 52);
    CHECK(task.places[1].against == std::vector<TokenId>{60, 61});
    CHECK(task.places[2].prompt == 1);
    CHECK(task.places[2].against == std::vector<TokenId>{50, 51, 52});

    const std::vector<double> measures = CausalRuns(bench, task).without({});
    const std::vector<float> first = logitsAfter(set.prompts[0].ids),
                             second = logitsAfter(set.prompts[1].ids);
    CHECK(measures[0] == Approx((first[51] + first[52]) / 2 - (first[60] + first[61]) / 2).margin(1e-4));
    CHECK(measures[1] == Approx(second[61] - (second[50] + second[51] + second[52]) / 3).margin(1e-4));
}

TEST_CASE("Of a kind four answers are read, and a set of one kind has nothing to hold them against")
{
    Bench bench = planted::bench(Tier::Causal);
    bench.gates = false;
    const TaskPrompt many = prompt({0, 50, 9, 55, 56, 8}, 50, {51, 52, 53, 54, 55, 56});
    CHECK(kindTask(bench, ofKinds({many, prompt({0, 51, 10, 57, 58, 8}, 60, {61})}), {}).places.size() == 5);
    CHECK(kindTask(bench, ofKinds({many, many}), {}).prompts.empty());
    CHECK(kindTask(bench, ofKinds({}), {}).prompts.empty());
}
