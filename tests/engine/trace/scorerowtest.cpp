#include "core/engine/trace/scorerow.h"
#include "support/testing.h"

#include <cmath>
#include <numeric>

using namespace headwaters;

namespace {

double sum(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

double weighted(const std::vector<double>& weights, const std::vector<double>& scores)
{
    return std::inner_product(weights.begin(), weights.end(), scores.begin(), 0.0);
}

} // namespace

TEST_CASE("Attention is the softmax of the row, through the cap where there is one")
{
    const std::vector<double> row{0, std::log(3.0)};
    CHECK(AttentionOfRow(1, 0)(row) == Approx(0.75));
    const double capped = 0.5 * std::tanh(std::log(3.0) / 0.5);
    CHECK(AttentionOfRow(1, 0.5)(row) == Approx(1 / (1 + std::exp(-capped))));
    const std::vector<double> large{1000, 1001, -1000};
    CHECK(AttentionOfRow(1, 0)(large) == Approx(1 / (1 + std::exp(-1.0))));
}

TEST_CASE("Of equal scores every key weighs p (delta - p)")
{
    const std::vector<double> weights = scoreKeyWeights(std::vector<double>{0, 0, 0, 0}, 2, 0);
    CHECK(weights[0] == Approx(-1.0 / 16));
    CHECK(weights[2] == Approx(3.0 / 16));
    CHECK(std::abs(sum(weights)) < 1e-15);
}

TEST_CASE("A row of one key has no weight")
{
    CHECK(scoreKeyWeights(std::vector<double>{7}, 0, 0) == std::vector<double>{0});
    CHECK(scoreKeyWeights(std::vector<double>{7}, 0, 2) == std::vector<double>{0});
}

TEST_CASE("Scores times key weights add up to the attention minus that of equal scores, with and without cap")
{
    const std::vector<double> row{1.5, -0.7, 2.2, 0.4};
    for (const double cap : {0.0, 1.0, 2.5, 50.0}) {
        for (std::size_t source = 0; source < row.size(); ++source) {
            CAPTURE(cap, source);
            const std::vector<double> weights = scoreKeyWeights(row, source, cap);
            const double rise = AttentionOfRow(source, cap)(row) - 0.25;
            CHECK(std::abs(weighted(weights, row) - rise) < 1e-4); // the trapezoid rule's error
            CHECK((cap == 0 || cap == 50 || std::abs(sum(weights)) > 1e-3));
        }
    }
    // Weights that do not know of the cap miss the capped attention.
    const double miss = weighted(scoreKeyWeights(row, 2, 0), row) - (AttentionOfRow(2, 1.0)(row) - 0.25);
    CHECK(std::abs(miss) > 0.05);
}
