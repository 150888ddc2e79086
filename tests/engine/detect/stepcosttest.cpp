// What steps say that they will take, against the forwards that they ran.

#include "core/engine/detect/registry.h"
#include "engine/support/demobench.h"

#include <algorithm>

using namespace headwaters;

namespace {

struct Count {
    double estimated = 0, counted = 0, tokens = 0;
};

Count countOf(const QString& key, Tier tier, int prompts, bool gates = true)
{
    Bench bench = demoBench(tier);
    bench.gates = gates;
    Count count;
    bench.ran = [&count] { count.counted += 1; };
    const std::vector<DetectorStep>& steps = detectorSteps();
    const auto step =
        std::find_if(steps.begin(), steps.end(), [&](const DetectorStep& one) { return one.key == key; });
    const StepCost cost = step->cost(bench, prompts);
    count.estimated = cost.forwards;
    count.tokens = cost.tokens;
    (void)step->run(bench, prompts, {});
    return count;
}

} // namespace

TEST_CASE("Forwards of a step that removes every head are known to the last")
{
    for (const Tier tier : {Tier::Observed, Tier::Mechanistic, Tier::Causal}) {
        for (const QString& key : {QStringLiteral("activity"), QStringLiteral("repeats")}) {
            const Count count = countOf(key, tier, 6);
            INFO(key.toStdString() << " " << tierKey(tier).toStdString());
            CHECK(count.estimated == count.counted);
        }
    }
}

TEST_CASE("A run from a head's layer on costs the layers that it passes")
{
    const Count without = countOf(QStringLiteral("activity"), Tier::Mechanistic, 4);
    const Count with = countOf(QStringLiteral("activity"), Tier::Causal, 4);
    // Four prompts of 61 tokens once more, and 36 times without a head of one of six layers: 21 of 36 layers.
    CHECK(with.tokens - without.tokens == Approx(4 * 61 * (1 + 36 * 21.0 / 36)));
}

TEST_CASE("Sweeps that depend on what is found take no more than was said, and not far from it")
{
    const Count count = countOf(QStringLiteral("indirect-objects"), Tier::Causal, 8);
    CHECK(count.counted <= count.estimated);
    CHECK(count.counted > count.estimated / 2);
}
