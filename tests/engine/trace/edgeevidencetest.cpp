#include "core/engine/trace/edgeevidence.h"
#include "core/engine/trace/edgechange.h"
#include "engine/support/edges.h"
#include "support/problem.h"
#include "support/testing.h"

#include <algorithm>
#include <cmath>

using namespace headwaters;

namespace {

const std::vector<TokenId> someIds{5, 17, 42, 17, 99, 3, 250};

QString anyModel()
{
    return GENERATE(
        QStringLiteral("gpt2-tiny"), QStringLiteral("llama-tiny"), QStringLiteral("qwen2-tiny"),
        QStringLiteral("qwen3-tiny"), QStringLiteral("gemma2-tiny"), QStringLiteral("gpt-neox-tiny"));
}

} // namespace

TEST_CASE("What all parts add to a firing's relative score is that score, direction by direction")
{
    const QString name = anyModel();
    const OpenedRun opened(testData(name), someIds);
    CAPTURE(name);
    double sum = 0;
    double score = 0;
    for (const EdgeTarget& edge : allParts(opened.info(), headAt({2, 1}, 6, 4), EdgeSide::Query)) {
        const EdgeEvidence evidence = edgeEvidence(*opened.run, edge, TraceMethod::AccPlusPlus, {});
        CHECK(std::abs(evidence.residual) < 1e-10);
        CHECK(evidence.shares.size() == static_cast<std::size_t>(opened.info().dHead));
        CHECK(std::is_sorted(
            evidence.shares.begin(), evidence.shares.end(),
            [](const EdgeEvidence::Share& one, const EdgeEvidence::Share& other) {
                return std::abs(one.value) > std::abs(other.value);
            }));
        sum += evidence.sum;
        score = evidence.score;
    }
    CHECK(sum == Approx(score).margin(1e-9));
    CHECK(std::abs(score) > 1e-4);
}

TEST_CASE("On the key side the parts add up where no token stands behind the source")
{
    const QString name = anyModel();
    const OpenedRun opened(testData(name), someIds);
    CAPTURE(name);
    double sum = 0;
    double score = 0;
    for (const EdgeTarget& edge : allParts(opened.info(), headAt({2, 1}, 6, 6), EdgeSide::Key)) {
        const EdgeEvidence evidence = edgeEvidence(*opened.run, edge, TraceMethod::AccPlusPlus, {});
        CHECK(std::abs(evidence.residual) < 1e-10);
        sum += evidence.sum;
        score = evidence.score;
    }
    CHECK(sum == Approx(score).margin(1e-9));
    CHECK(std::abs(score) > 1e-4);
}

TEST_CASE("The listed shares of an ACC edge add up to its weight")
{
    const QString name = GENERATE(QStringLiteral("gpt2-tiny"), QStringLiteral("llama-tiny"));
    const OpenedRun opened(testData(name), someIds);
    const double scale = 1.0 / std::sqrt(opened.info().dHead);
    int edges = 0;
    for (int head = 0; head < opened.info().nHeads; ++head) {
        const Circuit circuit = circuitBelow(opened.tracer, someIds, {{2, head}, 6, {}}, TraceMethod::Acc);
        for (const CircuitEdge& edge : circuit.edges) {
            const EdgeEvidence evidence =
                edgeEvidence(*opened.run, targetOf(circuit, edge), TraceMethod::Acc, {});
            double listed = 0;
            for (const EdgeEvidence::Share& share : evidence.shares)
                listed += share.isListed ? share.value : 0;
            CHECK(listed == Approx(edge.weight * scale).margin(1e-10));
            ++edges;
        }
    }
    CHECK(edges > 20);
}

TEST_CASE("A query edge's listed shares are what its removal takes from the log-odds of two tokens")
{
    const OpenedRun opened(testData(QStringLiteral("qwen2-tiny")), someIds);
    const EdgeTarget edge{partAt(CircuitPart::Mlp, 1, 1), headAt({2, 3}, 1, 0), EdgeSide::Query, {0, 3, 4}};
    const EdgeEvidence evidence = edgeEvidence(*opened.run, edge, TraceMethod::AccPlusPlus, {});
    double listed = 0;
    int count = 0;
    for (const EdgeEvidence::Share& share : evidence.shares) {
        listed += share.isListed ? share.value : 0;
        count += share.isListed;
    }
    CHECK(count == 3);
    EdgeChange change;
    change.edges = {edge};
    change.target = 7;
    change.rival = 11;
    const EdgeChangeResult result = changeEdges(*opened.run, change, {});
    const auto odds = [](double weight) { return std::log(weight / (1 - weight)); };
    CHECK(odds(result.cleanAttention) == Approx(evidence.score).margin(1e-10));
    CHECK(odds(result.changedAttention) == Approx(evidence.score - listed).margin(1e-10));
    CHECK(std::abs(listed) > 1e-4);
}

TEST_CASE("SAD's evidence is of the whole head and lists the directions that carry the firing")
{
    const OpenedRun opened(testData(QStringLiteral("gpt2-tiny")), someIds);
    const CircuitNode firing = headAt({2, 1}, 6, 4);
    const EdgeEvidence whole = edgeEvidence(
        *opened.run, {headAt({1, 0}, -1, -1), firing, EdgeSide::Query, {}}, TraceMethod::Sad, {});
    double sum = 0;
    for (int source = 0; source <= 6; ++source) {
        sum += edgeEvidence(
                   *opened.run, {headAt({1, 0}, 6, source), firing, EdgeSide::Query, {}},
                   TraceMethod::AccPlusPlus, {})
                   .sum;
    }
    CHECK(whole.sum == Approx(sum).margin(1e-10));
    CHECK(std::abs(whole.residual) < 1e-10);
    CHECK(std::any_of(whole.shares.begin(), whole.shares.end(), [](const EdgeEvidence::Share& share) {
        return share.isListed;
    }));
}

TEST_CASE("Evidence is refused for what is no edge of the run")
{
    const OpenedRun opened(testData(QStringLiteral("gpt2-tiny")), someIds);
    const Problem problem = problemOf([&] {
        (void)edgeEvidence(
            *opened.run, {headAt({1, 0}, 6, 2), partAt(CircuitPart::Root, -1, 6), EdgeSide::Query, {}},
            TraceMethod::AccPlusPlus, {});
    });
    checkSentence(problem.summary);
    CHECK(problem.kind == Problem::Kind::BadInput);
}
