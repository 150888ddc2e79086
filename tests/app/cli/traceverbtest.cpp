#include "app/cli/printedcircuit.h"
#include "core/files/circuitjson.h"
#include "core/files/graphml.h"
#include "core/files/npz.h"
#include "core/files/safetensorswriter.h"
#include "support/circuits.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>

#include <algorithm>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QStringList trace(const QStringList& more)
{
    return QStringList{u"trace"_s, u"--prompt"_s, indirectObjectPrompt()} + more;
}

const QStringList pair{u"--target"_s, u" Mary"_s, u"--rival"_s, u" John"_s};

/// What a case of the fixtures asks for, in words of the command line.
QStringList wordsOf(const QJsonObject& fields)
{
    QStringList words{u"trace"_s,    u"--compat"_s,
                      u"--prompt"_s, fields["prompt"_L1].toString(),
                      u"--target"_s, fields["target"_L1].toString()};
    if (fields["rival"_L1].isString())
        words << u"--rival"_s << fields["rival"_L1].toString();
    if (fields["tau"_L1].isDouble())
        words << u"--tau"_s << QString::number(fields["tau"_L1].toDouble());
    if (!fields["bos"_L1].toBool())
        words << u"--no-bos"_s;
    return words;
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

QStringList rootLabels(const QJsonObject& circuit)
{
    QStringList labels;
    for (const QJsonValue& node : circuit["nodes"_L1].toArray()) {
        if (node["layer"_L1].isNull())
            labels << node["label"_L1].toString();
    }
    return labels;
}

} // namespace

TEST_CASE("trace prints nodes and edges with exactly the fields of the contract")
{
    const QJsonObject circuit = printedCircuit(trace(pair));
    CHECK(
        circuit.keys()
        == QStringList{
            u"edges"_s, u"firings"_s, u"graphs"_s, u"method"_s, u"nearTies"_s, u"nodes"_s, u"note"_s,
            u"provenance"_s, u"settings"_s, u"tau"_s, u"tokens"_s});
    CHECK(circuit["tokens"_L1][4].toString() == u" John"_s);
    CHECK(circuit["tokens"_L1][10].toString() == u" John (1)"_s);
    CHECK(circuit["tokens"_L1][14].toString() == u" to (1)"_s);

    const QJsonArray tokens = circuit["tokens"_L1].toArray();
    const QStringList nodeFields{u"attnWeight"_s, u"component"_s, u"dest"_s,        u"destPosition"_s,
                                 u"id"_s,         u"layer"_s,     u"srcPosition"_s, u"src"_s};
    QStringList components;
    QStringList ids;
    int roots = 0;
    for (const QJsonValue& value : circuit["nodes"_L1].toArray()) {
        const QJsonObject node = value.toObject();
        INFO(node["id"_L1].toString().toStdString());
        ids << node["id"_L1].toString();
        QStringList keys = node.keys();
        CHECK(node["dest"_L1] == tokens[node["destPosition"_L1].toInt()]);
        if (node["layer"_L1].isNull()) {
            ++roots;
            CHECK(keys.removeAll(u"label"_s) == 1);
            CHECK(node["label"_L1].toString() == u"Logit direction"_s);
            CHECK(node["component"_L1].isNull());
            CHECK(node["dest"_L1].toString() == u" to (1)"_s);
            CHECK(node["src"_L1].isNull());
            CHECK(node["attnWeight"_L1].isNull());
        } else {
            CHECK(node["layer"_L1].isDouble());
            CHECK(node["src"_L1] == tokens[node["srcPosition"_L1].toInt()]);
        }
        if (node["component"_L1].isString()) {
            components << node["component"_L1].toString();
            CHECK(node["src"_L1] == node["dest"_L1]);
            CHECK(node["srcPosition"_L1] == node["destPosition"_L1]);
            CHECK(node["attnWeight"_L1].isNull());
        }
        CHECK(QSet<QString>(keys.begin(), keys.end()) == QSet<QString>(nodeFields.begin(), nodeFields.end()));
    }
    CHECK(roots == 1);
    CHECK(ids.removeDuplicates() == 0);
    components.removeDuplicates();
    CHECK(components.contains(u"MLP"_s));
    for (const QString& component : components)
        CHECK(QStringList{u"AH bias"_s, u"AH offset"_s, u"Embedding"_s, u"MLP"_s}.contains(component));

    CHECK_FALSE(circuit["edges"_L1].toArray().isEmpty());
    for (const QJsonValue& value : circuit["edges"_L1].toArray()) {
        const QJsonObject edge = value.toObject();
        CHECK(edge.keys() == QStringList{u"directions"_s, u"source"_s, u"target"_s, u"type"_s, u"weight"_s});
        CHECK(ids.contains(edge["source"_L1].toString()));
        CHECK(ids.contains(edge["target"_L1].toString()));
        CHECK((edge["type"_L1].toString() == u"d"_s || edge["type"_L1].toString() == u"s"_s));
        const bool isRootEdge = edge["target"_L1].toString().contains(u"Logit direction"_s);
        CHECK(edge["directions"_L1].isNull() == isRootEdge);
        CHECK((isRootEdge || !edge["directions"_L1].toArray().isEmpty()));
    }
}

