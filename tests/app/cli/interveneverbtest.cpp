#include "app/cli/printedcircuit.h"
#include "core/files/writing.h"

#include <QJsonArray>
#include <QTemporaryDir>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// A circuit of the bundled model in a file, and the words that run its prompt again.
struct Traced {
    QTemporaryDir folder;
    QString path = folder.filePath(u"circuit.graphml"_s);
    QJsonObject circuit;

    explicit Traced(const QStringList& more = {u"--target"_s, u" Mary"_s, u"--rival"_s, u" John"_s})
        : circuit(printedCircuit(
            QStringList{u"trace"_s, u"--prompt"_s, indirectObjectPrompt(), u"--graphml"_s, path} + more))
    {
    }

    [[nodiscard]] QStringList words(const QStringList& edges, const QStringList& more = {}) const
    {
        QStringList words{u"intervene"_s, u"--graphml"_s, path,         u"--prompt"_s, indirectObjectPrompt(),
                          u"--target"_s,  u" Mary"_s,     u"--rival"_s, u" John"_s};
        for (const QString& edge : edges)
            words << u"--edge"_s << edge;
        return words + more;
    }
    [[nodiscard]] QJsonObject json(const QStringList& edges, const QStringList& more = {}) const
    {
        const ProgramRun run = headwatersProgram(words(edges, more + QStringList{u"--json"_s}));
        checkSuccess(run);
        return run.json();
    }
};

QString nameOf(const QJsonValue& edge)
{
    return edge["source"_L1].toString() + u" -> "_s + edge["target"_L1].toString() + u' '
        + edge["type"_L1].toString();
}

/// The head whose query edges are the most, with what they weigh.
struct Fed {
    QString id;
    double attention = 0;
    QStringList edges;
    double weight = 0;
};
Fed mostFed(const QJsonObject& circuit)
{
    Fed best;
    for (const QJsonValue& node : circuit["nodes"_L1].toArray()) {
        Fed fed{node["id"_L1].toString(), node["attnWeight"_L1].toDouble(), {}, 0};
        if (node["layer"_L1].isNull())
            continue;
        for (const QJsonValue& edge : circuit["edges"_L1].toArray()) {
            if (edge["target"_L1].toString() == fed.id && edge["type"_L1].toString() == "d"_L1) {
                fed.edges << nameOf(edge);
                fed.weight += edge["weight"_L1].toDouble();
            }
        }
        if (fed.edges.size() > best.edges.size())
            best = fed;
    }
    REQUIRE(best.edges.size() > 1);
    return best;
}

} // namespace

TEST_CASE("intervene removes what the trace found: a head's attention falls by its query edges' weights")
{
    const Traced traced;
    const Fed fed = mostFed(traced.circuit);
    const QJsonObject result = traced.json(fed.edges);
    CHECK(
        result.keys()
        == QStringList{
            u"changed"_s, u"changedPrompts"_s, u"clean"_s, u"compat"_s, u"edges"_s, u"fires"_s, u"method"_s,
            u"operation"_s, u"prompts"_s, u"random"_s, u"reach"_s, u"rival"_s, u"target"_s});
    CHECK(result["edges"_L1].toArray() == QJsonArray::fromStringList(fed.edges));
    CHECK(result["clean"_L1]["attention"_L1].toDouble() == Approx(fed.attention).margin(1e-9));
    CHECK(result["changed"_L1]["attention"_L1].toDouble() == Approx(fed.attention - fed.weight).margin(1e-9));
    CHECK(result["changed"_L1]["directions"_L1].toArray().size() == fed.edges.size());
    CHECK(result["changed"_L1]["change"_L1].toDouble() != 0);
    CHECK(result["fires"_L1].toBool());
    CHECK(result["operation"_L1].toString() == u"remove"_s);
    CHECK(result["reach"_L1].toString() == u"local"_s);
    CHECK(result["target"_L1]["text"_L1].toString() == u" Mary"_s);
    CHECK(result["random"_L1].isNull());
}

TEST_CASE("intervene takes an operation, a reach and a seed, and the same words print the same")
{
    const Traced traced;
    const Fed fed = mostFed(traced.circuit);
    const QStringList edge{fed.edges.first()};
    const QJsonObject removed = traced.json(edge, {u"--random"_s, u"3"_s});
    const QJsonObject boosted = traced.json(edge, {u"--boost"_s, u"--global"_s});
    CHECK(removed["random"_L1]["seed"_L1].toInt() == 3);
    CHECK(removed["random"_L1]["directions"_L1] != removed["changed"_L1]["directions"_L1]);
    CHECK(
        removed["random"_L1]["directions"_L1][0].toArray().size()
        == removed["changed"_L1]["directions"_L1][0].toArray().size());
    CHECK(boosted["operation"_L1].toString() == u"boost"_s);
    CHECK(boosted["reach"_L1].toString() == u"global"_s);
    CHECK(boosted["clean"_L1] == removed["clean"_L1]);
    CHECK(boosted["changed"_L1] != removed["changed"_L1]);
    CHECK(boosted["changed"_L1]["normRatio"_L1].toDouble() != 1);
    CHECK(traced.json(edge, {u"--random"_s, u"3"_s}) == removed);

    const ProgramRun text = headwatersProgram(traced.words(edge, {u"--random"_s, u"3"_s}));
    checkSuccess(text);
    CHECK(text.out.startsWith(edge.first().toUtf8() + "\nremoved locally\n\n"));
    for (const char* row :
         {"clean", "changed", "random", "·Mary minus ·John", "attention", "cosine", "norm ratio"})
        CHECK(text.out.contains(row));
}

