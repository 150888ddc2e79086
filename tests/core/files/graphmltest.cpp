#include "core/files/graphml.h"

#include "core/circuit/nodeidtext.h"
#include "core/circuit/tokenlabels.h"
#include "tests/support/circuits.h"
#include "tests/support/problem.h"

#include <QRegularExpression>
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

QByteArray wrapped(const QByteArray& graph, const QByteArray& keys = {})
{
    return "<?xml version='1.0' encoding='utf-8'?>\n"
           "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"
           "<key id=\"d0\" for=\"node\" attr.name=\"attn_weight\" attr.type=\"double\"/>\n"
           "<key id=\"d1\" for=\"edge\" attr.name=\"weight\" attr.type=\"float\"/>\n"
           "<key id=\"d2\" for=\"edge\" attr.name=\"type\" attr.type=\"string\"/>\n"
           "<key id=\"d3\" for=\"edge\" attr.name=\"svs_used\" attr.type=\"string\"/>\n"
        + keys + "<graph edgedefault=\"directed\">\n" + graph + "</graph></graphml>\n";
}

const QByteArray twoNodes = "<node id=\"(0, 1, 'a', 'a')\"/>\n<node id=\"(1, 2, 'a', 'a')\"/>\n";

QByteArray edge(
    const QByteArray& data, const QByteArray& from = "(0, 1, 'a', 'a')",
    const QByteArray& to = "(1, 2, 'a', 'a')")
{
    return "<edge source=\"" + from + "\" target=\"" + to + "\">" + data + "</edge>\n";
}