TEST_CASE("trace --compat meets the circuits of the authors' program, ACC++")
{
    const FixtureCircuits fixture(u"traces_accpp.json"_s);
    // Target minus rival; probability; without a beginning-of-text token; another tau; a long prompt.
    const int at = GENERATE(0, 1, 2, 3, 14);
    CAPTURE(at);
    const QStringList found =
        circuitDifferences(printedCircuit(wordsOf(fixture.fields(at))), fixture.circuit(at), 1e-6);
    CHECK(found.join(u'\n') == QString());
}

TEST_CASE("trace --compat meets the circuits of the authors' program, ACC")
{
    const FixtureCircuits fixture(u"traces_acc.json"_s);
    const int at = GENERATE(0, 4);
    CAPTURE(at);
    const QJsonObject circuit =
        printedCircuit(wordsOf(fixture.fields(at)) + QStringList{u"--method"_s, u"acc"_s});
    CHECK(circuitDifferences(circuit, fixture.circuit(at), 1e-4).join(u'\n') == QString());
    CHECK(circuit["method"_L1].toString() == u"acc"_s);
}

TEST_CASE("a trace is ACC++ at dynamic tau, linear with a rival and by probability without one")
{
    const QJsonObject alone = printedCircuit(trace({u"--target"_s, u" Mary"_s}));
    CHECK(alone["method"_L1].toString() == u"accpp"_s);
    CHECK(alone["tau"_L1].toString() == u"dynamic"_s);
    CHECK(alone["settings"_L1]["seeding"_L1].toString() == u"prob"_s);
    CHECK(alone["settings"_L1]["compat"_L1] == false);
    CHECK(alone["tokens"_L1][0].toString() == u"<|endoftext|>"_s);
    CHECK(rootLabels(alone) == QStringList(u"Prob ' Mary'"_s));
    // The likeliest token is the target where none is named.
    CHECK(printedCircuit(trace({}))["edges"_L1] == alone["edges"_L1]);

    const QJsonObject against = printedCircuit(trace(pair));
    CHECK(against["settings"_L1]["seeding"_L1].toString() == u"linear"_s);
    CHECK(rootLabels(against) == QStringList(u"Logit direction"_s));
    CHECK(printedCircuit(trace(pair + QStringList{u"--tau"_s, u"dynamic"_s})) == against);

    const QJsonObject asked = printedCircuit(trace(pair + QStringList{u"--seeding"_s, u"prob"_s}));
    CHECK(rootLabels(asked) == QStringList(u"Prob ' Mary'"_s));
    const QJsonObject linear =
        printedCircuit(trace({u"--target"_s, u" Mary"_s, u"--seeding"_s, u"linear"_s}));
    CHECK(rootLabels(linear) == QStringList(u"Logit direction"_s));
    CHECK(linear["settings"_L1]["rival"_L1].isNull());
}