TEST_CASE("intervene on many prompts changes those that have the edge and prints means")
{
    const QByteArray prompts =
        R"({"text": "When Mary and John went to the store, John gave a drink to", "target": " Mary", "rival": " John"}
{"text": "When Mary and John went to the market, John gave a drink to", "target": " Mary", "rival": " John"}
{"text": "The sky is", "target": " Mary", "rival": " John"}
)";
    const Traced traced;
    const Fed fed = mostFed(traced.circuit);
    const ProgramRun run = headwatersProgram(
        {u"intervene"_s, u"--graphml"_s, traced.path, u"--edge"_s, fed.edges.first(), u"--prompts"_s, u"-"_s,
         u"--json"_s},
        prompts);
    checkSuccess(run);
    const QJsonObject result = run.json();
    CHECK(result["prompts"_L1].toInt() == 3);
    CHECK(result["changedPrompts"_L1].toInt() >= 1);
    CHECK(result["changedPrompts"_L1].toInt() <= 2);
    CHECK_FALSE(result["changed"_L1].toObject().contains("directions"_L1));
    const ProgramRun none = headwatersProgram(
        {u"intervene"_s, u"--graphml"_s, traced.path, u"--edge"_s, fed.edges.first(), u"--prompts"_s, u"-"_s},
        R"({"text": "The sky is", "target": " Mary", "rival": " John"})");
    checkRefusal(none, 1, {u"fires in none of the 1 prompts"_s});
}

TEST_CASE("intervene opens the circuits of ACC and takes the directions that carry the firing")
{
    const Traced traced({u"--method"_s, u"acc"_s, u"--target"_s, u" Mary"_s, u"--rival"_s, u" John"_s});
    const Fed fed = [&] {
        Fed first;
        for (const QJsonValue& edge : traced.circuit["edges"_L1].toArray()) {
            if (!edge["target"_L1].toString().contains("direction"_L1) && first.edges.isEmpty())
                first.edges << nameOf(edge);
        }
        return first;
    }();
    const QJsonObject result = traced.json(fed.edges);
    CHECK(result["method"_L1].toString() == u"acc"_s);
    CHECK_FALSE(result["changed"_L1]["directions"_L1][0].toArray().isEmpty());
}

TEST_CASE("intervene refuses what it cannot do in one line")
{
    const Traced traced;
    const Fed fed = mostFed(traced.circuit);
    const QString edge = fed.edges.first();
    const auto refuse = [&](const QStringList& words, const QStringList& mentions) {
        checkRefusal(headwatersProgram(words), 2, mentions);
    };
    refuse(traced.words({}), {u"No edge was given"_s});
    refuse(traced.words({u"5.1 -> 9.9"_s}), {u"no edge “5.1 -> 9.9”"_s});
    refuse(traced.words({edge, edge}), {u"given twice"_s});
    refuse(traced.words({edge}, {u"--remove"_s, u"--boost"_s}), {u"Both --remove and --boost"_s});
    refuse(traced.words({edge}, {u"--local"_s, u"--global"_s}), {u"Both --local and --global"_s});
    refuse(traced.words({edge}, {u"--random"_s, u"-1"_s}), {u"--random"_s});
    refuse(traced.words({edge}, {u"--random"_s, u"4294967296"_s, u"--compat"_s}), {u"32 bits"_s});
    refuse(traced.words({edge}, {u"--family"_s, u"ioi"_s}), {u"leave out --prompt"_s});
    refuse({u"intervene"_s, u"--edge"_s, edge, u"--prompt"_s, u"The"_s}, {u"--graphml"_s});
    refuse(
        {u"intervene"_s, u"--graphml"_s, traced.path, u"--edge"_s, edge, u"--prompt"_s, u"The sky is"_s},
        {u"lacks a token that the edge names"_s});
    QString root;
    for (const QJsonValue& one : traced.circuit["edges"_L1].toArray()) {
        if (one["directions"_L1].isNull())
            root = nameOf(one);
    }
    refuse(traced.words({root}), {u"which is no head"_s});
    refuse(
        {u"intervene"_s, u"--graphml"_s, u"/nonexistent/c.graphml"_s, u"--edge"_s, edge, u"--prompt"_s,
         u"The"_s},
        {u"/nonexistent/c.graphml"_s});
}
