// The engine's factorised tracing against its definitions, on every architecture: a second transformer in
// plain loops gives the runs, and every row of every upstream part is made in full.
#include "engine/support/reference.h"
#include "engine/support/tracemodelcase.h"
#include "support/testing.h"

#include <algorithm>
#include <cmath>

using namespace headwaters;

namespace {

constexpr double tolerance = 1e-9;

std::unique_ptr<TraceModelCase> anyCase()
{
    const QString name = GENERATE(from_range(tracedArchitectures()));
    UNSCOPED_INFO(name.toStdString());
    return TraceModelCase::open(name);
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
    const auto logProbabilities = [&](plain::Row logits) {
        for (double& logit : logits) {
            if (const double cap = opened->arrays.config.logitSoftCap; cap > 0)
                logit = cap * std::tanh(logit / cap);
        }
        return plain::logProbabilities(logits);
    };
    const plain::Row expected = logProbabilities(stored.run(opened->ids).logits.back());
    CHECK(largestError(logProbabilities(opened->trace.run.logits.back()), expected) < 1e-12);
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
