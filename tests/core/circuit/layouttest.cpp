#include "core/circuit/layout.h"

#include "tests/support/circuits.h"

#include <map>
#include <set>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

CircuitNode at(CircuitNode node, int destination, int source = -1)
{
    node.destinationPosition = destination;
    node.sourcePosition = source < 0 ? destination : source;
    return node;
}

void join(Circuit& circuit, int from, int to, double weight = 1)
{
    CircuitEdge edge;
    edge.from = from;
    edge.to = to;
    edge.weight = weight;
    circuit.edges.push_back(edge);
}

QStringList labelsOf(const CircuitLayout& layout)
{
    QStringList labels;
    for (const LayoutColumn& column : layout.columns)
        labels << column.label;
    return labels;
}

Circuit threeTokens()
{
    Circuit circuit;
    circuit.tokens = {u"a"_s, u"b"_s, u"c"_s};
    circuit.nodes = {
        at(rootNode(directionRootLabel(), u"c"_s), 2),
        at(partNode(CircuitPart::Mlp, 1, u"c"_s), 2),
        at(headNode({1, 5}, u"c"_s, u"a"_s), 2, 0),
        at(headNode({1, 2}, u"c"_s, u"c"_s), 2, 2),
        at(partNode(CircuitPart::AttentionBias, 0, u"c"_s), 2),
        at(partNode(CircuitPart::Embedding, 0, u"a"_s), 0),
        at(headNode({0, 0}, u"a"_s, u"a"_s), 0)};
    join(circuit, 1, 0);
    join(circuit, 2, 0);
    join(circuit, 3, 0);
    join(circuit, 4, 2);
    join(circuit, 5, 2);
    join(circuit, 6, 3);
    return circuit;
}

} // namespace

TEST_CASE(
    "columns are tokens, rows are layers with heads below the MLP, starts at the bottom and roots on top")
{
    const Circuit circuit = threeTokens();
    const CircuitLayout layout = layOut(circuit);
    CHECK(labelsOf(layout) == QStringList{u"a"_s, u"b"_s, u"c"_s});
    CHECK(layout.columns[1].position == 1);
    CHECK_FALSE(layout.columns[1].hasNodes); // shown all the same, but narrow
    CHECK(layout.columns[1].width < layout.columns[0].width);
    CHECK(layout.columns[2].width == 2.5); // two heads side by side
    CHECK(layout.columns[2].left == layout.columns[0].width + layout.columns[1].width);
    CHECK(layout.width == layout.columns[2].left + layout.columns[2].width);

    using Kind = LayoutRow::Kind;
    std::vector<std::pair<Kind, int>> rows;
    for (const LayoutRow& row : layout.rows)
        rows.emplace_back(row.kind, row.layer);
    CHECK(
        rows
        == std::vector<std::pair<Kind, int>>{
            {Kind::Start, -1}, {Kind::Attention, 0}, {Kind::Attention, 1}, {Kind::Mlp, 1}, {Kind::Root, -1}});
    CHECK(layout.rows[0].y == 0);
    CHECK(layout.rows[3].y - layout.rows[2].y == 1);
    CHECK(layout.rows[2].y - layout.rows[1].y > 1);
    CHECK(layout.height == layout.rows[4].y);
    for (std::size_t node = 0; node < circuit.nodes.size(); ++node) {
        const NodePlace& place = layout.places[node];
        CHECK(
            layout.columns[static_cast<std::size_t>(place.column)].label == circuit.nodes[node].destination);
        CHECK(place.y == layout.rows[static_cast<std::size_t>(place.row)].y);
    }
    CHECK(std::abs(layout.places[2].x - layout.places[3].x) == 1);
    CHECK(layout.places[2].x + layout.places[3].x == 2 * layout.places[0].x);
}

TEST_CASE("nodes of one cell are ordered so that their edges do not cross")
{
    // Two heads at c read from a and b below them, the lower number from the right.
    Circuit circuit;
    circuit.tokens = {u"a"_s, u"b"_s, u"c"_s};
    circuit.nodes = {
        at(rootNode(directionRootLabel(), u"c"_s), 2), at(headNode({1, 0}, u"c"_s, u"b"_s), 2, 1),
        at(headNode({1, 1}, u"c"_s, u"a"_s), 2, 0), at(partNode(CircuitPart::Mlp, 0, u"b"_s), 1),
        at(partNode(CircuitPart::Mlp, 0, u"a"_s), 0)};
    join(circuit, 1, 0);
    join(circuit, 2, 0);
    join(circuit, 3, 1);
    join(circuit, 4, 2);
    const CircuitLayout first = layOut(circuit, 0);
    CHECK(first.places[1].x < first.places[2].x);
    CHECK(countCrossings(circuit, first) == 1);
    const CircuitLayout layout = layOut(circuit);
    CHECK(layout.places[2].x < layout.places[1].x);
    CHECK(countCrossings(circuit, layout) == 0);
}

TEST_CASE("many nodes of one cell stand closer, in a zigzag")
{
    Circuit circuit;
    circuit.tokens = {u"a"_s};
    for (int head = 0; head < 5; ++head)
        circuit.nodes.push_back(at(headNode({0, head}, u"a"_s, u"a"_s), 0));
    const CircuitLayout layout = layOut(circuit);
    CHECK(layout.width < 5);
    for (std::size_t node = 1; node < 5; ++node) {
        CHECK(layout.places[node].x - layout.places[node - 1].x == Approx(0.62));
        CHECK(std::abs(layout.places[node].y - layout.places[node - 1].y) == 0.5);
    }
}

