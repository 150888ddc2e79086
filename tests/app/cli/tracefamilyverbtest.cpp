#include "app/cli/printedcircuit.h"
#include "core/files/circuitjson.h"
#include "core/files/graphml.h"
#include "support/circuits.h"

#include <QFile>
#include <QTemporaryDir>

#include <algorithm>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QStringList family(const QStringList& more)
{
    return QStringList{u"trace-family"_s, u"--family"_s, u"ioi"_s} + more;
}

QStringList listed(const QStringList& more = {})
{
    return QStringList{u"trace-family"_s, u"--prompts"_s, u"-"_s} + more;
}

/// The prompts of the SAD fixture, a JSON object a line, as a person would write them.
QByteArray fixturePrompts(const FixtureCircuits& fixture)
{
    QByteArray lines;
    for (const QJsonValue& prompt : fixture.fields(0)["prompts"_L1].toArray()) {
        const QJsonObject line{
            {u"text"_s, prompt["text"_L1]}, {u"bos"_s, prompt["bos"_L1]}, {u"roles"_s, prompt["roles"_L1]}};
        lines += QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    }
    return lines;
}

QStringList labelsOf(const QJsonObject& circuit)
{
    QStringList labels;
    for (const QJsonValue& node : circuit["nodes"_L1].toArray()) {
        for (const auto field : {"dest"_L1, "src"_L1, "role"_L1}) {
            if (node[field].isString())
                labels << node[field].toString();
        }
    }
    labels.removeDuplicates();
    return labels;
}

} // namespace

TEST_CASE("a list of prompts with roles gives the merged SAD graph of the authors' program")
{
    const FixtureCircuits fixture(u"traces_sad.json"_s);
    const QStringList words =
        listed({u"--method"_s, u"sad"_s, u"--compat"_s, u"--roots"_s, u"4.4,5.5,4.0"_s});
    const QJsonObject circuit = printedCircuit(words, fixturePrompts(fixture));
    CHECK(circuitDifferences(circuit, fixture.circuit(0), 1e-4).join(u'\n') == QString());
    CHECK(circuit["graphs"_L1].toInt() == 12);
    CHECK(circuit["nodes"_L1].toArray().size() == 40);
    CHECK(circuit["edges"_L1].toArray().size() == 131);

    // The clean way counts an edge once a prompt, so never more often than there are prompts.
    QStringList clean = words;
    clean.removeAll(u"--compat"_s);
    for (const QJsonValue& edge : printedCircuit(clean, fixturePrompts(fixture))["edges"_L1].toArray()) {
        if (edge["prompt"_L1].isNull())
            continue; // a connector adds up what enters
        CHECK(edge["count"_L1].toInt() <= 12);
        CHECK(edge["count"_L1].toInt() == edge["prompts_appeared"_L1].toArray().size());
    }
}

TEST_CASE("a family's circuits are merged by the roles of their tokens, with counts of prompts")
{
    const QJsonObject circuit = printedCircuit(family({u"--count"_s, u"6"_s, u"--seed"_s, u"3"_s}));
    CHECK(circuit["method"_L1].toString() == u"accpp"_s);
    CHECK(circuit["settings"_L1]["seeding"_L1].toString() == u"linear"_s); // the library names rivals
    const QString provenance = circuit["provenance"_L1].toArray().toVariantList().at(0).toString()
        + circuit["provenance"_L1].toArray().toVariantList().at(1).toString();
    CHECK(provenance.contains(u"demo"_s));
    CHECK(provenance.contains(u"sha256"_s));
    CHECK(provenance.contains(u"6 prompts of ioi, seed 3"_s));
    CHECK_FALSE(provenance.contains(u"“”"_s));
    const int graphs = circuit["graphs"_L1].toInt();
    CHECK(graphs >= 1);
    CHECK(graphs <= 6);
    static const QStringList roles{u"IO"_s,    u"IO-1"_s,   u"IO+1"_s,  u"S1"_s,   u"S1-1"_s,
                                   u"S1+1"_s,  u"S2"_s,     u"S2-1"_s,  u"S2+1"_s, u"end"_s,
                                   u"end-1"_s, u"starts"_s, u"punct"_s, u"verb"_s};
    for (const QString& label : labelsOf(circuit)) {
        INFO(label.toStdString());
        CHECK(roles.contains(label));
    }
    for (const QJsonValue& node : circuit["nodes"_L1].toArray()) {
        CHECK(node["n_appearences"_L1].toInt() >= 1);
        CHECK(node["n_appearences"_L1].toInt() <= graphs);
    }
    for (const QJsonValue& edge : circuit["edges"_L1].toArray()) {
        const QJsonArray prompts = edge["prompts_appeared"_L1].toArray();
        REQUIRE_FALSE(prompts.isEmpty());
        for (qsizetype at = 1; at < prompts.size(); ++at)
            CHECK(prompts[at].toInt() > prompts[at - 1].toInt());
        CHECK(prompts.first().toInt() >= 0);
        CHECK(prompts.last().toInt() < 6);
    }
}

