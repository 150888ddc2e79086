#include "core/causal/setablation.h"

#include "support/testing.h"

#include <cmath>

using namespace headwaters;

TEST_CASE("A set's scores are means, its change has the standard error of paired differences")
{
    SetAblation ablation;
    ablation.clean = {{1, 0, 1, 1}, {0.5, 2, 0.25, 1}};
    ablation.changed = {{{1, 0, 0, 0}, {1.5, 2, 1.25, 3}}};
    CHECK(ablation.clean.accuracy() == 0.75);
    CHECK(ablation.clean.loss() == Approx(3.75 / 4));
    CHECK(ablation.changed[0].accuracy() == 0.25);
    CHECK(ablation.lossChange(0) == Approx(1)); // 1, 0, 1, 2
    CHECK(ablation.lossError(0) == Approx(std::sqrt(2.0 / 3) / 2));
}

TEST_CASE("One prompt has no standard error")
{
    SetAblation ablation;
    ablation.clean = {{1}, {0.5}};
    ablation.changed = {{{1}, {0.75}}};
    CHECK(ablation.lossChange(0) == Approx(0.25));
    CHECK(ablation.lossError(0) == 0);
}