QString problemWith(const QByteArray& bytes)
{
    const Problem problem = problemOf([&] { static_cast<void>(circuitFromGraphml(bytes, u"f.graphml"_s)); });
    CHECK(problem.kind == Problem::Kind::BadInput);
    checkSentence(problem.summary);
    CHECK(problem.summary.startsWith(u"f.graphml"_s));
    return problem.summary;
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

TEST_CASE("attributes that circuits do not have are passed over and named")
{
    const QByteArray keys = "<key id=\"x\" for=\"edge\" attr.name=\"colour\" attr.type=\"string\"/>"
                            "<key id=\"y\" for=\"node\" attr.name=\"rank\" attr.type=\"long\"/>"
                            "<key id=\"z\" for=\"node\" yfiles.type=\"nodegraphics\"/>";
    const QByteArray graph =
        "<desc>made by hand</desc><node id=\"(0, 1, 'a', 'a')\"><data key=\"y\">7</data>"
        "<data key=\"z\"><shape>round</shape></data></node><node id=\"(1, 2, 'a', 'a')\"/>"
        + edge("<data key=\"d1\">1</data><data key=\"d2\">s</data><data key=\"x\">red</data>");
    const OpenedCircuit opened = circuitFromGraphml(wrapped(graph, keys), u"f"_s);
    CHECK(opened.circuit.edges.size() == 1);
    CHECK(opened.remark == u"f: passed over what circuits do not have: colour, rank"_s);
}

TEST_CASE("an empty circuit is a file")
{
    Circuit circuit;
    circuit.note = u"No seed is a head."_s;
    checkEqual(back(circuit), circuit);
    CHECK(circuitFromGraphml("<graphml><graph edgedefault='directed'/></graphml>", u"f"_s).circuit.isEmpty());
}

TEST_CASE("what is no XML, no GraphML or not one directed graph is refused in one sentence")
{
    CHECK(problemWith("") == u"f.graphml, line 1: invalid XML: Premature end of document."_s);
    CHECK(problemWith("nonsense").contains(u"invalid XML"_s));
    CHECK(problemWith("{\"nodes\": []}").contains(u"invalid XML"_s));
    CHECK(problemWith("<graphml><graph edgedefault='directed'>").contains(u"invalid XML"_s));
    CHECK(problemWith("\xFF\xFE\x00\xD8").contains(u"invalid XML"_s));
    CHECK(problemWith("<svg/>") == u"f.graphml, line 1: its root element is \"svg\", not graphml"_s);
    CHECK(problemWith("<graphml/>") == u"f.graphml, line 1: it holds no graph"_s);
    CHECK(problemWith("<graphml><graph/></graphml>").contains(u"edgedefault is \"\""_s));
    CHECK(problemWith("<graphml><graph edgedefault='undirected'/></graphml>")
              .contains(u"edgedefault is \"undirected\"; a circuit's edges are directed"_s));
    CHECK(problemWith("<graphml><graph edgedefault='directed'/><graph edgedefault='directed'/></graphml>")
              .contains(u"a second graph"_s));
    CHECK(problemWith(wrapped("<node id=\"(1, 2)\"><graph/></node>")).contains(u"a graph inside a node"_s));
    CHECK(problemWith(wrapped("<hyperedge/>")).contains(u"hyperedges are not read"_s));
    CHECK(problemWith(wrapped("<node/>")).contains(u"\"node\" has no id"_s));
}

TEST_CASE("document types and entities are refused")
{
    const QString expected = u"a document type and entities are not read"_s;
    CHECK(problemWith("<!DOCTYPE graphml><graphml/>").endsWith(expected));
    CHECK(problemWith("<!DOCTYPE g SYSTEM \"file:///etc/passwd\"><graphml/>").endsWith(expected));
    QByteArray laughs = "<!DOCTYPE g [<!ENTITY a \"ha\">";
    for (char c = 'b'; c <= 'z'; ++c)
        laughs +=
            QByteArray("<!ENTITY ") + c + " \"" + (QByteArray("&") + char(c - 1) + ';').repeated(10) + "\">";
    CHECK(problemWith(laughs + "]><graphml>&z;</graphml>").endsWith(expected));
    CHECK(problemWith(wrapped("&nothing;")).contains(u"invalid XML"_s));
}

TEST_CASE("keys and data that do not fit are refused with line and value")
{
    const auto withKey = [](const QByteArray& key) { return problemWith(wrapped("", key)); };
    CHECK(withKey("<key for=\"node\"/>").contains(u"\"key\" has no id"_s));
    CHECK(withKey("<key id=\"d1\"/>") == u"f.graphml, line 6: key \"d1\" stands twice"_s);
    CHECK(withKey("<key id=\"k\" attr.name=\"a\" attr.type=\"complex\"/>")
              .contains(u"key \"k\" has the type \"complex\""_s));
    const auto withEdge = [](const QByteArray& data) { return problemWith(wrapped(twoNodes + edge(data))); };
    CHECK(withEdge("<data key=\"d9\">1</data>") == u"f.graphml, line 9: key \"d9\" is not declared"_s);
    CHECK(
        withEdge("<data key=\"d1\">1</data><data key=\"d1\">1</data>").endsWith(u"weight is given twice"_s));
    CHECK(
        withEdge("<data key=\"d1\">many</data>")
        == u"f.graphml, line 9: weight is \"many\"; expected a number"_s);
    CHECK(withEdge("<data key=\"d1\"><b/></data>").endsWith(u"element \"b\" inside a value"_s));
    const QString where = u"f.graphml, line 9: edge from \"(0, 1, 'a', 'a')\" to \"(1, 2, 'a', 'a')\": "_s;
    for (const char* number : {"nan", "inf", "-inf", "Infinity", "1e999"}) {
        INFO(number);
        CHECK(withEdge(QByteArray("<data key=\"d1\">") + number + "</data><data key=\"d2\">d</data>")
                  .contains(u"weight is \""_s));
    }
    CHECK(
        withEdge("<data key=\"d1\">nan</data><data key=\"d2\">d</data>")
        == where + u"weight is \"nan\"; expected a finite number"_s);
    CHECK(withEdge("<data key=\"d2\">d</data>") == where + u"weight is missing"_s);
    CHECK(withEdge("<data key=\"d1\">1</data>") == where + u"type is missing"_s);
    CHECK(
        withEdge("<data key=\"d1\">1</data><data key=\"d2\">q</data>")
        == where + u"type is \"q\"; expected \"d\" or \"s\""_s);
    for (const char* list : {"4, 6", "[4, x]", "[-1]", "[4", "", "[1.5]", "[99999999999]", "[[1]]", "[,]"}) {
        INFO(list);
        const QByteArray data = "<data key=\"d1\">1</data><data key=\"d2\">d</data><data key=\"d3\">"
            + QByteArray(list) + "</data>";
        CHECK(withEdge(data).endsWith(u"expected a list of whole numbers from 0, such as [4, 6]"_s));
    }
}

TEST_CASE("hostile names of nodes are refused with line and reason")
{
    const auto withNode = [](const QByteArray& id) {
        return problemWith(wrapped("<node id=\"" + id + "\"/>"));
    };
    CHECK(
        withNode("__import__('os').system('true')")
        == u"f.graphml, line 7: node \"__import__('os').system('true')\": \"_\" where \"(\" is expected at character 1"_s);
    CHECK(
        withNode("(1, 'mlp', 'a', 'a')")
            .endsWith(
                u"item 2 is the text \"mlp\"; expected a head, \"MLP\", \"AH bias\", \"Embedding\" or \"AH offset\""_s));
    CHECK(withNode("(" + QByteArray("(").repeated(9000) + "1").contains(u"at character 2"_s));
    CHECK(withNode("(1, '" + QByteArray("a").repeated(20'000) + "')").endsWith(u"at most 10000 are read"_s));
    CHECK(problemWith(wrapped("<node id=\"(1, 2)\"/><node id=\"(1,2)\"/>")).endsWith(u"it stands twice"_s));
}

TEST_CASE("edges to nowhere, edges given twice and cycles are refused with the nodes' names")
{
    const QByteArray data = "<data key=\"d1\">1</data><data key=\"d2\">s</data>";
    CHECK(problemWith(wrapped(twoNodes + edge(data, "(0, 1, 'a', 'a')", "(3, 3)")))
              .endsWith(u"there is no node \"(3, 3)\""_s));
    CHECK(
        problemWith(wrapped(twoNodes + edge(data) + edge(data))).endsWith(u"it stands twice on this side"_s));
    CHECK(
        problemWith(wrapped(twoNodes + edge(data) + edge(data, "(1, 2, 'a', 'a')", "(0, 1, 'a', 'a')")))
        == u"f.graphml: its edges run in a circle: (0, 1, 'a', 'a') → (1, 2, 'a', 'a') → (0, 1, 'a', 'a'); "
           "in a circuit they lead upwards"_s);
    CHECK(problemWith(wrapped(twoNodes + edge(data, "(0, 1, 'a', 'a')", "(0, 1, 'a', 'a')")))
              .contains(u"(0, 1, 'a', 'a') → (0, 1, 'a', 'a');"_s));
    QByteArray ring;
    for (int at = 0; at < 50; ++at)
        ring += "<node id=\"(" + QByteArray::number(at) + ", 0)\"/>";
    for (int at = 0; at < 50; ++at)
        ring += edge(
            data, "(" + QByteArray::number(at) + ", 0)", "(" + QByteArray::number((at + 1) % 50) + ", 0)");
    CHECK(problemWith(wrapped(ring)).contains(u"… (50 nodes)"_s));
}

TEST_CASE("a million nodes are refused by their number")
{
    QByteArray many;
    for (int at = 0; at < 1'000'000; ++at)
        many += "<node id=\"(1, " + QByteArray::number(at) + ")\"/>\n";
    CHECK(
        problemWith(wrapped(many))
        == u"f.graphml, line 100007: more than 100000 nodes; so many are no circuit"_s);
}

TEST_CASE("positions that the tokens contradict are refused")
{
    const QByteArray keys = "<key id=\"p\" for=\"node\" attr.name=\"dest_pos\" attr.type=\"long\"/>"
                            "<key id=\"t\" for=\"graph\" attr.name=\"tokens\" attr.type=\"string\"/>";
    const auto with = [&](const QByteArray& position, const QByteArray& tokens) {
        return problemWith(wrapped(
            "<data key=\"t\">" + tokens + "</data><node id=\"(1, 'MLP', 'a', 'a')\"><data key=\"p\">"
                + position + "</data></node>",
            keys));
    };
    CHECK(with("1", "[\"a\", \"b\"]").endsWith(u"dest_pos is 1, but \"a\" is token 0"_s));
    CHECK(with("5", "[\"b\"]").endsWith(u"dest_pos is 5, but there are 1 tokens"_s));
    CHECK(with("-1", "[\"b\"]").endsWith(u"dest_pos is \"-1\"; expected a whole number from 0 to 1000000"_s));
    CHECK(with("0", "[3]") == u"f.graphml: tokens[0] is the number 3; expected text"_s);
    CHECK(with("0", "{\"a\": 1}").startsWith(u"f.graphml: tokens is an object"_s));
    CHECK(with("0", "[").startsWith(u"f.graphml: tokens is \"[\"; expected JSON"_s));
}
