#include "core/circuit/circuitcheck.h"

#include "core/circuit/merge.h"
#include "core/circuit/tau.h"
#include "core/circuit/tokenlabels.h"
#include "core/text/tokenizerfiles.h"
#include "tests/support/circuits.h"

#include <functional>
#include <limits>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// A circuit of the fixtures with the positions that its labels mean.
Circuit placed(const FixtureCircuits& fixtures, int at)
{
    static const std::shared_ptr<const Tokenizer> tokenizer = loadTokenizer(demoModel());
    Circuit circuit = fixtures.circuit(at);
    const QJsonObject fields = fixtures.fields(at);
    std::vector<QString> texts;
    for (const TokenId id :
         tokenizer->encodePrompt(fields["prompt"_L1].toString(), fields["bos"_L1].toBool()))
        texts.push_back(tokenText(tokenizer->token(id).bytes));
    circuit.tokens = tokenLabels(texts);
    const auto position = [&](const QString& label) {
        const auto found = std::find(circuit.tokens.begin(), circuit.tokens.end(), label);
        REQUIRE(found != circuit.tokens.end());
        return static_cast<int>(found - circuit.tokens.begin());
    };
    for (CircuitNode& node : circuit.nodes) {
        node.destinationPosition = position(node.destination);
        if (node.part != CircuitPart::Root)
            node.sourcePosition = position(node.source);
    }
    return circuit;
}

// tokens: start, a, b;  root <- 2.0 (b, a) <- query: 1.1 (b, b), key: MLP 0 at a
Circuit sound()
{
    Circuit circuit;
    circuit.tokens = {u"start"_s, u"a"_s, u"b"_s};
    circuit.nodes = {
        rootNode(directionRootLabel(), u"b"_s), headNode({2, 0}, u"b"_s, u"a"_s),
        headNode({1, 1}, u"b"_s, u"b"_s), partNode(CircuitPart::Mlp, 0, u"a"_s)};
    circuit.nodes[0].destinationPosition = 2;
    circuit.nodes[1].destinationPosition = 2;
    circuit.nodes[1].sourcePosition = 1;
    circuit.nodes[1].attention = 0.9; // tau(2) = 0.833
    circuit.nodes[2].destinationPosition = 2;
    circuit.nodes[2].sourcePosition = 2;
    circuit.nodes[2].attention = 0.5;
    circuit.nodes[3].destinationPosition = 1;
    circuit.nodes[3].sourcePosition = 1;
    const auto add = [&](int from, int to, EdgeSide side, double weight,
                         std::optional<std::vector<int>> directions) {
        CircuitEdge edge;
        edge.from = from;
        edge.to = to;
        edge.side = side;
        edge.weight = weight;
        edge.directions = std::move(directions);
        circuit.edges.push_back(edge);
    };
    add(1, 0, EdgeSide::Query, 3, std::nullopt);
    add(2, 1, EdgeSide::Query, 0.1, std::vector<int>{4});
    add(3, 1, EdgeSide::Key, 0.2, std::vector<int>{0, 1});
    return circuit;
}

} // namespace

TEST_CASE("the authors' circuits of one prompt keep every rule")
{
    for (const QString& file : {u"traces_accpp.json"_s, u"traces_acc.json"_s}) {
        const FixtureCircuits fixtures(file);
        for (int at = 0; at < fixtures.count(); ++at) {
            INFO(file.toStdString() << ", case " << at);
            CHECK(brokenRules(placed(fixtures, at)) == QStringList());
        }
    }
    const FixtureCircuits smollm2(u"smollm2_accpp.json"_s);
    for (int at = 0; at < smollm2.count(); ++at)
        CHECK(brokenRules(smollm2.circuit(at), {true, {}, 1e-6}) == QStringList());
}

TEST_CASE("the authors' merged graph and graphs that were merged keep every rule")
{
    CHECK(brokenRules(FixtureCircuits(u"traces_sad.json"_s).circuit(0)) == QStringList());
    const FixtureCircuits fixtures(u"traces_accpp.json"_s);
    std::vector<PromptCircuit> circuits;
    for (int at = 0; at < 4; ++at)
        circuits.push_back({at, std::make_shared<const Circuit>(fixtures.circuit(at))});
    CHECK(brokenRules(mergedCircuit(circuits)) == QStringList());
}

TEST_CASE("tau is given, or falls with the destination and never passes 1")
{
    TraceRequest request;
    CHECK(tauAt(request, 0) == 1);
    CHECK(tauAt(request, 1) == 1);
    CHECK(tauAt(request, 4) == 0.5);
    request.tau = 0.3;
    CHECK(tauAt(request, 4) == 0.3);
}

