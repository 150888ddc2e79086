#include "core/files/circuitjson.h"

#include "core/circuit/nodeidtext.h"
#include "core/files/circuitsettings.h"
#include "tests/support/circuits.h"
#include "tests/support/problem.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("the JSON of a circuit names parts, tokens and directions")
{
    Circuit circuit;
    circuit.nodes = {
        rootNode(directionRootLabel(), u" to (1)"_s), headNode({5, 1}, u" to (1)"_s, u" Mary"_s),
        partNode(CircuitPart::AttentionBias, 2, u" Mary"_s)};
    circuit.nodes[1].attention = 0.5;
    circuit.nodes[1].destinationPosition = 14;
    circuit.nodes[1].sourcePosition = 2;
    CircuitEdge edge;
    edge.from = 1;
    edge.weight = 2.5;
    circuit.edges.push_back(edge);
    edge.from = 2;
    edge.to = 1;
    edge.side = EdgeSide::Key;
    edge.directions = std::vector<int>{6, 4};
    circuit.edges.push_back(edge);
    circuit.nearTies = {{u"5.1 (14, 2)"_s, 1e-9}};
    const QJsonObject json = circuitJson(circuit, {u"demo"_s});

    CHECK(
        asciiJson(json["nodes"_L1])
        == "[{\"attnWeight\":null,\"component\":null,\"dest\":\" to (1)\",\"destPosition\":null,"
           "\"id\":\"('Logit direction', ' to (1)')\",\"label\":\"Logit "
           "direction\",\"layer\":null,\"src\":null,"
           "\"srcPosition\":null},"
           "{\"attnWeight\":0.5,\"component\":1,\"dest\":\" to (1)\",\"destPosition\":14,"
           "\"id\":\"(5, 1, ' to (1)', ' Mary')\",\"layer\":5,\"src\":\" Mary\",\"srcPosition\":2},"
           "{\"attnWeight\":null,\"component\":\"AH bias\",\"dest\":\" Mary\",\"destPosition\":null,"
           "\"id\":\"(2, 'AH bias', ' Mary', ' Mary')\",\"layer\":2,\"src\":\" "
           "Mary\",\"srcPosition\":null}]");
    CHECK(
        asciiJson(json["edges"_L1])
        == "[{\"directions\":null,\"source\":\"(5, 1, ' to (1)', ' Mary')\",\"target\":\"('Logit direction', "
           "' to "
           "(1)')\",\"type\":\"d\",\"weight\":2.5},"
           "{\"directions\":[6,4],\"source\":\"(2, 'AH bias', ' Mary', ' Mary')\",\"target\":\"(5, 1, ' to "
           "(1)', ' "
           "Mary')\",\"type\":\"s\",\"weight\":2.5}]");
    CHECK(json["method"_L1] == u"accpp"_s);
    CHECK(json["tau"_L1] == u"dynamic"_s);
    CHECK(json["note"_L1] == u""_s);
    CHECK(json["nearTies"_L1].toArray().size() == 1);
    CHECK(json["provenance"_L1].toArray() == QJsonArray{u"demo"_s});
}

TEST_CASE("the JSON of a merged SAD graph has counts, prompts and roles")
{
    const QJsonObject json = circuitJson(FixtureCircuits(u"traces_sad.json"_s).circuit(0));
    const QJsonArray nodes = json["nodes"_L1].toArray();
    CHECK(nodes.size() == 40);
    int connectors = 0;
    int positions = 0;
    for (const QJsonValue& value : json["edges"_L1].toArray()) {
        const QJsonObject edge = value.toObject();
        CHECK(edge["count"_L1].isDouble());
        CHECK(edge["total"_L1].isDouble());
        CHECK(edge["directions"_L1].isNull());
        connectors += edge["prompt"_L1].isNull() ? 1 : 0;
        positions += edge["src_token"_L1].isDouble() ? 1 : 0;
        CHECK(edge["prompt"_L1].isNull() == (edge["weight"_L1] == 2000));
    }
    int inputs = 0;
    for (const QJsonValue& value : nodes) {
        CHECK(value["nfiring"_L1].isDouble());
        inputs += value["role"_L1].isString() ? 1 : 0;
        CHECK(value["component"_L1].isDouble());
    }
    CHECK(connectors == inputs);
    CHECK(positions > 0);
}