TEST_CASE("crossings of the authors' circuits fall")
{
    qint64 before = 0;
    qint64 after = 0;
    for (const QString& file : {u"traces_accpp.json"_s, u"traces_acc.json"_s, u"smollm2_accpp.json"_s}) {
        const FixtureCircuits fixtures(file);
        for (int number = 0; number < fixtures.count(); ++number) {
            const Circuit circuit = fixtures.circuit(number);
            const qint64 first = countCrossings(circuit, layOut(circuit, 0));
            const qint64 last = countCrossings(circuit, layOut(circuit));
            INFO(file.toStdString() << ", case " << number << ": " << first << " to " << last);
            CHECK(last <= first);
            before += first;
            after += last;
        }
    }
    CHECK(10 * after < 9 * before);
}

TEST_CASE("no two nodes stand in one place, and the same circuit is laid out in the same way")
{
    for (const QString& file : {u"traces_accpp.json"_s, u"traces_sad.json"_s}) {
        const Circuit circuit = FixtureCircuits(file).circuit(0);
        const CircuitLayout layout = layOut(circuit);
        const CircuitLayout again = layOut(circuit);
        std::set<std::pair<double, double>> places;
        for (std::size_t node = 0; node < circuit.nodes.size(); ++node) {
            const NodePlace& place = layout.places[node];
            places.insert({place.x, place.y});
            CHECK(place.x == again.places[node].x);
            CHECK(place.x > 0);
            CHECK(place.x < layout.width);
        }
        CHECK(places.size() == circuit.nodes.size());
        for (const CircuitEdge& edge : circuit.edges) {
            CHECK(
                layout.places[static_cast<std::size_t>(edge.from)].row
                < layout.places[static_cast<std::size_t>(edge.to)].row);
        }
    }
}

TEST_CASE("without positions a label stands behind those that heads read from it")
{
    Circuit circuit;
    circuit.nodes = {
        rootNode(directionRootLabel(), u"end"_s), headNode({3, 0}, u"end"_s, u"S2"_s),
        headNode({2, 0}, u"S2"_s, u"IO"_s), headNode({2, 1}, u"end"_s, u"IO"_s),
        headNode({1, 0}, u"IO"_s, u"starts"_s), partNode(CircuitPart::Embedding, 0, u"starts"_s),
        // one prompt of three has it the other way round
        headNode({1, 1}, u"IO"_s, u"S2"_s), headNode({2, 2}, u"S2"_s, u"IO"_s)};
    circuit.tokens.clear();
    CHECK(labelsOf(layOut(circuit)) == QStringList{u"starts"_s, u"IO"_s, u"S2"_s, u"end"_s});
}

TEST_CASE("positions without token labels give columns where nodes are")
{
    Circuit circuit = threeTokens();
    circuit.tokens.clear();
    const CircuitLayout layout = layOut(circuit);
    CHECK(labelsOf(layout) == QStringList{u"a"_s, u"c"_s});
    CHECK(layout.columns[1].position == 2);
}

TEST_CASE("outputs of SAD heads stand above the input that counts most")
{
    const Circuit circuit = FixtureCircuits(u"traces_sad.json"_s).circuit(0);
    const CircuitLayout layout = layOut(circuit);
    std::map<int, std::pair<int, int>> most; // output -> count, input
    for (const CircuitEdge& edge : circuit.edges) {
        if (edge.isConnector && edge.count > most[edge.to].first)
            most[edge.to] = {*edge.count, edge.from};
    }
    REQUIRE_FALSE(most.empty());
    for (const auto& [output, input] : most) {
        const NodePlace& above = layout.places[static_cast<std::size_t>(output)];
        const NodePlace& below = layout.places[static_cast<std::size_t>(input.second)];
        CHECK(above.column == below.column);
        CHECK(above.row == below.row + 1);
    }
    CHECK(labelsOf(layout).contains(u"IO"_s));
    CHECK(labelsOf(layout).last() == u"end"_s);
}

TEST_CASE("circuits without edges or nodes are laid out")
{
    CHECK(layOut({}).places.empty());
    CHECK(layOut({}).columns.size() == 1);
    Circuit tokens;
    tokens.tokens = {u"a"_s, u"b"_s};
    CHECK(layOut(tokens).columns.size() == 2);
    Circuit heads;
    heads.nodes = {headOutputNode({1, 0}), headOutputNode({1, 1})};
    const CircuitLayout layout = layOut(heads);
    CHECK(layout.places[0].x != layout.places[1].x);
}

TEST_CASE("A role that stands at other tokens in other prompts has one column")
{
    Circuit circuit;
    circuit.graphs = 2;
    circuit.nodes = {
        at(headNode({2, 0}, u"end"_s, u"IO"_s), 9, 2), at(headNode({1, 1}, u"end"_s, u"end"_s), 11),
        at(headNode({0, 2}, u"IO"_s, u"IO"_s), 2)};
    join(circuit, 1, 0);
    join(circuit, 2, 0);
    const CircuitLayout layout = layOut(circuit);
    CHECK(labelsOf(layout).count(u"end"_s) == 1);
    CHECK(layout.places[0].column == layout.places[1].column);
    CHECK(layout.places[2].column != layout.places[0].column);
}