TEST_CASE("each broken rule is told once, with the node or edge")
{
    CHECK(brokenRules(sound()) == QStringList());
    CHECK(brokenRules({}) == QStringList());
    struct Case {
        std::function<void(Circuit&)> harm;
        QString told;
    };
    const QString head = u"(2, 0, 'b', 'a'): "_s;
    const std::vector<Case> cases{
        {[](Circuit& c) { c.edges[1].from = 9; }, u"an edge leads from node 9 to node 1 of 4"_s},
        {[](Circuit& c) { c.edges[1].weight = std::numeric_limits<double>::infinity(); },
         u"(1, 1, 'b', 'b') → (2, 0, 'b', 'a') (d): its weight is not finite"_s},
        {[](Circuit& c) {
             c.nodes[3].head = 1;
             c.nodes[3].layer = 1;
         },
         u"(0, 'MLP', 'a', 'a'): its fields mean (1, 'MLP', 'a', 'a')"_s},
        {[](Circuit& c) { c.nodes[3].destinationPosition = 0; },
         u"(0, 'MLP', 'a', 'a'): token 0 is not \"a\""_s},
        {[](Circuit& c) { c.nodes[0].destinationPosition = 3; },
         u"('Logit direction', 'b'): token 3 is not \"b\""_s},
        {[](Circuit& c) { c.edges.push_back(c.edges[0]); },
         u"(2, 0, 'b', 'a') → ('Logit direction', 'b') (d): it stands twice"_s},
        {[](Circuit& c) {
             c.edges.pop_back();
             c.nodes.pop_back();
             c.edges.push_back(c.edges[1]);
             c.edges[2].side = EdgeSide::Key;
             c.edges[2].weight = 0.2;
         },
         u"(1, 1, 'b', 'b') → (2, 0, 'b', 'a') (s): it writes to another token than this side reads"_s},
        {[](Circuit& c) { c.nodes.push_back(partNode(CircuitPart::Mlp, 1, u"b"_s)); },
         u"(1, 'MLP', 'b', 'b'): no edge touches it"_s},
        {[](Circuit& c) { c.edges.erase(c.edges.begin()); }, head + u"it leads to no root"_s},
        {[](Circuit& c) { c.edges[0].side = EdgeSide::Key; },
         u"(2, 0, 'b', 'a') → ('Logit direction', 'b') (s): an edge into a root counts as query side"_s},
        {[](Circuit& c) { c.edges[0].directions = std::vector<int>{1}; },
         u"(2, 0, 'b', 'a') → ('Logit direction', 'b') (d): an edge into a root has no directions"_s},
        {[](Circuit& c) { c.edges[1].directions.reset(); },
         u"(1, 1, 'b', 'b') → (2, 0, 'b', 'a') (d): it has no directions"_s},
        {[](Circuit& c) {
             c.edges[2].side = EdgeSide::Query;
             c.edges[1].weight = 0.05;
         },
         u"(0, 'MLP', 'a', 'a') → (2, 0, 'b', 'a') (d): it writes to another token than this side reads"_s},
        {[](Circuit& c) { c.nodes[3] = partNode(CircuitPart::AttentionOffset, 0, u"a"_s); },
         u"(0, 'AH offset', 'a', 'a') → (2, 0, 'b', 'a') (s): an offset enters the key side only in a rotary model"_s},
        {[](Circuit& c) { c.nodes[1].attention = 0.8; },
         head + u"it is expanded, but its attention 0.8 is below 0.833333"_s},
        {[](Circuit& c) { c.nodes[1].attention.reset(); },
         head + u"it is expanded, but its attention is unknown"_s},
        {[](Circuit& c) { c.nodes[2].attention = 0.84; },
         u"(1, 1, 'b', 'b'): it is not expanded, but its attention 0.84 reaches 0.833333"_s},
        {[](Circuit& c) { c.edges[1].weight = 0.05; },
         head + u"its query side leaves 0.85 of its attention, which is not below 0.833333"_s},
        {[](Circuit& c) {
             c.tokens = {u"start"_s, u"b"_s, u"a"_s}; // the head reads the token it writes to
             c.nodes[1] = headNode({2, 0}, u"a"_s, u"a"_s);
             c.nodes[1].attention = 0.9;
             for (CircuitNode& node : c.nodes)
                 node.destinationPosition = node.destination == u"a"_s ? 2 : 1;
             c.nodes[1].sourcePosition = c.nodes[3].sourcePosition = 2;
             c.nodes[2].sourcePosition = 1;
             c.edges[2].weight = 0.01;
         },
         u"(2, 0, 'a', 'a'): its key side leaves 0.89 of its attention, which is not below 0.833333"_s},
    };
    for (const Case& broken : cases) {
        Circuit circuit = sound();
        broken.harm(circuit);
        INFO(broken.told.toStdString());
        const QStringList told = brokenRules(circuit);
        INFO(told.join(u"\n"_s).toStdString());
        CHECK(told.contains(broken.told));
    }
}

TEST_CASE("firings that ended at a bound and thresholds out of reach are no breach")
{
    Circuit circuit = sound();
    circuit.edges[1].weight = 0.05;
    CHECK(brokenRules(circuit).size() == 1);
    CHECK(brokenRules(circuit, {false, {circuit.nodes[1].id}, 1e-6}).isEmpty());
    circuit.request.tau = 1.0 / 3; // what 3 equal keys get
    circuit.nodes[2].attention = 0.3;
    CHECK(brokenRules(circuit).isEmpty());
}

TEST_CASE("cycles and SAD's connectors are checked")
{
    Circuit ring = sound();
    CircuitEdge edge = ring.edges[1];
    std::swap(edge.from, edge.to);
    ring.edges.push_back(edge);
    CHECK(brokenRules(ring).join(u'\n').contains(u"its edges run in a circle"_s));

    Circuit sad = FixtureCircuits(u"traces_sad.json"_s).circuit(0);
    const auto connector =
        std::find_if(sad.edges.begin(), sad.edges.end(), [](const CircuitEdge& e) { return e.isConnector; });
    *connector->count += 1;
    const QStringList counted = brokenRules(sad);
    REQUIRE(counted.size() == 1);
    CHECK(counted.front().contains(u"its connector counts"_s));
    sad.edges.erase(connector);
    CHECK(brokenRules(sad).join(u'\n').contains(u"it has 0 connectors"_s));
}
