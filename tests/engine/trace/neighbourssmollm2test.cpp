#include "core/engine/trace/neighbours.h"
#include "engine/support/edges.h"
#include "engine/support/tracecase.h"
#include "support/smollm2.h"
#include "support/testing.h"

using namespace headwaters;

TEST_CASE("The neighbours of a head of SmolLM2 are found among some hundred firings")
{
    const QString path = smollm2Model();
    if (path.isEmpty())
        return;
    const TracedModel opened = TracedModel::open(path);
    const Tracer tracer(opened.model);
    const std::vector<TokenId> ids = opened.tokenizer->encodePrompt(
        QStringLiteral("When Mary and John went to the store, John gave a drink to"), false);
    const auto run = tracer.run(ids, {});
    TraceRequest request;
    int firings = 0;
    const HeadNeighbours found =
        headNeighbours(*run, {3, 2}, static_cast<int>(ids.size()) - 1, 0, request, {}, [&](int, int total) {
            firings = total;
        });
    CHECK(firings > 100);
    CHECK(found.attention > 0);
    CHECK_FALSE(found.givesTo.empty());
    for (const DownstreamShare& share : found.givesTo)
        CHECK(share.head.layer > 3);
}
