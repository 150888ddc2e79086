#include "core/engine/trace/neighbours.h"
#include "engine/support/edges.h"
#include "engine/support/tracecase.h"
#include "support/smollm2.h"
#include "support/testing.h"

#include <algorithm>

using namespace headwaters;

TEST_CASE("Every edge between heads of a circuit of SmolLM2 shows in the neighbours of its upper end")
{
    const QString path = smollm2Model();
    if (path.isEmpty())
        return;
    const TracedModel opened = TracedModel::open(path);
    const Tracer tracer(opened.model);
    const std::vector<TokenId> ids = opened.tokenizer->encodePrompt(
        QStringLiteral("When Mary and John went to the store, John gave a drink to"), false);
    TraceRequest request;
    request.targets = {*opened.tokenizer->tokenWithText(QStringLiteral(" Mary"))};
    request.rival = opened.tokenizer->tokenWithText(QStringLiteral(" John"));
    const Circuit circuit = tracer.trace(tracePrompt(*opened.tokenizer, ids, request), request, {});
    const auto run = tracer.run(ids, {});
    int edges = 0;
    for (const CircuitEdge& edge : circuit.edges) {
        const CircuitNode& from = circuit.nodes[static_cast<std::size_t>(edge.from)];
        const CircuitNode& to = circuit.nodes[static_cast<std::size_t>(edge.to)];
        if (from.part != CircuitPart::Head || to.part != CircuitPart::Head || edges == 2)
            continue;
        ++edges;
        const HeadNeighbours found = headNeighbours(
            *run, *from.headIndex(), from.destinationPosition, from.sourcePosition, request, {});
        const bool isThere =
            std::any_of(found.givesTo.begin(), found.givesTo.end(), [&](const DownstreamShare& share) {
                return !share.isLogits && share.head == *to.headIndex()
                    && share.destination == to.destinationPosition && share.source == to.sourcePosition
                    && share.isKeySide == (edge.side == EdgeSide::Key)
                    && share.weight == Approx(edge.weight).margin(1e-12);
            });
        CAPTURE(from.layer, from.head, to.layer, to.head, edge.weight);
        CHECK(isThere);
    }
    CHECK(edges == 2);
}
