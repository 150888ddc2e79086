// The engine's factorised tracing against its definitions, on every architecture: a second transformer in
// plain loops gives the runs, and every row of every upstream part is made in full.
#include "core/engine/trace/traceinspector.h"
#include "engine/support/plaintrace.h"
#include "engine/support/reference.h"
#include "engine/support/tinyreference.h"
#include "support/testing.h"

#include <algorithm>
#include <cmath>

using namespace headwaters;

namespace {

constexpr double tolerance = 1e-9;

/// A model of a kind, the same in plain loops, and a prompt that runs in both.
struct Case {
    ModelArrays arrays;
    std::vector<TokenId> ids;
    plain::Model canonical;
    plain::Trace trace;
    Tracer tracer;
    TraceInspector inspector;

    Case(const ModelArrays& given, const std::vector<TokenId>& prompt)
        : arrays(given),
          ids(prompt),
          canonical(plain::Model(arrays).canonical()),
          trace(canonical, ids),
          tracer(modelFromArrays(arrays.config, arrays.arrays)),
          inspector(tracer, ids)
    {
    }
    [[nodiscard]] static std::unique_ptr<Case> open(const QString& name)
    {
        if (name.size() <= 4) { // of tiny_reference.json
            const TinyReference tiny(name);
            return std::make_unique<Case>(tiny.weights, tiny.ids);
        }
        const Reference reference(name);
        const auto model = Model::load(openModelFolder(reference.folder()), {});
        std::vector<TokenId> ids = reference.prompts().front().ids;
        ids.resize(std::min<std::size_t>(ids.size(), 9)); // beyond the windows
        return std::make_unique<Case>(ModelArrays::of(*model), ids);
    }
    [[nodiscard]] int last() const { return static_cast<int>(ids.size()) - 1; }

    /// Some firings of every layer above the first: of each head where it looks most at the last token, and
    /// one in the middle of the prompt.
    [[nodiscard]] std::vector<Firing> firings() const
    {
        std::vector<Firing> found;
        for (int layer = 1; layer < arrays.config.nLayers; ++layer) {
            for (int head = 0; head < arrays.config.nHeads; ++head) {
                const int destination = head % 2 == 0 ? last() : last() / 2 + 1;
                Firing most{{layer, head}, destination, 0};
                for (int source = 0; source <= destination; ++source) {
                    if (inspector.attention({layer, head}, destination, source)
                        > inspector.attention({layer, head}, destination, most.source))
                        most.source = source;
                }
                found.push_back(most);
            }
        }
        return found;
    }
};

std::unique_ptr<Case> anyCase()
{
    const QString name = GENERATE(
        QStringLiteral("abs"), QStringLiteral("rope"), QStringLiteral("cap"), QStringLiteral("gpt2-tiny"),
        QStringLiteral("gpt-neox-tiny"), QStringLiteral("gpt-neox-sequential"), QStringLiteral("llama-tiny"),
        QStringLiteral("llama-rope3-biased"), QStringLiteral("mistral-tiny"), QStringLiteral("qwen2-tiny"),
        QStringLiteral("qwen2-window"), QStringLiteral("qwen3-tiny"), QStringLiteral("qwen3-biased"),
        QStringLiteral("gemma2-tiny"), QStringLiteral("gemma2-uncapped"));
    UNSCOPED_INFO(name.toStdString());
    return Case::open(name);
}

std::vector<double> flat(const plain::Matrix& rows)
{
    std::vector<double> all;
    for (const plain::Row& row : rows)
        all.insert(all.end(), row.begin(), row.end());
    return all;
}

std::vector<double> flat(const std::vector<plain::Matrix>& blocks)
{
    std::vector<double> all;
    for (const plain::Matrix& block : blocks) {
        const std::vector<double> rows = flat(block);
        all.insert(all.end(), rows.begin(), rows.end());
    }
    return all;
}

void requireSame(const SideTrace& got, const SideTrace& expected)
{
    CHECK(got.steps == expected.steps);
    CHECK(got.exhausted == expected.exhausted);
    CHECK(std::abs(got.remaining - expected.remaining) < tolerance);
    REQUIRE(got.parts.size() == expected.parts.size());
    for (std::size_t at = 0; at < got.parts.size(); ++at) {
        CHECK(got.parts[at].part == expected.parts[at].part);
        CHECK(got.parts[at].directions == expected.parts[at].directions);
        CHECK(std::abs(got.parts[at].weight - expected.parts[at].weight) < tolerance);
    }
}

void requireSame(const std::vector<PartShare>& got, const std::vector<PartShare>& expected)
{
    REQUIRE(got.size() == expected.size());
    std::vector<double> gotWeights;
    std::vector<double> expectedWeights;
    for (std::size_t at = 0; at < got.size(); ++at) {
        CHECK(got[at].part == expected[at].part);
        gotWeights.push_back(got[at].weight);
        expectedWeights.push_back(expected[at].weight);
    }
    CHECK(largestError(gotWeights, expectedWeights) < tolerance);
}

} // namespace

