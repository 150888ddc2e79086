#include "core/files/graphml.h"

#include "core/circuit/nodeidtext.h"
#include "core/circuit/tokenlabels.h"
#include "tests/support/circuits.h"
#include "tests/support/problem.h"

#include <QTemporaryDir>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

Circuit back(const Circuit& circuit)
{
    const OpenedCircuit opened = circuitFromGraphml(toGraphml(circuit), u"written"_s);
    CHECK(opened.remark.isEmpty());
    return opened.circuit;
}

void checkEqual(const Circuit& read, const Circuit& circuit)
{
    CHECK(read.nodes == circuit.nodes);
    CHECK(read.edges == circuit.edges);
    CHECK(read.tokens == circuit.tokens);
    CHECK(read.request == circuit.request);
    CHECK(read == circuit);
}

/// A circuit of labels with everything that is hard to write; `control` is one that XML cannot hold.
Circuit hardCircuit(const QString& control = u"\x01"_s)
{
    const std::vector<QString> labels{u"<|endoftext|>"_s, u" \"q\""_s, u"O'B"_s,    u"'\""_s, u"\n"_s,
                                      u"\r\n"_s,          u"\t"_s,     u"\\n"_s,    control,  u"😀"_s,
                                      u"<&>"_s,           u"]]>"_s,    u"\uFFFE"_s, u" (1)"_s};
    Circuit circuit;
    circuit.tokens = labels;
    circuit.request.targets = {5, 7};
    circuit.request.rival = 9;
    circuit.request.roots = {{{9, 6}, 4, std::nullopt}};
    circuit.request.position = 13;
    circuit.request.tau = 0.1;
    circuit.request.compat = true;
    circuit.note = u"One sentence, <with> \"signs\" & \r lines\n."_s;
    circuit.nearTies = {{u"5.5 (15, 2), query side: directions 3 and 7"_s, 1e-9}};
    circuit.firings = 12;
    circuit.nodes.push_back(rootNode(probabilityRootLabel({u"'a"_s, u"\"b\n"_s}), labels.back()));
    circuit.nodes.back().destinationPosition = 13;
    for (int at = 0; at < 14; ++at) {
        const auto index = static_cast<std::size_t>(at);
        CircuitNode head = headNode({at + 1, at}, labels.back(), labels[index]);
        head.attention = 1.0 / (at + 3);
        head.destinationPosition = 13;
        head.sourcePosition = at;
        circuit.nodes.push_back(head);
        CircuitNode part = partNode(CircuitPart::AttentionOffset, 0, labels[index]);
        part.destinationPosition = at;
        part.sourcePosition = at;
        circuit.nodes.push_back(part);
        CircuitEdge edge;
        edge.from = 2 * at + 1;
        edge.weight = -1e-5 / 3 * at;
        circuit.edges.push_back(edge);
        edge.from = 2 * at + 2;
        edge.to = 2 * at + 1;
        edge.directions = std::vector<int>{at, 0};
        circuit.edges.push_back(edge);
        edge.side = EdgeSide::Key;
        edge.directions->clear();
        circuit.edges.push_back(edge);
    }
    return circuit;
}

} // namespace

TEST_CASE("the authors' circuits come back from GraphML as they were")
{
    for (const QString& file :
         {u"traces_accpp.json"_s, u"traces_acc.json"_s, u"traces_sad.json"_s, u"smollm2_accpp.json"_s}) {
        const FixtureCircuits fixtures(file);
        for (int at = 0; at < fixtures.count(); ++at) {
            INFO(file.toStdString() << ", case " << at);
            const Circuit circuit = fixtures.circuit(at);
            checkEqual(back(circuit), circuit);
            CHECK(toGraphml(back(circuit)) == toGraphml(circuit));
        }
    }
}

TEST_CASE("labels with quotes, line breaks and characters that XML lacks come back")
{
    const Circuit circuit = hardCircuit();
    checkEqual(back(circuit), circuit);
}

