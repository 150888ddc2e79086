#include "core/circuit/circuitfilter.h"

#include "tests/support/circuits.h"

#include <numeric>
#include <set>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

// root <- a (4) <- c (0.5) <- d (0.25);  root <- b (1) <- e (0.4, query and key 0.1)
std::shared_ptr<Circuit> small()
{
    auto circuit = std::make_shared<Circuit>();
    circuit->nodes = {rootNode(directionRootLabel(), u"t"_s), headNode({3, 0}, u"t"_s, u"t"_s),
                      headNode({3, 1}, u"t"_s, u"t"_s),       headNode({2, 0}, u"t"_s, u"t"_s),
                      headNode({1, 0}, u"t"_s, u"t"_s),       partNode(CircuitPart::Embedding, 0, u"t"_s)};
    const auto add = [&](int from, int to, double weight, EdgeSide side = EdgeSide::Query) {
        CircuitEdge edge;
        edge.from = from;
        edge.to = to;
        edge.weight = weight;
        edge.side = side;
        circuit->edges.push_back(edge);
    };
    add(1, 0, 4);
    add(2, 0, -1);
    add(3, 1, 0.5);
    add(4, 3, 0.25);
    add(5, 2, 0.4);
    add(5, 2, -0.1, EdgeSide::Key);
    return circuit;
}

} // namespace

TEST_CASE("edges are as strong as their weight by the largest of their kind")
{
    const CircuitFilter filter(small());
    CHECK(filter.strengths() == std::vector<double>{1, 0.25, 1, 0.5, 0.8, 0.2});
}

TEST_CASE("what is kept leads to a root, and what stands alone is dropped")
{
    const CircuitFilter filter(small());
    const FilteredCircuit all = filter.above(0);
    CHECK(all.edges == std::vector<int>{0, 1, 2, 3, 4, 5});
    CHECK(all.nodes == std::vector<int>{0, 1, 2, 3, 4, 5});
    CHECK(all.text() == u"6 of 6 edges, 100 % of weight"_s);

    const FilteredCircuit some = filter.above(0.25); // equal counts as kept
    CHECK(some.edges == std::vector<int>{0, 1, 2, 3, 4});

    // b's own edge goes, so e's strong one leads nowhere.
    const FilteredCircuit strong = filter.above(0.4);
    CHECK(strong.edges == std::vector<int>{0, 2, 3});
    CHECK(strong.nodes == std::vector<int>{0, 1, 3, 4});
    CHECK(strong.keptWeight == Approx(2.5 / 3.75));
    CHECK(strong.text() == u"3 of 6 edges, 67 % of weight"_s);
    CHECK(filter.above(1.5).edges.empty());
    CHECK(filter.above(1.5).nodes.empty());
}

TEST_CASE("a threshold is found for a share of the weight and for a size")
{
    const CircuitFilter filter(small());
    CHECK(filter.thresholdForWeight(1.0) == 0.2);
    CHECK(filter.thresholdForWeight(0.9) == 0.25); // 3.55 of 3.75
    CHECK(filter.thresholdForWeight(0.6) == 0.5); // 2.5 of 3.75; from 0.8 on 2
    CHECK(filter.thresholdForWeight(0.0) == 1.0);
    CHECK(filter.thresholdForSize(300, 3000) == 0);
    CHECK(filter.thresholdForSize(300, 5) == 0.25);
    CHECK(filter.thresholdForSize(4, 300) == 0.5);
    CHECK(filter.above(filter.thresholdForSize(0, 0)).edges.empty());
}

TEST_CASE("the limit of an edge is the strength of the weakest edge on its best way to a root")
{
    CHECK(CircuitFilter(small()).limits() == std::vector<double>{1, 0.25, 1, 0.5, 0.25, 0.2});
    const auto lost = small();
    lost->edges.erase(lost->edges.begin()); // a writes to nobody any more, but a root is there
    CHECK(CircuitFilter(lost).limits() == std::vector<double>{1, -1, -1, 0.8, 0.2});
    CHECK(CircuitFilter(lost).above(0).keptEdges == 3);
}