TEST_CASE("The canonical form keeps the log-probabilities")
{
    const auto opened = anyCase();
    const plain::Model stored(opened->arrays);
    const plain::Row expected = plain::logProbabilities(stored.run(opened->ids).logits.back());
    CHECK(largestError(plain::logProbabilities(opened->trace.run.logits.back()), expected) < 1e-12);
    if (opened->arrays.config.logitSoftCap == 0)
        CHECK(largestError(plain::logProbabilities(opened->inspector.logits()), expected) < 1e-12);
}

TEST_CASE("Every pair of part and direction has the row and the gradient of the definitions")
{
    const auto opened = anyCase();
    for (const Firing& firing : opened->firings()) {
        CAPTURE(firing.text());
        const plain::Trace::Decomposition expected = opened->trace.decompose(firing);
        for (const bool compat : {false, true}) {
            const double cap = compat ? 0.0 : opened->arrays.config.scoreSoftCap;
            const double dynamic = std::min(1.0, 2.5 / (firing.destination + 1));
            const FiringReport got = opened->inspector.report(firing, {dynamic, compat});
            CHECK(got.firstKey == static_cast<int>(expected.firstKey));
            CHECK(largestError(got.singularValues, expected.singularValues) < tolerance);
            CHECK(largestError(got.scores, expected.scores) < tolerance);
            CHECK(got.trace.residual < 1e-11);
            const auto requireSide = [&](const SideReport& side, const plain::Trace::Side& definition) {
                CHECK(side.parts == definition.parts);
                CHECK(largestError(side.rows, flat(definition.rows)) < tolerance);
                CHECK(
                    largestError(
                        side.gradients, flat(opened->trace.gradients(expected, definition, firing, cap)))
                    < tolerance);
            };
            requireSide(got.query, expected.query);
            requireSide(got.key, expected.key);
            requireSame(
                got.trace.query, opened->trace.remove(expected, expected.query, firing, dynamic, cap));
            requireSame(got.trace.key, opened->trace.remove(expected, expected.key, firing, dynamic, cap));
        }
    }
}

TEST_CASE("Relative scores and their parts follow from the definitions")
{
    const auto opened = anyCase();
    for (const Firing& firing : opened->firings()) {
        CAPTURE(firing.text());
        const RelativeScoreTrace expected = opened->trace.relativeScore(firing);
        const RelativeScoreTrace got = opened->inspector.relativeScore(firing);
        CHECK(got.residual < 1e-11);
        CHECK(largestError(got.queryTerms, expected.queryTerms) < tolerance);
        CHECK(largestError(got.keyTerms, expected.keyTerms) < tolerance);
        CHECK(got.queryDirections == expected.queryDirections);
        CHECK(got.keyDirections == expected.keyDirections);
        requireSame(got.queryParts, expected.queryParts);
        requireSame(got.keyParts, expected.keyParts);
    }
}

TEST_CASE("Signal directions and what heads write along them follow from the definitions")
{
    const auto opened = anyCase();
    for (const Firing& firing : opened->firings()) {
        CAPTURE(firing.text());
        const bool compat = firing.head.head % 2 == 0;
        const SadFiring expected = opened->trace.sad(firing, compat);
        const SadFiring got = opened->inspector.sad(firing, compat);
        CHECK(std::abs(got.score - expected.score) < tolerance * (1 + std::abs(expected.score)));
        CHECK(largestError(got.terms, expected.terms) < tolerance);
        if (expected.score <= 0)
            continue; // such a pair is no firing
        CHECK(got.directions == expected.directions);
        CHECK(largestError(flat(got.query), flat(expected.query)) < tolerance);
        CHECK(largestError(flat(got.key), flat(expected.key)) < tolerance);
    }
}
