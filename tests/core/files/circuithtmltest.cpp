#include "core/files/circuithtml.h"

#include "core/files/circuitpagedata.h"
#include "tests/support/circuits.h"

#include <QRegularExpression>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// The JSON that stands in the page.
QJsonObject dataIn(const QByteArray& page)
{
    const QByteArray open = "<script type=\"application/json\" id=\"data\">";
    const qsizetype begin = page.indexOf(open) + open.size();
    const qsizetype end = page.indexOf("</script>", begin);
    return parseJsonObject(page.mid(begin, end - begin), u"page"_s);
}

Circuit hostile()
{
    Circuit circuit;
    const std::vector<QString> tokens{
        u"</script><script>alert(1)</script>"_s, u"<!--"_s, u"]]>&amp;"_s, u"@DATA@"_s, u"\u2028'\""_s};
    circuit.tokens = tokens;
    circuit.nodes.push_back(rootNode(probabilityRootLabel({tokens[0]}), tokens[4]));
    circuit.nodes.back().destinationPosition = 4;
    for (int at = 0; at < 5; ++at) {
        CircuitNode node = headNode({at, 0}, tokens[4], tokens[static_cast<std::size_t>(at)]);
        node.destinationPosition = 4;
        node.sourcePosition = at;
        circuit.nodes.push_back(node);
        CircuitEdge edge;
        edge.from = at + 1;
        edge.weight = at - 1.5;
        circuit.edges.push_back(edge);
    }
    circuit.note = u"</script>"_s;
    return circuit;
}

} // namespace

TEST_CASE("the page of a circuit needs nothing else and carries its provenance")
{
    const Circuit circuit = FixtureCircuits(u"traces_accpp.json"_s).circuit(0);
    const QByteArray page = circuitHtml(circuit, {u"Mary − John"_s, {u"demo · float32"_s, u"Headwaters"_s}});
    CHECK(page.startsWith("<!DOCTYPE html>"));
    CHECK(page.contains("<title>Mary − John</title>"));
    CHECK(page.contains("default-src 'none'"));
    // Nothing is fetched: no address but the name of SVG, no element that loads.
    const QString text = QString::fromUtf8(page).remove(u"http://www.w3.org/2000/svg"_s);
    CHECK_FALSE(
        text.contains(QRegularExpression(u"https?:|//[a-z]+\\.|@import|url\\(|<link|<img|<iframe| src="_s)));
    CHECK_FALSE(
        text.contains(QRegularExpression(u"fetch\\(|XMLHttpRequest|innerHTML|eval\\(|document.write"_s)));
    CHECK(page.contains("prefers-color-scheme: dark"));
    CHECK(page.contains("--querySide: #004C5A;"));
    CHECK(dataIn(page)["provenance"_L1].toArray() == QJsonArray{u"demo · float32"_s, u"Headwaters"_s});
    CHECK(page == circuitHtml(circuit, {u"Mary − John"_s, {u"demo · float32"_s, u"Headwaters"_s}}));
}

TEST_CASE("texts with markup stay texts")
{
    const Circuit circuit = hostile();
    const QByteArray page = circuitHtml(circuit, {u"<b>\"@SCRIPT@\"</b>"_s, {u"</script>"_s}});
    CHECK(page.count("<script") == 2);
    CHECK(page.count("</script>") == 2);
    CHECK_FALSE(page.contains("<!--"));
    CHECK(page.count("\"use strict\";") == 1);
    CHECK(page.contains("<h1>&lt;b&gt;&quot;@SCRIPT@&quot;&lt;/b&gt;</h1>"));
    const QJsonObject data = dataIn(page);
    CHECK(data["nodes"_L1][1]["title"_L1].toString().contains(u"</script><script>alert(1)</script>"_s));
    CHECK(data["columns"_L1][3]["label"_L1] == u"@DATA@"_s);
    CHECK(data["columns"_L1][4]["label"_L1] == u"\\xE2\\x80\\xA8'\""_s);
    CHECK(data["summary"_L1].toArray().last() == u"</script>"_s);
}

TEST_CASE("the page's data hold every node and edge with what is known of it")
{
    const Circuit circuit = FixtureCircuits(u"traces_accpp.json"_s).circuit(0);
    const QJsonObject data = circuitPageData(circuit);
    CHECK(data["nodes"_L1].toArray().size() == 119);
    CHECK(data["edges"_L1].toArray().size() == 292);
    CHECK(data["start"_L1] == 0);
    CHECK(data["summary"_L1][0] == u"ACC++: 119 nodes, 292 edges, dynamic tau."_s);
    int counted = 0;
    for (const QJsonValue& count : data["histogram"_L1]["counts"_L1].toArray())
        counted += count.toInt();
    CHECK(counted == 292);
    const QJsonObject edge = data["edges"_L1][0].toObject();
    CHECK(edge["text"_L1] == u"+0.1082"_s);
    CHECK(edge["facts"_L1][1] == QJsonArray({u"directions"_s, u"0"_s}));

    const QJsonObject sad = circuitPageData(FixtureCircuits(u"traces_sad.json"_s).circuit(0));
    CHECK(sad["summary"_L1][0] == u"SAD: 40 nodes, 131 edges."_s);
    CHECK(sad["legend"_L1][1][1] == u"input of a head"_s);
}

TEST_CASE("a page that would be too full starts with a threshold")
{
    Circuit circuit;
    circuit.nodes.push_back(rootNode(u"Logit"_s, u"t"_s));
    for (int at = 0; at < 1'000; ++at) {
        circuit.nodes.push_back(headNode({at, 0}, u"t"_s, u"t"_s));
        CircuitEdge edge;
        edge.from = at + 1;
        edge.weight = at + 1;
        circuit.edges.push_back(edge);
    }
    CHECK(circuitPageData(circuit)["start"_L1].toDouble() == Approx(0.702)); // the root and 299 heads
}

TEST_CASE("an empty circuit has a page with its note")
{
    Circuit circuit;
    circuit.note = u"No seed is a head."_s;
    const QJsonObject data = dataIn(circuitHtml(circuit, {u"empty"_s, {}}));
    CHECK(data["nodes"_L1].toArray().isEmpty());
    CHECK(data["summary"_L1].toArray().last() == circuit.note);
}