TEST_CASE("the same seed gives the same bytes, another seed another family")
{
    QTemporaryDir folder;
    const auto printed = [&](const QString& seed, const QString& name) {
        const ProgramRun run = headwatersProgram(family(
            {u"--count"_s, u"4"_s, u"--seed"_s, seed, u"--json"_s, u"--graphml"_s, folder.filePath(name)}));
        checkSuccess(run);
        QFile file(folder.filePath(name));
        REQUIRE(file.open(QIODevice::ReadOnly));
        return std::pair(run.out, file.readAll());
    };
    const auto first = printed(u"5"_s, u"a.graphml"_s);
    CHECK(first == printed(u"5"_s, u"b.graphml"_s));
    CHECK(first.first != printed(u"6"_s, u"c.graphml"_s).first);
}

TEST_CASE("a merged graph is written and read back equal")
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"family.graphml"_s);
    const QString method = GENERATE(u"sad"_s, u"acc"_s, u"accpp"_s);
    CAPTURE(method);
    const QJsonObject printed = printedCircuit(family(
        {u"--count"_s, u"4"_s, u"--method"_s, method, u"--graphml"_s, path, u"--html"_s,
         folder.filePath(u"family.html"_s), u"--out"_s, folder.filePath(u"family.pdf"_s)}));
    const OpenedCircuit opened = readGraphml(path);
    CHECK(opened.remark.isEmpty());
    CHECK(circuitJson(opened.circuit, opened.provenance) == printed);
}

TEST_CASE("one prompt without roles gives the circuit of trace, its tokens by their texts")
{
    const QByteArray line =
        QJsonDocument(
            QJsonObject{
                {u"text"_s, indirectObjectPrompt()}, {u"target"_s, u" Mary"_s}, {u"rival"_s, u" John"_s}})
            .toJson(QJsonDocument::Compact);
    const QJsonObject merged = printedCircuit(listed(), line);
    const QJsonObject alone = printedCircuit(
        {u"trace"_s, u"--prompt"_s, indirectObjectPrompt(), u"--target"_s, u" Mary"_s, u"--rival"_s,
         u" John"_s});
    CHECK(merged["graphs"_L1].toInt() == 1);
    CHECK(labelsOf(merged).contains(u" John (1)"_s));
    REQUIRE(merged["edges"_L1].toArray().size() == alone["edges"_L1].toArray().size());
    const auto weights = [](const QJsonObject& circuit) {
        std::vector<double> all;
        for (const QJsonValue& edge : circuit["edges"_L1].toArray())
            all.push_back(edge["weight"_L1].toDouble());
        std::sort(all.begin(), all.end());
        return all;
    };
    const auto one = weights(merged);
    const auto other = weights(alone);
    for (std::size_t at = 0; at < one.size(); ++at)
        CHECK(one[at] == Approx(other[at]).margin(1e-9));
}

TEST_CASE("an answer of several tokens is stood for by its first, as in the window")
{
    // Of the examples some end in words that the model splits.
    const QJsonObject circuit =
        printedCircuit({u"trace-family"_s, u"--family"_s, u"few-shot"_s, u"--count"_s, u"3"_s});
    CHECK(circuit["graphs"_L1].toInt() >= 1);
}