TEST_CASE("--tau says from which attention on a head is explained")
{
    const QJsonObject circuit = printedCircuit(trace(pair + QStringList{u"--tau"_s, u"0.9"_s}));
    CHECK(circuit["tau"_L1].toDouble() == 0.9);
    QStringList explained;
    for (const QJsonValue& edge : circuit["edges"_L1].toArray())
        explained << edge["target"_L1].toString();
    for (const QJsonValue& node : circuit["nodes"_L1].toArray()) {
        if (!node["component"_L1].isDouble() || node["layer"_L1].toInt() == 0
            || node["destPosition"_L1].toInt() == 0)
            continue;
        INFO(node["id"_L1].toString().toStdString());
        if (node["attnWeight"_L1].isDouble())
            CHECK(explained.contains(node["id"_L1].toString()) == (node["attnWeight"_L1].toDouble() >= 0.9));
        else
            CHECK_FALSE(explained.contains(node["id"_L1].toString()));
    }
}

TEST_CASE("--roots starts at heads, at the last token, and there is no root")
{
    const QJsonObject circuit = printedCircuit(trace({u"--roots"_s, u"5.5, 4.4"_s}));
    CHECK(circuit["settings"_L1]["seeding"_L1].toString() == u"roots"_s);
    CHECK(rootLabels(circuit).isEmpty());
    QStringList sources;
    for (const QJsonValue& edge : circuit["edges"_L1].toArray())
        sources << edge["source"_L1].toString();
    QStringList tops;
    for (const QJsonValue& node : circuit["nodes"_L1].toArray()) {
        if (!sources.contains(node["id"_L1].toString()))
            tops << node["id"_L1].toString();
    }
    CHECK(tops.contains(u"(5, 5, ' to (1)', ' Mary')"_s));
    for (const QString& top : tops)
        CHECK((top.startsWith(u"(5, 5, ' to (1)', "_s) || top.startsWith(u"(4, 4, ' to (1)', "_s)));
}

TEST_CASE("SAD joins heads' inputs to heads, and needs no target with --roots")
{
    const QJsonObject circuit =
        printedCircuit(trace({u"--method"_s, u"sad"_s, u"--roots"_s, u"5.5"_s, u"--no-bos"_s}));
    CHECK(circuit["method"_L1].toString() == u"sad"_s);
    CHECK_FALSE(circuit["edges"_L1].toArray().isEmpty());
    for (const QJsonValue& edge : circuit["edges"_L1].toArray()) {
        const bool isConnector = edge["prompt"_L1].isNull();
        CHECK(edge["count"_L1].toInt() >= 1);
        CHECK(edge["directions"_L1].isNull());
        if (isConnector)
            CHECK(edge["weight"_L1].toDouble() == 2000);
    }
}

TEST_CASE("--graphml writes the circuit, which is read back equal to what is printed")
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"circuit.graphml"_s);
    const QStringList method = GENERATE(
        QStringList{u"--method"_s, u"accpp"_s}, QStringList{u"--method"_s, u"acc"_s},
        QStringList{u"--method"_s, u"sad"_s}, QStringList{u"--roots"_s, u"5.5"_s});
    const QJsonObject printed = printedCircuit(trace(pair + method + QStringList{u"--graphml"_s, path}));
    const OpenedCircuit opened = readGraphml(path);
    CHECK(opened.remark.isEmpty());
    CHECK(circuitJson(opened.circuit, opened.provenance) == printed);
}

TEST_CASE("--html writes one page that needs no network, and the rest is printed as text")
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"circuit.html"_s);
    const ProgramRun run = headwatersProgram(trace(pair + QStringList{u"--html"_s, path}));
    checkSuccess(run);
    CHECK(run.out.startsWith("ACC++: "));
    CHECK(run.out.contains(" nodes, "));
    CHECK(run.out.contains("5.5"));
    const QByteArray page = bytesOf(path).toLower();
    CHECK(page.startsWith("<!doctype html>"));
    CHECK(page.contains("john (1)"));
    for (const char* outside : {"src=\"http", "href=\"http", "@import", "<link"})
        CHECK_FALSE(page.contains(outside));
}

