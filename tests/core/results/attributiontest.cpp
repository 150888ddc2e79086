#include "core/results/attribution.h"

#include "core/results/lens.h"
#include "support/testing.h"

#include <QStringList>

#include <limits>

using namespace headwaters;

namespace {

Attribution sample()
{
    Attribution made;
    made.nLayers = 2;
    made.nHeads = 2;
    made.sources = 2;
    made.destination = 1;
    made.embedding = 1;
    made.position = 0.5;
    made.heads = {1, 2, 3, -4};
    made.headsBySource = {0.25, 0.75, 0.5, 1.5, 1, 2, -3, -1};
    made.attentionBias = {0.1, 0.2};
    made.mlp = {10, 20};
    made.finalNormShift = 0.3;
    made.total = 34.1;
    made.logitDifference = 34.1;
    return made;
}

} // namespace

TEST_CASE("Parts of an attribution are listed in forward order, have names and add up")
{
    const Attribution attribution = sample();
    QStringList names;
    double sum = 0;
    for (const AttributedPart& part : attributedParts(attribution)) {
        names << partName(part);
        sum += part.value;
    }
    CHECK(
        names.join(QStringLiteral(", "))
        == QStringLiteral("embedding, position, head 0.0, head 0.1, bias of attention 0, MLP 0, head 1.0, "
                          "head 1.1, bias of attention 1, MLP 1, final norm"));
    CHECK(sum == Approx(attribution.total));
    CHECK(attribution.biases() == Approx(0.6));
    CHECK(attribution.bySource({1, 1}, 0) == -3);
    CHECK(attribution.sourceTotals() == std::vector<double>{-1.25, 3.25});
}

TEST_CASE("A residual is judged by the size of the parts, and NaN is never right")
{
    Attribution attribution = sample();
    CHECK(attribution.isWithinTolerance());
    attribution.logitDifference += 2e-4;
    CHECK(attribution.isWithinTolerance());
    attribution.logitDifference += 1e-3;
    CHECK_FALSE(attribution.isWithinTolerance());
    attribution.logitDifference = std::numeric_limits<double>::quiet_NaN();
    CHECK_FALSE(attribution.isWithinTolerance());
}

TEST_CASE("Rows of the lens carry the field's hook names")
{
    CHECK(LensRow{3, LensRow::Place::Before}.hook() == QStringLiteral("blocks.3.hook_resid_pre"));
    CHECK(LensRow{3, LensRow::Place::Middle}.hook() == QStringLiteral("blocks.3.hook_resid_mid"));
    CHECK(LensRow{5, LensRow::Place::Output}.hook() == QStringLiteral("blocks.5.hook_resid_post"));
}
