#include "core/engine/trace/neighbours.h"
#include "core/engine/trace/traceinspector.h"
#include "engine/support/edges.h"
#include "support/problem.h"
#include "support/testing.h"

#include <algorithm>
#include <map>
#include <tuple>

using namespace headwaters;

namespace {

const std::vector<TokenId> someIds{5, 17, 42, 17, 99, 3, 250};

TraceRequest requestWith(double tau)
{
    TraceRequest request;
    request.targets = {7};
    request.rival = 11;
    request.tau = tau;
    return request;
}

QString nameOf(const CircuitNode& node)
{
    switch (node.part) {
    case CircuitPart::Mlp:
        return QStringLiteral("MLP %1").arg(node.layer);
    case CircuitPart::AttentionBias:
        return QStringLiteral("bias");
    case CircuitPart::Embedding:
        return QStringLiteral("embedding");
    case CircuitPart::AttentionOffset:
        return QStringLiteral("offset");
    default:
        return node.headIndex()->text();
    }
}

/// (later head, destination, source, key side): weight.
using Readers = std::map<std::tuple<HeadIndex, int, int, bool>, double>;

} // namespace

TEST_CASE("A locked pair gets what a trace from it finds")
{
    const QString name =
        GENERATE(QStringLiteral("gpt2-tiny"), QStringLiteral("qwen2-tiny"), QStringLiteral("gemma2-tiny"));
    const OpenedRun opened(testData(name), someIds);
    CAPTURE(name);
    const int last = opened.info().nLayers - 1;
    int parts = 0;
    for (int source = 3; source <= 6; ++source) {
        const HeadNeighbours found = headNeighbours(*opened.run, {last, 1}, 6, source, requestWith(0.1), {});
        const Circuit circuit =
            circuitBelow(opened.tracer, someIds, {{last, 1}, 6, source}, TraceMethod::AccPlusPlus, 0.1);
        std::vector<CircuitEdge> edges = edgesInto(circuit, {last, 1}, 6, source, EdgeSide::Query);
        const auto onKeys = edgesInto(circuit, {last, 1}, 6, source, EdgeSide::Key);
        edges.insert(edges.end(), onKeys.begin(), onKeys.end());
        REQUIRE(found.getsFrom.size() == edges.size());
        for (const CircuitEdge& edge : edges) {
            const CircuitNode& node = circuit.nodes[static_cast<std::size_t>(edge.from)];
            const bool isKey = edge.side == EdgeSide::Key;
            const auto share =
                std::find_if(found.getsFrom.begin(), found.getsFrom.end(), [&](const UpstreamShare& other) {
                    return other.part == nameOf(node) && other.isKeySide == isKey && other.layer == node.layer
                        && (other.head < 0 || other.source == node.sourcePosition);
                });
            REQUIRE(share != found.getsFrom.end());
            CHECK(share->weight == edge.weight);
            CHECK(share->share == edge.weight / found.attention);
            CHECK(share->position == node.destinationPosition);
            ++parts;
        }
        CHECK(found.getsFrom.empty() == (found.attention < 0.1));
        CHECK(std::is_sorted(
            found.getsFrom.begin(), found.getsFrom.end(),
            [](const UpstreamShare& one, const UpstreamShare& other) { return one.weight > other.weight; }));
    }
    CHECK(parts > 5);
}

TEST_CASE("A locked pair gives to the later heads whose traces hold it")
{
    const QString name =
        GENERATE(QStringLiteral("gpt2-tiny"), QStringLiteral("qwen2-tiny"), QStringLiteral("mistral-tiny"));
    const OpenedRun opened(testData(name), someIds);
    CAPTURE(name);
    const int nLayers = opened.info().nLayers;
    std::size_t all = 0;
    for (int head = 0; head < 2; ++head) {
        for (const auto& [destination, source] : {std::pair{6, 6}, {6, 2}, {4, 4}, {4, 1}}) {
            const HeadNeighbours found =
                headNeighbours(*opened.run, {0, head}, destination, source, requestWith(0.1), {});
            Readers expected;
            for (int layer = 1; layer < nLayers; ++layer) {
                for (int later = 0; later < opened.info().nHeads; ++later) {
                    for (int d = destination; d <= 6; ++d) {
                        const Circuit circuit = circuitBelow(
                            opened.tracer, someIds, {{layer, later}, d, {}}, TraceMethod::AccPlusPlus, 0.1);
                        const int from = nodeOf(circuit, {0, head}, destination, source);
                        for (const CircuitEdge& edge : circuit.edges) {
                            const CircuitNode& to = circuit.nodes[static_cast<std::size_t>(edge.to)];
                            if (edge.from == from && to.headIndex() == HeadIndex{layer, later}
                                && to.destinationPosition == d)
                                expected[{{layer, later}, d, to.sourcePosition, edge.side == EdgeSide::Key}] =
                                    edge.weight;
                        }
                    }
                }
            }
            Readers got;
            for (const DownstreamShare& share : found.givesTo) {
                if (!share.isLogits)
                    got[{share.head, share.destination, share.source, share.isKeySide}] = share.weight;
            }
            CHECK(got == expected);
            CHECK(found.note.contains(QLatin1String("No later head")) == expected.empty());
            all += got.size();
        }
    }
    CHECK(all > 4);
}

