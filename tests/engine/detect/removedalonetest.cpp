// Heads removed one by one: what a planted head was written to do is lost without it, and not without random
// ones.

#include "core/engine/detect/removedalone.h"

#include "core/engine/detect/repeats.h"
#include "core/heads/tasks/randomtokens.h"
#include "engine/support/plantedmodel.h"
#include "support/testing.h"

#include <algorithm>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

constexpr HeadIndex randomHead{3, 5};

const std::vector<HeadIndex>& writtenHeads()
{
    static const std::vector<HeadIndex> heads = [] {
        std::vector<HeadIndex> all;
        for (int layer = 0; layer < 4; ++layer) {
            for (int head = 0; head < 8; ++head) {
                if (!planted::isRandom({layer, head}))
                    all.push_back({layer, head});
            }
        }
        return all;
    }();
    return heads;
}

CausalTask taskOf(const Bench& bench, HeadType type)
{
    const QString measure = u"logit of the answer over the others'"_s;
    if (type == HeadType::PreviousToken)
        return repeatTask(repeatedTokens(bench.ground, 20, 2, 12, 5));
    return answerTask(
        bench, type == HeadType::Memory ? planted::facts(16) : planted::choices(16), Against::Others,
        measure);
}

/// Of a planted head, and of a random one that passes for another of its type.
std::vector<AddedEvidence> evidenceOf(HeadType type, HeadIndex head)
{
    const Bench bench = planted::bench(Tier::Causal);
    return removedAlone(bench, taskOf(bench, type), {{type, {head, randomHead}}}, writtenHeads());
}

} // namespace

TEST_CASE("Without the planted head alone its task is lost, without a random one it is not")
{
    const std::vector<std::pair<HeadType, HeadIndex>> asked = {
        {HeadType::PreviousToken, planted::previous},
        {HeadType::Memory, planted::memory},
        {HeadType::CorrectLetter, planted::correctLetter}};
    for (const auto& [type, head] : asked) {
        INFO(headTypeInfo(type).key.toStdString());
        const std::vector<AddedEvidence> added = evidenceOf(type, head);
        REQUIRE(added.size() == 2);
        CHECK(added[0].head == head);
        CHECK(added[0].type == type);
        CHECK(added[1].head == randomHead);
        const Evidence& found = added[0].evidence;
        const Evidence& random = added[1].evidence;
        INFO(found.score << " " << found.z << " " << found.q << "; " << random.score << " " << random.q);
        CHECK(found.finding == Finding::Yes);
        CHECK(found.significant);
        CHECK(found.score > 0.5);
        CHECK(found.low <= found.score);
        CHECK(found.high >= found.score);
        CHECK(found.z > 6);
        CHECK(found.q < 0.01);
        CHECK(found.samples >= 12);
        CHECK(found.effect == Approx(std::min(1.0, (found.score - found.null) / (1 - found.null))));
        CHECK(random.finding == Finding::No);
        CHECK_FALSE(random.significant);
        CHECK(random.score < 0.05);
        for (const Evidence* one : {&found, &random}) {
            CHECK(one->access == Access::Causal);
            CHECK_FALSE(one->required);
            CHECK(one->threshold >= 0.05);
            // Random heads of the layers beside them, without the one that passes for its type: 0.6 and 0.7,
            // none of layer 1, and five of either layer above.
            CHECK(one->nulls.size() == (type == HeadType::PreviousToken ? 12 : 10));
        }
    }
}

TEST_CASE("What a head loses alone is what its runs without it lose, over what there is to lose")
{
    const Bench bench = planted::bench(Tier::Causal);
    const CausalTask task = taskOf(bench, HeadType::Memory);
    const CausalRuns runs(bench, task);
    double clean = 0, without = 0;
    for (const double one : runs.without({}))
        clean += one;
    for (const double one : runs.without({planted::memory}))
        without += one;
    const Evidence found = evidenceOf(HeadType::Memory, planted::memory)[0].evidence;
    CHECK(found.score == Approx((clean - without) / clean));
    CHECK(found.samples == static_cast<int>(task.prompts.size()));
}

TEST_CASE("A head of two types is removed once, and random heads are shared by the types")
{
    Bench bench = planted::bench(Tier::Causal);
    const CausalTask task = taskOf(bench, HeadType::CorrectLetter);
    int forwards = 0;
    bench.ran = [&forwards] { ++forwards; };
    const std::vector<AddedEvidence> added = removedAlone(
        bench, task,
        {{HeadType::CorrectLetter, {planted::correctLetter, planted::amplification}},
         {HeadType::Correct, {planted::correctLetter}}},
        writtenHeads());
    REQUIRE(added.size() == 3);
    CHECK(added[0].evidence.score == added[2].evidence.score);
    CHECK(added[0].evidence.nulls == added[2].evidence.nulls);
    const auto random = static_cast<int>(added[0].evidence.nulls.size());
    CHECK(forwards == (1 + 2 + random) * static_cast<int>(task.prompts.size()));
}

TEST_CASE("Of a type the first twelve heads are removed alone")
{
    const Bench bench = planted::bench(Tier::Causal);
    std::vector<HeadIndex> many;
    for (int head = 0; head < 16; ++head)
        many.push_back(bench.head(head));
    const std::vector<AddedEvidence> added =
        removedAlone(bench, taskOf(bench, HeadType::Memory), {{HeadType::Memory, many}}, {});
    REQUIRE(added.size() == mostAlone);
    CHECK(added.back().head == many[mostAlone - 1]);
}

TEST_CASE("Where hardly a head is left to compare with, nothing is said")
{
    const Bench bench = planted::bench(Tier::Causal);
    std::vector<HeadIndex> all;
    for (int head = 0; head < bench.headCount() - 9; ++head)
        all.push_back(bench.head(head));
    const CausalTask task = taskOf(bench, HeadType::Memory);
    CHECK(removedAlone(bench, task, {{HeadType::Memory, {planted::memory}}}, all).empty());
    CHECK(removedAlone(bench, {}, {{HeadType::Memory, {planted::memory}}}, {}).empty());
    CHECK(removedAlone(bench, task, {}, {}).empty());
}

TEST_CASE("Removing heads one by one stops when it is told to")
{
    Bench bench = planted::bench(Tier::Causal);
    const CausalTask task = taskOf(bench, HeadType::Memory);
    int forwards = 0;
    bench.ran = [&] {
        if (++forwards == 40)
            bench.cancel.cancel();
    };
    CHECK_THROWS(removedAlone(bench, task, {{HeadType::Memory, {planted::memory}}}, writtenHeads()));
    CHECK(forwards < 60);
}