TEST_CASE("--out draws the circuit or writes its data, the same bytes twice")
{
    QTemporaryDir folder;
    const auto written = [&](const QString& name) {
        const QString path = folder.filePath(name);
        checkSuccess(headwatersProgram(trace(pair + QStringList{u"--edges"_s, u"0"_s, u"--out"_s, path})));
        return bytesOf(path);
    };
    const QJsonObject printed = printedCircuit(trace(pair));
    const auto edges = printed["edges"_L1].toArray().size();
    CHECK(written(u"a.pdf"_s).startsWith("%PDF-"));
    CHECK(written(u"a.pdf"_s) == written(u"b.pdf"_s));
    CHECK(written(u"a.svg"_s).contains("<svg"));
    CHECK(QImage::fromData(written(u"a.png"_s)).width() > 500);
    const QByteArray table = written(u"a.csv"_s);
    const auto lines = std::count_if(table.begin(), table.end(), [](char byte) { return byte == '\n'; });
    CHECK(lines >= edges + 1);
    static_cast<void>(written(u"a.npz"_s));
    const auto tensors = readNpz(folder.filePath(u"a.npz"_s));
    const auto weights = std::find_if(tensors.begin(), tensors.end(), [](const NamedTensor& tensor) {
        return tensor.name == u"weights"_s;
    });
    REQUIRE(weights != tensors.end());
    CHECK(weights->shape == std::vector<std::int64_t>{edges});
    const QJsonDocument document = QJsonDocument::fromJson(written(u"a.json"_s));
    CHECK(document.isObject());
    // Without --edges as many as the eye can follow.
    const QString few = folder.filePath(u"few.csv"_s);
    checkSuccess(headwatersProgram(trace(pair + QStringList{u"--out"_s, few})));
    const QByteArray rows = bytesOf(few);
    CHECK(std::count(rows.begin(), rows.end(), '\n') <= 101);
    CHECK(std::count(rows.begin(), rows.end(), '\n') > 50);
}

TEST_CASE("an empty circuit is an answer with its reason")
{
    // One token: no head attends to anything but itself, and MLPs write it all.
    const QJsonObject circuit = printedCircuit({u"trace"_s, u"--prompt"_s, u"Mary"_s, u"--no-bos"_s});
    CHECK(circuit["nodes"_L1] == QJsonArray());
    CHECK(circuit["edges"_L1] == QJsonArray());
    CHECK(circuit["note"_L1].toString().contains(u"No head"_s));

    QTemporaryDir folder;
    const QString path = folder.filePath(u"empty.graphml"_s);
    const QString page = folder.filePath(u"empty.html"_s);
    const QString figure = folder.filePath(u"empty.pdf"_s);
    const ProgramRun run = headwatersProgram(
        {u"trace"_s, u"--prompt"_s, u"Mary"_s, u"--no-bos"_s, u"--graphml"_s, path, u"--html"_s, page,
         u"--out"_s, figure});
    checkSuccess(run);
    CHECK(run.out.contains("No head"));
    const OpenedCircuit opened = readGraphml(path);
    CHECK(opened.circuit.isEmpty());
    CHECK(opened.circuit.note == circuit["note"_L1].toString());
    CHECK(bytesOf(page).size() > 1000);
    CHECK(bytesOf(figure).startsWith("%PDF-"));

    for (const QString& method : {u"sad"_s, u"acc"_s, u"accpp"_s}) {
        // Layer 0 reads embeddings alone.
        const QJsonObject layerZero = printedCircuit(trace({u"--method"_s, method, u"--roots"_s, u"0.0"_s}));
        CHECK(layerZero["nodes"_L1] == QJsonArray());
        CHECK(layerZero["edges"_L1] == QJsonArray());
        CHECK_FALSE(layerZero["note"_L1].toString().isEmpty());
    }
}

TEST_CASE("where no head fires, a sentence says why nothing upstream is shown")
{
    // Without queries every token looks at all before it alike: below every tau.
    QTemporaryDir folder;
    for (const QString& name :
         {u"config.json"_s, u"merges.txt"_s, u"vocab.json"_s, u"tokenizer_config.json"_s})
        REQUIRE(QFile::copy(demoModel() + u'/' + name, folder.filePath(name)));
    const auto weights = openSafetensors(demoModel() + u"/model.safetensors"_s);
    std::vector<NamedTensor> tensors;
    for (const auto& [name, stored] : weights->tensors()) {
        NamedTensor tensor{name, stored.shape, toFloat32(stored)};
        if (name.contains(u"attn.c_attn"_s)) {
            const auto columns = static_cast<std::size_t>(tensor.shape.back());
            for (std::size_t at = 0; at < tensor.values.size(); ++at) {
                if (at % columns < columns / 3)
                    tensor.values[at] = 0;
            }
        }
        tensors.push_back(tensor);
    }
    writeSafetensors(folder.filePath(u"model.safetensors"_s), tensors, DType::F32);
    const QJsonObject rooted = printedCircuit(trace({u"--model"_s, folder.path(), u"--roots"_s, u"5.5"_s}));
    CHECK(rooted["nodes"_L1] == QJsonArray());
    CHECK(rooted["note"_L1].toString().contains(u"attends"_s));
    const QJsonObject seeded = printedCircuit(trace({u"--model"_s, folder.path()}));
    CHECK(seeded["firings"_L1].toInt() == 0);
    CHECK_FALSE(seeded["note"_L1].toString().isEmpty());
    const QJsonObject sad = printedCircuit(trace({u"--model"_s, folder.path(), u"--method"_s, u"sad"_s}));
    CHECK(sad["edges"_L1] == QJsonArray());
    CHECK_FALSE(sad["note"_L1].toString().isEmpty());
}