TEST_CASE("What a head writes on target minus rival stands first, at the explained token alone")
{
    const OpenedRun opened(testData(QStringLiteral("gemma2-tiny")), someIds);
    const HeadNeighbours found = headNeighbours(*opened.run, {2, 1}, 6, 4, requestWith(0.1), {});
    REQUIRE(!found.givesTo.empty());
    CHECK(found.givesTo[0].isLogits);
    const TraceInspector inspector(opened.tracer, someIds);
    const PartContributions all = inspector.contributions(7, 11, 6);
    const auto at = std::find(all.parts.begin(), all.parts.end(), PartRef{2, 1, 4});
    REQUIRE(at != all.parts.end());
    CHECK(
        found.givesTo[0].weight
        == Approx(all.values[static_cast<std::size_t>(at - all.parts.begin())]).margin(1e-12));
    for (const DownstreamShare& share :
         headNeighbours(*opened.run, {2, 1}, 5, 4, requestWith(0.1), {}).givesTo)
        CHECK_FALSE(share.isLogits);
}

TEST_CASE("A pair that is not traced says why")
{
    const OpenedRun opened(testData(QStringLiteral("gpt2-tiny")), someIds);
    const auto note = [&](HeadIndex head, int destination, double tau) {
        const HeadNeighbours found = headNeighbours(*opened.run, head, destination, 0, requestWith(tau), {});
        CHECK(found.getsFrom.empty());
        return found.note;
    };
    CHECK(note({0, 1}, 6, 0.01).contains(QLatin1String("layer 0")));
    CHECK(note({1, 1}, 0, 0.01).contains(QLatin1String("first token")));
    CHECK(note({1, 1}, 6, 1.0).contains(QLatin1String("lies below 1.000")));
    // Dynamic tau is 2.5 by the number of tokens, at most 1.
    TraceRequest request;
    CHECK(headNeighbours(*opened.run, {1, 1}, 6, 0, request, {}).tau == 2.5 / 7);
    CHECK(headNeighbours(*opened.run, {1, 1}, 1, 0, request, {}).tau == 1.0);
}

TEST_CASE("Neighbours of what the run does not have are refused, and a long search can be stopped")
{
    const OpenedRun opened(testData(QStringLiteral("gpt2-tiny")), someIds);
    const auto refused = [&](HeadIndex head, int destination, int source, const CancelToken& cancel) {
        const Problem problem = problemOf(
            [&] { (void)headNeighbours(*opened.run, head, destination, source, requestWith(0.1), cancel); });
        checkSentence(problem.summary);
        return problem.kind;
    };
    CHECK(refused({9, 0}, 6, 2, {}) == Problem::Kind::BadInput);
    CHECK(refused({1, 99}, 6, 2, {}) == Problem::Kind::BadInput);
    CHECK(refused({1, 0}, 7, 2, {}) == Problem::Kind::BadInput);
    CHECK(refused({1, 0}, 3, 4, {}) == Problem::Kind::BadInput);
    CancelToken cancel;
    cancel.cancel();
    CHECK(refused({1, 0}, 6, 2, cancel) == Problem::Kind::Cancelled);
    int steps = 0;
    int total = 0;
    (void)headNeighbours(*opened.run, {0, 0}, 6, 2, requestWith(0.1), {}, [&](int done, int all) {
        CHECK(done == ++steps);
        total = all;
    });
    CHECK(steps == total);
}