TEST_CASE("merged, intervened and causally pruned circuits come back")
{
    Circuit circuit;
    circuit.request.method = TraceMethod::Acc;
    circuit.graphs = 7;
    circuit.nodes = {rootNode(u"IO-S direction"_s, u"end"_s), headNode({9, 9}, u"end"_s, u"IO"_s)};
    circuit.nodes[0].appearances = 7;
    circuit.nodes[1].appearances = 5;
    CircuitEdge edge;
    edge.from = 1;
    edge.to = 0;
    edge.weight = 1.0 / 3;
    edge.prompts = {0, 2, 5, 11, 40};
    edge.differences = {-0.1, 1e-17, 3};
    edge.meanDifference = 2.0;
    edge.normWeight = 0.25;
    circuit.edges = {edge};
    checkEqual(back(circuit), circuit);
}

TEST_CASE("the kind and the number of graphs show where a file does not tell them")
{
    const auto stripped = [](const Circuit& circuit) {
        QByteArray bytes = toGraphml(circuit);
        // What other programs write: no data of the graph.
        const qsizetype begin = bytes.indexOf("<data", bytes.indexOf("<graph "));
        const qsizetype end = bytes.indexOf("<node", begin);
        return circuitFromGraphml(bytes.remove(begin, end - begin), u"f"_s).circuit;
    };
    for (const QString& file : {u"traces_accpp.json"_s, u"traces_acc.json"_s, u"traces_sad.json"_s}) {
        INFO(file.toStdString());
        Circuit circuit = FixtureCircuits(file).circuit(0);
        const TraceMethod method = circuit.request.method;
        circuit.nodes[0].appearances = 12;
        const Circuit read = stripped(circuit);
        CHECK(read.request.method == method);
        CHECK(read.nodes == circuit.nodes);
        CHECK(read.edges == circuit.edges);
        CHECK(read.graphs == 12);
    }
}

TEST_CASE(
    "files as networkx writes them are read: pretty-printed, one name under several keys, parallel edges")
{
    // networkx 3.6.1, write_graphml with prettyprint=True and False, from the same graphs.
    const auto opened = [](const char* name) {
        return readGraphml(testData(u"graphml/"_s + QLatin1String(name)));
    };
    const Circuit sad = opened("sad.graphml").circuit;
    CHECK(sad.request.method == TraceMethod::Sad);
    REQUIRE(sad.nodes.size() == 4);
    REQUIRE(sad.edges.size() == 3);
    CHECK(sad.nodes[1].part == CircuitPart::HeadInput);
    CHECK(sad.nodes[1].firings == 305);
    CHECK(sad.edges[0].weight == Approx(4.0144).epsilon(1e-6)); // numpy's float32
    CHECK(sad.edges[0].sourceToken == u"14"_s);
    CHECK(sad.edges[0].destinationToken == u"end"_s);
    CHECK(sad.edges[0].count == 191);
    CHECK(sad.edges[0].firstPrompt == 3);
    CHECK(sad.edges[1].isConnector);
    CHECK(sad.edges[1].weight == 2000);
    CHECK_FALSE(sad.edges[1].firstPrompt.has_value());
    CHECK(sad.edges[2].sourceToken == u"S2"_s);

    const OpenedCircuit accpp = opened("accpp.graphml");
    const Circuit& plus = accpp.circuit;
    CHECK(accpp.remark.isEmpty());
    CHECK(plus.request.method == TraceMethod::AccPlusPlus);
    REQUIRE(plus.nodes.size() == 4);
    CHECK(plus.nodes[1].destination == u"O'Brien \"B\"\n"_s);
    CHECK(plus.nodes[1].attention == 0.75);
    CHECK_FALSE(plus.nodes[2].attention.has_value());
    REQUIRE(plus.edges.size() == 4);
    CHECK_FALSE(plus.edges[0].directions.has_value());
    CHECK(plus.edges[1].side == EdgeSide::Query);
    CHECK(plus.edges[1].directions == std::vector<int>{4, 6});
    CHECK(plus.edges[2].side == EdgeSide::Key);
    CHECK(plus.edges[2].from == plus.edges[1].from);
    CHECK(plus.edges[2].weight == -1e-5);
    CHECK(plus.edges[3].directions == std::vector<int>());
    CHECK(opened("accpp-compact.graphml").circuit == plus);

    const Circuit combined = opened("combined.graphml").circuit;
    CHECK(combined.graphs == 3);
    CHECK(combined.nodes[0].appearances == 3);
    CHECK(combined.edges[0].prompts == std::vector<int>{0, 2});
    CHECK(combined.edges[0].differences == std::vector<double>{-0.5, 0.25});
    CHECK(combined.edges[0].normWeight == 1.0);
    CHECK(combined.edges[0].meanDifference == 0.125);
}

