#include "core/engine/detect/headexample.h"

#include "core/engine/causal/directreading.h"
#include "core/engine/session/runner.h"
#include "support/testing.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

EvidenceExample exampleOf(const Runner& runner, const QString& text, int destination, int source)
{
    EvidenceExample example;
    for (const TokenId id : runner.tokenizer()->encodePrompt(text, true))
        example.ids.push_back(id);
    example.destination = destination;
    example.source = source;
    return example;
}

} // namespace

TEST_CASE("What a head writes of a source is what direct attribution counts, token by token")
{
    Runner runner;
    runner.open(demoModel(), {});
    const auto example =
        exampleOf(runner, u"When Mary and John went to the store, John gave a drink to"_s, 14, 2);
    const HeadIndex head{5, 5};
    const HeadExampleReading reading = readExample(runner.model(), head, example, {});
    REQUIRE(reading.raised.size() == exampleTokens);
    REQUIRE(reading.lowered.size() == exampleTokens);
    // An independent way to the same number: the attribution of these tokens' logits, which has the share of
    // attention in it and no mean taken off. Differences of two tokens have no mean either.
    const std::vector<TokenId> ids(example.ids.begin(), example.ids.end());
    const TokenId first = reading.raised[0].id;
    for (std::size_t at = 0; at < reading.raised.size(); ++at) {
        const TokenId other = reading.lowered[at].id;
        const DirectReading direct = directReading(*runner.model(), {ids, 14, {first, other}, true}, {});
        const double counted = direct.source(5, 5, 2, 0) - direct.source(5, 5, 2, 1);
        const double share = static_cast<double>(reading.pattern[14 * 15 + 2]);
        CHECK(share * (reading.raised[0].value + reading.lowered[at].value) == Approx(counted).epsilon(1e-3));
    }
    for (std::size_t at = 1; at < reading.raised.size(); ++at) {
        CHECK(reading.raised[at - 1].value >= reading.raised[at].value);
        CHECK(reading.lowered[at - 1].value >= reading.lowered[at].value);
    }
    // 5.5 moves names: what it reads is what it raises.
    CHECK(runner.tokenizer()->token(first).bytes == QByteArray(" Mary"));
}
