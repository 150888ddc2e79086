// What a change of edges tells besides its numbers, and what it refuses.
#include "core/engine/trace/edgechange.h"
#include "core/engine/trace/edgesignal.h"
#include "engine/support/edges.h"
#include "engine/support/plaintransformer.h"
#include "engine/support/randommodel.h"
#include "engine/support/tracecase.h"
#include "support/problem.h"
#include "support/testing.h"

#include <cmath>

using namespace headwaters;

TEST_CASE("Random directions of a control are told, and are others")
{
    const OpenedRun opened(testData(QStringLiteral("gpt2-tiny")), edgeIds);
    EdgeChange change =
        changeOf({{partAt(CircuitPart::Mlp, 0, 6), headAt({2, 0}, 6, 2), EdgeSide::Query, {1, 4, 6}}});
    CHECK(changeEdges(*opened.run, change, {}).directions == std::vector<std::vector<int>>{{1, 4, 6}});
    change.randomDirections = true;
    change.seed = 3;
    const EdgeChangeResult result = changeEdges(*opened.run, change, {});
    REQUIRE(result.directions[0].size() == 3);
    for (const int direction : {1, 4, 6})
        CHECK(std::count(result.directions[0].begin(), result.directions[0].end(), direction) == 0);
    CHECK(changeEdges(*opened.run, change, {}).changedDifference == result.changedDifference);
}

TEST_CASE("Whether the head fires there is told")
{
    const OpenedRun opened(testData(QStringLiteral("gpt2-tiny")), edgeIds);
    bool some = false;
    bool others = false;
    for (int source = 0; source <= 6; ++source) {
        const EdgeChangeResult result = changeEdges(
            *opened.run,
            changeOf({{partAt(CircuitPart::Mlp, 0, 6), headAt({2, 0}, 6, source), EdgeSide::Query, {1}}}),
            {});
        CHECK(result.fires == (result.cleanAttention >= 2.5 / 7));
        (result.fires ? some : others) = true;
    }
    CHECK(others);
}

TEST_CASE("Interventions that mean nothing are refused in one sentence")
{
    const OpenedRun opened(testData(QStringLiteral("gpt2-tiny")), edgeIds);
    const EdgeTarget good{partAt(CircuitPart::Mlp, 0, 6), headAt({2, 0}, 6, 2), EdgeSide::Query, {1, 4}};
    const auto refused = [&](const EdgeChange& change) {
        return problemOf([&] { (void)changeEdges(*opened.run, change, {}); }).summary;
    };
    const auto with = [&](const std::function<void(EdgeTarget&)>& spoil) {
        EdgeTarget edge = good;
        spoil(edge);
        return refused(changeOf({edge}));
    };
    CHECK(refused(changeOf({})).contains(QLatin1String("at least one edge")));
    CHECK(refused(changeOf({good, good})).contains(QLatin1String("given twice")));
    CHECK(
        with([](EdgeTarget& edge) { edge.directions.clear(); }).contains(QLatin1String("has no directions")));
    CHECK(with([](EdgeTarget& edge) {
              edge.directions = {1, 64};
          }).contains(QLatin1String("names direction 64")));
    CHECK(with([](EdgeTarget& edge) {
              edge.directions = {1, 1};
          }).contains(QLatin1String("direction 1 twice")));
    CHECK(with([](EdgeTarget& edge) {
              edge.downstream = partAt(CircuitPart::Mlp, 2, 6);
          }).contains(QLatin1String("is no head")));
    CHECK(with([](EdgeTarget& edge) {
              edge.downstream.layer = 9;
          }).contains(QLatin1String("9.0 is no head of")));
    CHECK(with([](EdgeTarget& edge) {
              edge.downstream.destinationPosition = 7;
          }).contains(QLatin1String("names token 7; the prompt has tokens 0 to 6")));
    CHECK(with([](EdgeTarget& edge) {
              edge.downstream.destinationPosition = 1;
          }).contains(QLatin1String("does not see token 2 from token 1")));
    CHECK(
        with([](EdgeTarget& edge) { edge.upstream.layer = 2; }).contains(QLatin1String("is not below 2.0")));
    CHECK(with([](EdgeTarget& edge) {
              edge.upstream.destinationPosition = 5;
          }).contains(QLatin1String("writes at token 5")));
    CHECK(with([](EdgeTarget& edge) {
              edge.upstream = headAt({0, 0}, 6, -1);
          }).contains(QLatin1String("cannot read token -1")));
    CHECK(with([](EdgeTarget& edge) {
              edge.upstream = headAt({0, 44}, 6, 1);
          }).contains(QLatin1String("0.44 is no head; a layer has")));
    CHECK(with([](EdgeTarget& edge) {
              edge.upstream.part = CircuitPart::Root;
          }).contains(QLatin1String("which writes nothing")));
    EdgeChange change = changeOf({good});
    change.rival = change.target;
    CHECK(refused(change).contains(QLatin1String("same token #7")));
    change = changeOf({good});
    change.target = 4000;
    CHECK(refused(change).contains(QLatin1String("4000")));
    change = changeOf({{partAt(CircuitPart::AttentionOffset, 0, 6), good.downstream, EdgeSide::Query, {1}}});
    change.reach = EdgeReach::Global;
    CHECK(refused(change).contains(QLatin1String("only be changed locally")));
    change.reach = EdgeReach::Local;
    change.method = TraceMethod::Acc;
    CHECK(refused(change).contains(QLatin1String("ACC has no offset")));
    change = changeOf({good});
    change.method = TraceMethod::Sad;
    CHECK(refused(change).contains(QLatin1String("SAD knows heads alone")));
    change = changeOf({good});
    change.randomDirections = true;
    change.edges[0].directions.clear();
    for (int direction = 0; direction < opened.info().dHead; ++direction)
        change.edges[0].directions.push_back(direction);
    CHECK(refused(change).contains(QLatin1String("no others for a control")));
    CancelToken cancel;
    cancel.cancel();
    const Problem problem = problemOf([&] { (void)changeEdges(*opened.run, changeOf({good}), cancel); });
    CHECK(problem.kind == Problem::Kind::Cancelled);
}