TEST_CASE("a connector whose weight no whole number holds comes back")
{
    Circuit circuit = readGraphml(testData(u"graphml/sad.graphml"_s)).circuit;
    REQUIRE(circuit.edges[1].isConnector);
    for (const double weight : {1e41, -1e19, 0.5, 2000.0}) {
        circuit.edges[1].weight = weight;
        CHECK(circuitFromGraphml(toGraphml(circuit), u"large"_s).circuit.edges[1].weight == weight);
    }
}

TEST_CASE("the view for Cytoscape is written and read back with its tokens")
{
    const Circuit circuit = hardCircuit(u"(1"_s); // a name of this view holds tokens as they are
    const Circuit read = circuitFromGraphml(toCytoscapeGraphml(circuit), u"view"_s).circuit;
    REQUIRE(read.nodes.size() == circuit.nodes.size());
    REQUIRE(read.edges.size() == circuit.edges.size());
    for (std::size_t at = 0; at < circuit.edges.size(); ++at) {
        CHECK(read.edges[at].weight == circuit.edges[at].weight);
        CHECK(read.edges[at].side == circuit.edges[at].side);
        CHECK(read.edges[at].from == circuit.edges[at].from);
    }
    REQUIRE(read.tokens.size() == circuit.tokens.size());
    for (std::size_t at = 0; at < circuit.nodes.size(); ++at) {
        CHECK(read.nodes[at].part == circuit.nodes[at].part);
        CHECK(read.nodes[at].layer == circuit.nodes[at].layer);
        CHECK(read.nodes[at].head == circuit.nodes[at].head);
        CHECK(read.nodes[at].destinationPosition == circuit.nodes[at].destinationPosition);
        CHECK(read.nodes[at].sourcePosition == circuit.nodes[at].sourcePosition);
    }
    CHECK(read.tokens[3] == circuit.tokens[3]);
}

TEST_CASE("positions come from the labels where the tokens are known")
{
    Circuit circuit = FixtureCircuits(u"traces_accpp.json"_s).circuit(0);
    CHECK(circuit.nodes[0].destinationPosition == -1);
    const std::vector<QString> tokens = tokenLabels(
        {u"<|endoftext|>"_s, u"When"_s, u" Mary"_s, u" and"_s, u" John"_s, u" went"_s, u" to"_s, u" the"_s,
         u" store"_s, u","_s, u" John"_s, u" gave"_s, u" a"_s, u" drink"_s, u" to"_s});
    const Circuit read = circuitFromGraphml(toGraphml(circuit), u"f"_s, tokens).circuit;
    CHECK(read.tokens == tokens);
    for (const CircuitNode& node : read.nodes) {
        INFO(nodeIdText(node.id).toStdString());
        REQUIRE(node.destinationPosition >= 0);
        CHECK(tokens[static_cast<std::size_t>(node.destinationPosition)] == node.destination);
        if (node.part != CircuitPart::Root)
            CHECK(tokens[static_cast<std::size_t>(node.sourcePosition)] == node.source);
    }
    CHECK(back(read).nodes == read.nodes);
}

TEST_CASE("a file is written and read by its path, and its provenance comes back")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.graphml"_s);
    const Circuit circuit = hardCircuit();
    const QStringList provenance{u"demo · float32"_s, u"“a <b>”"_s};
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write(toGraphml(circuit, provenance));
    file.close();
    const OpenedCircuit opened = readGraphml(path);
    CHECK(opened.circuit == circuit);
    CHECK(opened.provenance == provenance);
    CHECK(toGraphml(circuit, provenance) == toGraphml(opened.circuit, opened.provenance));
    const Problem missing = problemOf([&] { static_cast<void>(readGraphml(folder.filePath(u"b"_s))); });
    CHECK(missing.summary.endsWith(u"no such file"_s));
}

TEST_CASE("an empty circuit is a file")
{
    Circuit circuit;
    circuit.note = u"No seed is a head."_s;
    checkEqual(back(circuit), circuit);
    CHECK(circuitFromGraphml("<graphml><graph edgedefault='directed'/></graphml>", u"f"_s).circuit.isEmpty());
}