TEST_CASE("on the authors' circuits thresholds keep what they promise")
{
    for (const QString& file : {u"traces_accpp.json"_s, u"traces_acc.json"_s, u"traces_sad.json"_s}) {
        const FixtureCircuits fixtures(file);
        for (int at = 0; at < fixtures.count(); ++at) {
            INFO(file.toStdString() << ", case " << at);
            const auto circuit = std::make_shared<const Circuit>(fixtures.circuit(at));
            const CircuitFilter filter(circuit);
            for (const double share : {0.99, 0.9, 0.5, 0.1}) {
                const double threshold = filter.thresholdForWeight(share);
                CHECK(filter.above(threshold).keptWeight >= share);
                CHECK(filter.above(std::nextafter(threshold, 2.0)).keptWeight < share);
            }
            std::size_t before = circuit->edges.size();
            for (const double threshold : {0.0, 0.001, 0.01, 0.1, 0.3, 0.9}) {
                const FilteredCircuit kept = filter.above(threshold);
                CHECK(kept.edges.size() <= before);
                before = kept.edges.size();
                std::set<int> ends;
                for (const int edge : kept.edges) {
                    ends.insert(circuit->edges[static_cast<std::size_t>(edge)].from);
                    ends.insert(circuit->edges[static_cast<std::size_t>(edge)].to);
                }
                CHECK(kept.nodes == std::vector<int>(ends.begin(), ends.end()));
            }
            CHECK(filter.above(0).edges.size() == circuit->edges.size());
        }
    }
}

TEST_CASE("the histogram counts every edge once by the logarithm of its strength")
{
    const auto circuit = small();
    const CircuitFilter filter(circuit);
    const StrengthHistogram histogram = filter.histogram(10);
    CHECK(histogram.lowest == -1);
    // 0.2 -> 0.301, 0.25 -> 0.398, 0.5 -> 0.699, 0.8 -> 0.903, 1 -> the last
    CHECK(histogram.counts == std::vector<int>{0, 0, 0, 2, 0, 0, 1, 0, 0, 3});
    circuit->edges[5].weight = 0; // no logarithm
    circuit->edges[4].weight = 1e-9;
    const StrengthHistogram wide = CircuitFilter(circuit).histogram(6);
    CHECK(wide.lowest == -6);
    CHECK(wide.counts == std::vector<int>{2, 0, 0, 0, 0, 4});
}

TEST_CASE("connectors of SAD are kept where something enters them, and are not counted")
{
    const auto circuit = std::make_shared<Circuit>(FixtureCircuits(u"traces_sad.json"_s).circuit(0));
    for (const HeadIndex head : {HeadIndex{4, 4}, HeadIndex{5, 5}, HeadIndex{4, 0}}) // its roots
        circuit->request.roots.push_back({head, std::nullopt, std::nullopt});
    int connectors = 0;
    for (const CircuitEdge& edge : circuit->edges)
        connectors += edge.isConnector ? 1 : 0;
    const CircuitFilter filter(circuit);
    const FilteredCircuit all = filter.above(0);
    CHECK(all.allEdges == static_cast<int>(circuit->edges.size()) - connectors);
    CHECK(all.keptEdges == all.allEdges);
    const FilteredCircuit few = filter.above(0.5);
    REQUIRE(few.keptEdges > 0);
    for (const int at : few.edges) {
        const CircuitEdge& connector = circuit->edges[static_cast<std::size_t>(at)];
        if (!connector.isConnector)
            continue;
        CHECK(std::any_of(few.edges.begin(), few.edges.end(), [&](int edge) {
            return circuit->edges[static_cast<std::size_t>(edge)].to == connector.from;
        }));
    }
}

TEST_CASE("a SAD graph keeps the heads it was traced from, though they write to others")
{
    auto circuit = std::make_shared<Circuit>();
    circuit->request.method = TraceMethod::Sad;
    circuit->nodes = {
        headOutputNode({10, 0}), headInputNode({10, 0}, u"end"_s), headOutputNode({9, 9}),
        headInputNode({9, 9}, u"end"_s), headOutputNode({8, 6})};
    const auto add = [&](int from, int to, double weight, bool connector) {
        CircuitEdge edge;
        edge.from = from;
        edge.to = to;
        edge.weight = weight;
        edge.isConnector = connector;
        circuit->edges.push_back(edge);
    };
    add(1, 0, 2000, true);
    add(2, 1, 0.1, false);
    add(3, 2, 2000, true);
    add(4, 3, 1, false);
    CHECK(CircuitFilter(circuit).above(0.5).edges.empty());
    circuit->request.roots = {{{10, 0}, std::nullopt, std::nullopt}, {{9, 9}, std::nullopt, std::nullopt}};
    CHECK(CircuitFilter(circuit).above(0.5).edges == std::vector<int>{2, 3});
}

TEST_CASE("an empty circuit and one of zeros have thresholds")
{
    const CircuitFilter empty(std::make_shared<const Circuit>());
    CHECK(empty.above(0.5).text() == u"0 of 0 edges, 100 % of weight"_s);
    CHECK(empty.thresholdForWeight(0.9) == 0);
    CHECK(empty.histogram(3).counts == std::vector<int>{0, 0, 0});
    const auto zeros = small();
    for (CircuitEdge& edge : zeros->edges)
        edge.weight = 0;
    const CircuitFilter filter(zeros);
    CHECK(filter.above(0).keptEdges == 6);
    CHECK(filter.above(0.1).keptWeight == 0);
}
