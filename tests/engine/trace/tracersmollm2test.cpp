#include "core/engine/trace/tracer.h"
#include "engine/support/tracecase.h"
#include "support/smollm2.h"
#include "support/testing.h"

#include <QJsonArray>

using namespace headwaters;

TEST_CASE("ACC++ traces of SmolLM2 equal those of the authors' program")
{
    const QString path = smollm2Model();
    if (path.isEmpty())
        return;
    const TracedModel opened = TracedModel::open(path);
    const Tracer tracer(opened.model);
    for (const QJsonValue& value :
         traceFixture(QStringLiteral("smollm2_accpp.json"))[QStringLiteral("cases")].toArray()) {
        const QJsonObject traceCase = value.toObject();
        const TraceRequest request = requestOf(traceCase, *opened.tokenizer);
        const Circuit circuit = tracer.trace(
            tracePrompt(*opened.tokenizer, idsOf(traceCase, *opened.tokenizer), request), request, {});
        CAPTURE(traceCase[QStringLiteral("prompt")].toString(), circuit.seconds, circuit.firings);
        CHECK(differences(circuit, traceCase, 5e-3).join(QLatin1Char('\n')) == QString());
        // An empty circuit is an answer, and says why.
        CHECK(circuit.isEmpty() == traceCase[QStringLiteral("edges")].toArray().isEmpty());
        CHECK(circuit.isEmpty() != circuit.note.isEmpty());
    }
}