TEST_CASE("a family where no prompt gives a circuit is empty, with the reason")
{
    const QJsonObject circuit =
        printedCircuit(listed({u"--roots"_s, u"0.0"_s}), "{\"text\": \"When Mary\"}\n{\"text\": \"Then\"}");
    CHECK(circuit["nodes"_L1] == QJsonArray());
    CHECK(circuit["edges"_L1] == QJsonArray());
    CHECK_FALSE(circuit["note"_L1].toString().isEmpty());
}

TEST_CASE("trace-family refuses what it cannot do in one line that names it")
{
    const auto refuse = [](const QStringList& words, const QStringList& mentions) {
        INFO(words.join(u' ').toStdString());
        checkRefusal(headwatersProgram(words, "{\"text\": \"When Mary\"}"), 2, mentions);
    };
    refuse({u"trace-family"_s}, {u"--family"_s, u"--prompts"_s});
    refuse(family({u"--prompts"_s, u"-"_s}), {u"--family"_s, u"--prompts"_s});
    refuse({u"trace-family"_s, u"--family"_s, u"moon"_s}, {u"moon"_s, u"indirect-object"_s});
    for (const QString& count : {u"0"_s, u"-3"_s, u"1000000"_s, u"many"_s, u"1.5"_s})
        refuse(family({u"--count"_s, count}), {u"--count"_s, count});
    refuse(family({u"--seed"_s, u"-1"_s}), {u"--seed"_s, u"-1"_s});
    refuse(listed({u"--count"_s, u"3"_s}), {u"--count"_s, u"--prompts"_s});
    refuse(listed({u"--roots"_s, u"5.5"_s, u"--no-bos"_s}), {u"--no-bos"_s, u"--prompts"_s});
    refuse(listed(), {u"prompt 1"_s, u"target"_s});
    refuse(listed({u"--roots"_s, u"9.99"_s}), {u"9.99"_s});
    refuse(listed({u"--roots"_s, u"5.5"_s, u"--method"_s, u"best"_s}), {u"--method"_s, u"best"_s});
    refuse({u"trace-family"_s, u"--prompts"_s, u"/none/list.jsonl"_s}, {u"/none/list.jsonl"_s});
}

TEST_CASE("a broken list of prompts is refused with the prompt at fault")
{
    const auto refuse = [](const QByteArray& lines, const QStringList& mentions) {
        INFO(lines.toStdString());
        checkRefusal(headwatersProgram(listed(), lines), 2, mentions);
    };
    const QByteArray good = "{\"text\": \"When Mary\", \"target\": \" and\"}\n";
    refuse("", {u"no prompt"_s});
    refuse(good + "{\"text\": \"When", {u"line 2"_s, u"JSON"_s});
    refuse(good + "[]", {u"line 2"_s});
    refuse(good + "{\"text\": \"\", \"target\": \" and\"}", {u"line 2"_s, u"empty"_s});
    refuse(good + "{\"prompt\": \"a\"}", {u"line 2"_s, u"prompt"_s});
    refuse(good + "{\"text\": \"a\"}", {u"prompt 2"_s, u"target"_s});
    refuse(good + "{\"text\": \"a\", \"target\": \"Maryy\"}", {u"prompt 2"_s, u"target"_s, u"Maryy"_s});
    refuse(good + "{\"text\": \"a\", \"target\": \"\"}", {u"prompt 2"_s, u"target"_s});
    refuse(
        good + "{\"text\": \"a\", \"target\": \" Mary\", \"rival\": \" Mary\"}", {u"prompt 2"_s, u"same"_s});
    refuse(
        good + "{\"text\": \"a\", \"target\": \" Mary\", \"roles\": {\"IO\": 99}}",
        {u"prompt 2"_s, u"IO"_s, u"99"_s});
    refuse(
        good + "{\"text\": \"" + QByteArray(" the").repeated(400) + "\", \"target\": \" Mary\"}",
        {u"prompt 2"_s, u"401"_s, u"256"_s});
}
