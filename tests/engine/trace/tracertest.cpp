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
