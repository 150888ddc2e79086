#include "core/circuit/circuittree.h"

#include "tests/support/circuits.h"

#include <cmath>
#include <set>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QStringList shown(const Circuit& circuit)
{
    QStringList lines;
    for (const CircuitTreeRow& row : circuitTree(circuit)) {
        const QString title = nodeTitle(circuit.nodes[static_cast<std::size_t>(row.node)]);
        lines << u"  "_s.repeated(row.depth) + title + (row.seenAbove ? u" (see above)"_s : QString());
    }
    return lines;
}

} // namespace

TEST_CASE("the tree goes upstream by weight and opens a node once")
{
    Circuit circuit;
    circuit.nodes = {
        rootNode(u"Logit"_s, u"t"_s), headNode({3, 0}, u"t"_s, u"t"_s), headNode({2, 0}, u"t"_s, u"t"_s),
        partNode(CircuitPart::Mlp, 1, u"t"_s), partNode(CircuitPart::Embedding, 0, u"t"_s)};
    const auto join = [&](int from, int to, double weight, EdgeSide side = EdgeSide::Query) {
        CircuitEdge edge;
        edge.from = from;
        edge.to = to;
        edge.weight = weight;
        edge.side = side;
        circuit.edges.push_back(edge);
    };
    join(2, 0, 0.5);
    join(1, 0, 2);
    join(3, 1, 0.1);
    join(2, 1, -0.3);
    join(3, 2, 0.2);
    join(3, 2, 0.1, EdgeSide::Key);
    join(4, 2, 0.4);
    CHECK(
        shown(circuit)
        == QStringList{
            u"Logit · t"_s, u"  3.0 · t ← t"_s, u"    2.0 · t ← t"_s, u"      Embedding 0 · t"_s,
            u"      MLP 1 · t"_s, u"      MLP 1 · t"_s, u"    MLP 1 · t"_s, u"  2.0 · t ← t (see above)"_s});
    const std::vector<CircuitTreeRow> rows = circuitTree(circuit);
    CHECK(rows[7].firstRow == 2);
    CHECK(rows[7].edge == 0);
    CHECK(rows[7].parent == 0);
    CHECK_FALSE(rows[7].isLeaf());
    CHECK(rows[2].children == std::vector<int>{3, 4, 5});
    CHECK(rows[3].isLeaf());
    CHECK(rows[0].edge == -1);
}

TEST_CASE("every edge of the authors' circuits has one line, every node one that is open")
{
    for (const QString& file : {u"traces_accpp.json"_s, u"traces_acc.json"_s, u"traces_sad.json"_s}) {
        const FixtureCircuits fixtures(file);
        for (int at = 0; at < fixtures.count(); ++at) {
            INFO(file.toStdString() << ", case " << at);
            const Circuit circuit = fixtures.circuit(at);
            const std::vector<CircuitTreeRow> rows = circuitTree(circuit);
            std::multiset<int> edges;
            std::set<int> opened;
            for (const CircuitTreeRow& row : rows) {
                if (row.edge >= 0)
                    edges.insert(row.edge);
                if (!row.seenAbove)
                    opened.insert(row.node);
                CHECK(rows[static_cast<std::size_t>(row.firstRow)].node == row.node);
                double last = INFINITY;
                for (const int child : row.children) {
                    const int edge = rows[static_cast<std::size_t>(child)].edge;
                    const double weight = std::abs(circuit.edges[static_cast<std::size_t>(edge)].weight);
                    CHECK(weight <= last);
                    last = weight;
                }
            }
            CHECK(edges.size() == circuit.edges.size());
            CHECK(std::set<int>(edges.begin(), edges.end()).size() == circuit.edges.size());
            CHECK(opened.size() == circuit.nodes.size());
        }
    }
}

TEST_CASE("a deep chain is no recursion, and a cycle is not shown")
{
    Circuit chain;
    for (int layer = 0; layer < 9'000; ++layer) {
        chain.nodes.push_back(headOutputNode({layer, 0}));
        CircuitEdge edge;
        edge.from = layer - 1;
        edge.to = layer;
        if (layer > 0)
            chain.edges.push_back(edge);
    }
    CHECK(circuitTree(chain).back().depth == 8'999);
    CircuitEdge back;
    back.from = 8'999;
    chain.edges.push_back(back);
    CHECK(circuitTree(chain).empty());
    CHECK(circuitTree({}).empty());
}
