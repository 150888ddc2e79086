#include "core/engine/trace/tracer.h"
#include "engine/support/tracecase.h"
#include "support/testing.h"

#include <QJsonArray>

using namespace headwaters;

namespace {

void requireCircuits(const QString& fixture, TraceMethod method, double tolerance)
{
    const TracedModel opened = TracedModel::open(demoModel());
    const Tracer tracer(opened.model);
    const QJsonArray cases = traceFixture(fixture)[QStringLiteral("cases")].toArray();
    REQUIRE(cases.size() >= 5);
    for (const QJsonValue& value : cases) {
        const QJsonObject traceCase = value.toObject();
        TraceRequest request = requestOf(traceCase, *opened.tokenizer);
        request.method = method;
        const TracePrompt prompt =
            tracePrompt(*opened.tokenizer, idsOf(traceCase, *opened.tokenizer), request);
        const Circuit circuit = tracer.trace(prompt, request, {});
        CAPTURE(
            traceCase[QStringLiteral("prompt")].toString(), circuit.seconds, circuit.firings, circuit.note);
        const QStringList found = differences(circuit, traceCase, tolerance);
        CHECK(found.join(QLatin1Char('\n')) == QString());
    }
}

} // namespace

TEST_CASE("ACC++ traces of the bundled model equal those of the authors' program")
{
    requireCircuits(QStringLiteral("traces_accpp.json"), TraceMethod::AccPlusPlus, 1e-6);
}

TEST_CASE("ACC traces of the bundled model equal those of the authors' program")
{
    requireCircuits(QStringLiteral("traces_acc.json"), TraceMethod::Acc, 1e-4); // their values are float32
}

TEST_CASE("The merged SAD graph of the bundled model equals that of the authors' program")
{
    const TracedModel opened = TracedModel::open(demoModel());
    const Tracer tracer(opened.model);
    const QJsonObject fixture = traceFixture(QStringLiteral("traces_sad.json"));
    TraceRequest request;
    request.method = TraceMethod::Sad;
    request.compat = true;
    for (const QJsonValue& root : fixture[QStringLiteral("roots")].toArray())
        request.roots.push_back({{root.toArray()[0].toInt(), root.toArray()[1].toInt()}, {}, {}});
    std::vector<TracePrompt> prompts;
    for (const QJsonValue& value : fixture[QStringLiteral("prompts")].toArray())
        prompts.push_back(promptWithRoles(value.toObject(), *opened.tokenizer));
    const Circuit circuit = tracer.traceFamily(prompts, request, {});
    CHECK(sadDifferences(circuit, fixture, 1e-4).join(QLatin1Char('\n')) == QString());
    REQUIRE(circuit.edges.size() == 131);
    for (const CircuitNode& node : circuit.nodes) {
        const QString head = node.headIndex()->text();
        CHECK(node.firings == fixture[QStringLiteral("firingCounts")].toObject()[head].toInt());
    }
}

TEST_CASE("Without soft-caps ACC and ACC++ do the same with compat and without")
{
    const TracedModel opened = TracedModel::open(demoModel());
    const Tracer tracer(opened.model);
    for (const auto& [fixture, method] :
         {std::pair{QStringLiteral("traces_accpp.json"), TraceMethod::AccPlusPlus},
          std::pair{QStringLiteral("traces_acc.json"), TraceMethod::Acc}}) {
        const QJsonObject traceCase = traceFixture(fixture)[QStringLiteral("cases")].toArray()[0].toObject();
        TraceRequest request = requestOf(traceCase, *opened.tokenizer);
        request.method = method;
        const TracePrompt prompt =
            tracePrompt(*opened.tokenizer, idsOf(traceCase, *opened.tokenizer), request);
        const Circuit compat = tracer.trace(prompt, request, {});
        request.compat = false;
        const Circuit clean = tracer.trace(prompt, request, {});
        CHECK(clean.nodes == compat.nodes);
        CHECK(clean.edges == compat.edges);
    }
}
