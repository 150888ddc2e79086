#include "core/engine/detect/findingtable.h"
#include "support/testing.h"

#include <limits>

using namespace headwaters;

namespace {

QString reasonOf(const std::vector<double>& units, const std::vector<double>& nulls, double threshold)
{
    MeasureRule rule;
    rule.measure = QStringLiteral("share");
    rule.threshold = threshold;
    return failedCondition(decide({{units, nulls}}, rule, 1));
}

} // namespace

TEST_CASE("A failed condition is told with numbers that differ")
{
    const std::vector<double> nulls(200, 0.0);
    CHECK(reasonOf({0.5, 0.5}, nulls, 0.7) == QStringLiteral("share is 0.50, below 0.70"));
    CHECK(reasonOf({0.9809, 0.9809}, nulls, 0.9812) == QStringLiteral("share is 0.9809, below 0.9812"));
}

TEST_CASE("Where chance gives as much, both the deviation and the rate are told")
{
    CHECK(
        reasonOf({0.5, 0.5}, std::vector<double>(200, 0.5), 0.4)
        == QStringLiteral("share is 0.50, which chance gives too (z 0.00, q 1.00)"));
}

TEST_CASE("Where no prompt gave a number, no number is told")
{
    const double none = std::numeric_limits<double>::quiet_NaN();
    CHECK(reasonOf({none, 0.5}, {}, 0.4) == QStringLiteral("share: no prompt gave a number"));
    CHECK(reasonOf({}, {}, 0.4) == QStringLiteral("share: no prompt gave a number"));
}