TEST_CASE("merged and intervened circuits keep their counts in JSON")
{
    Circuit circuit;
    circuit.graphs = 3;
    circuit.nodes = {rootNode(directionRootLabel(), u"end"_s), headNode({5, 1}, u"end"_s, u"IO"_s)};
    circuit.nodes[1].appearances = 2;
    CircuitEdge edge;
    edge.from = 1;
    edge.prompts = {0, 2};
    edge.differences = {-0.5, 0.25};
    edge.normWeight = 1;
    edge.meanDifference = 2;
    circuit.edges = {edge};
    const QJsonObject json = circuitJson(circuit);
    CHECK(json["graphs"_L1] == 3);
    CHECK(json["nodes"_L1][1]["n_appearences"_L1] == 2);
    CHECK(json["edges"_L1][0]["prompts_appeared"_L1].toArray() == QJsonArray{0, 2});
    CHECK(json["edges"_L1][0]["logit_diff"_L1].toArray() == QJsonArray{-0.5, 0.25});
    CHECK(json["edges"_L1][0]["norm_weight"_L1] == 1);
    CHECK(json["edges"_L1][0]["abs_avg_logit_diff"_L1] == 2);
}

TEST_CASE("an empty circuit is an answer with a note")
{
    Circuit circuit;
    circuit.note = u"No seed is a head."_s;
    const QJsonObject json = circuitJson(circuit);
    CHECK(json["nodes"_L1].toArray().isEmpty());
    CHECK(json["edges"_L1].toArray().isEmpty());
    CHECK(json["note"_L1] == circuit.note);
}

TEST_CASE("settings come back from JSON, and wrong ones are told with their field")
{
    TraceRequest request;
    request.method = TraceMethod::Sad;
    request.seeding = Seeding::Roots;
    request.targets = {3, 4};
    request.rival = 7;
    request.roots = {{{9, 6}, std::nullopt, 2}, {{9, 9}, 5, std::nullopt}};
    request.position = 4;
    request.tau = 0.3;
    request.tauScale = 2;
    request.compat = true;
    const JsonPlace place{u"f"_s, u"settings"_s};
    CHECK(requestFromJson(requestJson(request), place) == request);
    CHECK(requestFromJson(requestJson({}), place) == TraceRequest());
    const auto problemWith = [&](QLatin1String name, const QJsonValue& value) {
        QJsonObject object = requestJson(request);
        object.insert(name, value);
        return problemOf([&] { static_cast<void>(requestFromJson(object, place)); }).summary;
    };
    CHECK(
        problemWith("method"_L1, u"b"_s)
        == u"f: settings.method is the text \"b\"; expected \"sad\", \"acc\" or \"accpp\""_s);
    CHECK(problemWith("seeding"_L1, u"b"_s).startsWith(u"f: settings.seeding is the text \"b\""_s));
    CHECK(problemWith("targets"_L1, QJsonArray{-1}).startsWith(u"f: settings.targets[0] is the number -1"_s));
    CHECK(problemWith("roots"_L1, QJsonArray{3}).startsWith(u"f: settings.roots[0] is the number 3"_s));
    CHECK(problemWith("tau"_L1, u"x"_s) == u"f: settings.tau is the text \"x\"; expected a number"_s);
    CHECK(problemWith("compat"_L1, 1).startsWith(u"f: settings.compat is the number 1"_s));
    CHECK(problemWith("rival"_L1, 0.5).startsWith(u"f: settings.rival is the number 0.5"_s));
}

TEST_CASE("JSON for other files holds printable ASCII only")
{
    const QJsonArray texts{u"é\n\x7f😀\uFFFE"_s};
    CHECK(asciiJson(texts) == "[\"\\u00e9\\n\\u007f\\ud83d\\ude00\\ufffe\"]");
    CHECK(jsonOfText(QString::fromLatin1(asciiJson(texts)), {}).toArray() == texts);
    CHECK(asciiJson(u"a"_s) == "\"a\"");
}