TEST_CASE("trace refuses what it cannot do in one line that names it")
{
    const auto refuse = [](const QStringList& more, const QStringList& mentions) {
        INFO(more.join(u' ').toStdString());
        checkRefusal(headwatersProgram(trace(more)), 2, mentions);
    };
    refuse({u"--target"_s, u"nonsense"_s}, {u"--target"_s, u"nonsense"_s, u"token"_s});
    refuse({u"--target"_s, u"#1536"_s}, {u"--target"_s, u"1536"_s});
    refuse({u"--target"_s, u""_s}, {u"--target"_s});
    refuse({u"--target"_s, u" Mary"_s, u"--rival"_s, u" Mary"_s}, {u"--target"_s, u"--rival"_s, u"same"_s});
    refuse({u"--rival"_s, u" Mary John"_s}, {u"--rival"_s, u"2 tokens"_s});
    for (const QString& tau : {u"0"_s, u"-0.5"_s, u"2"_s, u"1.0001"_s, u"much"_s, u"nan"_s, u""_s})
        refuse({u"--tau"_s, tau}, {u"--tau"_s, tau});
    refuse({u"--tau"_s, u"0.5"_s, u"--method"_s, u"sad"_s}, {u"--tau"_s, u"ACC++"_s, u"SAD"_s});
    refuse({u"--roots"_s, u"9.99"_s}, {u"9.99"_s, u"6 layers"_s});
    refuse({u"--roots"_s, u"5.6"_s}, {u"5.6"_s, u"6 heads"_s});
    for (const QString& roots :
         {u"5"_s, u"5.5.5"_s, u"5.5,"_s, u"-1.0"_s, u"a.b"_s, u"5.99999999999"_s, u""_s})
        refuse({u"--roots"_s, roots}, {u"--roots"_s, roots});
    refuse({u"--method"_s, u"SADDER"_s}, {u"--method"_s, u"SADDER"_s, u"accpp"_s});
    refuse({u"--seeding"_s, u"wild"_s}, {u"--seeding"_s, u"wild"_s, u"linear"_s});
    refuse({u"--graphml"_s, u"circuit.json"_s}, {u"--graphml"_s, u"circuit.json"_s});
    refuse({u"--html"_s, u"circuit"_s}, {u"--html"_s, u"circuit"_s});
    refuse({u"--out"_s, u"circuit.graphml"_s}, {u"--out"_s, u".pdf"_s});
    checkRefusal(headwatersProgram({u"trace"_s, u"--prompt"_s, u""_s}), 2, {u"prompt"_s, u"empty"_s});
    checkRefusal(headwatersProgram({u"trace"_s}), 2, {u"--prompt"_s});
    checkRefusal(
        headwatersProgram({u"trace"_s, u"--prompt"_s, u" the"_s.repeated(400)}), 2, {u"401"_s, u"256"_s});
}

TEST_CASE("a circuit that cannot be written is a failure before the trace, and leaves nothing behind")
{
    QTemporaryDir folder;
    for (const QString& option : {u"--graphml"_s, u"--html"_s}) {
        const QString nowhere = folder.filePath(u"none/circuit."_s + option.mid(2));
        checkRefusal(headwatersProgram(trace({option, nowhere})), 1, {u"none"_s});
    }
    CHECK(QDir(folder.path()).isEmpty());
}
