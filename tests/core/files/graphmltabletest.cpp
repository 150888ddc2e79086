#include "core/files/graphmltable.h"

#include "core/files/graphml.h"
#include "tests/support/problem.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

// What a file may hold that is no circuit, from broken XML up to contradictions between its fields.

namespace {

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
