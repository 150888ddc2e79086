#include "core/heads/logistic.h"

#include "support/testing.h"

#include <cmath>
#include <numeric>

using namespace headwaters;

namespace {

/// 24 items by formulas that the reference program repeats.
LabelledItems items()
{
    LabelledItems items;
    items.features = 3;
    for (int i = 0; i < 24; ++i) {
        const double first = ((i * 7) % 11) / 3.0;
        items.values.insert(
            items.values.end(), {first, ((i * i * 5) % 13) / 2.0 - 1, ((i * 3 + 1) % 5) * 0.25});
        items.labels.push_back(first + ((i * 5) % 7) / 2.0 > 3.2 ? 1 : 0);
        items.groups.push_back(i / 2);
    }
    return items;
}

std::vector<int> allRows(const LabelledItems& items)
{
    std::vector<int> rows(static_cast<std::size_t>(items.count()));
    std::iota(rows.begin(), rows.end(), 0);
    return rows;
}

} // namespace

// Values of scikit-learn 1.9.1: LogisticRegression(C=1/penalty, tol=1e-12) of standardised features.
TEST_CASE("Weights equal those of an independent program")
{
    const LabelledItems data = items();
    const LogisticModel weak = LogisticDesign(data, allRows(data), 1).fit(data.labels);
    CHECK(weak.weights[0] == Approx(2.1506294).epsilon(1e-5));
    CHECK(weak.weights[1] == Approx(-0.22055774).epsilon(1e-5));
    CHECK(weak.weights[2] == Approx(-0.14589470).epsilon(1e-5));
    CHECK(weak.intercept == Approx(-0.02418246).epsilon(1e-4));

    const LogisticModel strong = LogisticDesign(data, allRows(data), 10).fit(data.labels);
    CHECK(strong.weights[0] == Approx(0.66650840).epsilon(1e-5));
    CHECK(strong.weights[1] == Approx(-0.05138072).epsilon(1e-5));
    CHECK(strong.weights[2] == Approx(-0.02582739).epsilon(1e-5));
    CHECK(strong.intercept == Approx(-0.00036808).margin(1e-6));
}

TEST_CASE("The logit of the first item equals the independent program's")
{
    const LabelledItems data = items();
    // log p = -2.84027568, log(1 - p) = -0.06018488
    const LogisticModel model = LogisticDesign(data, allRows(data), 1).fit(data.labels);
    CHECK(model.logit(data.item(0)) == Approx(-2.84027568 + 0.06018488).epsilon(1e-5));
}

TEST_CASE("The rough fit comes near the exact one")
{
    const LabelledItems data = items();
    const LogisticDesign design(data, allRows(data), 10);
    const LogisticModel exact = design.fit(data.labels), rough = design.fitRoughly(data.labels);
    for (std::size_t feature = 0; feature < 3; ++feature)
        CHECK(rough.weights[feature] == Approx(exact.weights[feature]).margin(2e-3));
}

TEST_CASE("One balanced binary feature has the weight that a hand calculation gives")
{
    // x = -1, 1 for labels 0, 1, three of each right and one of each wrong, penalty λ. The gradient
    // Σ (p - y) x + λw = 0 gives 8 σ(w) - 6 + λ w = 0; with λ = 2, w = 0.5 ln 3 does not fit, so λ is chosen
    // for w = 1: λ = 6 - 8 σ(1) = 0.15153...
    LabelledItems data;
    data.features = 1;
    for (int i = 0; i < 8; ++i) {
        const int label = i % 2;
        data.labels.push_back(label);
        data.groups.push_back(i);
        data.values.push_back((label == 1) == (i < 6) ? 1 : -1);
    }
    const double penalty = 6 - 8 / (1 + std::exp(-1.0));
    const LogisticModel model = LogisticDesign(data, allRows(data), penalty).fit(data.labels);
    CHECK(model.weights[0] == Approx(1).epsilon(1e-8));
    CHECK(model.intercept == Approx(0).margin(1e-9));
}

TEST_CASE("Separable items and a feature that never changes give finite weights")
{
    LabelledItems data;
    data.features = 2;
    for (int i = 0; i < 10; ++i) {
        data.values.insert(data.values.end(), {i < 5 ? -100.0 : 100.0, 0.1});
        data.labels.push_back(i < 5 ? 0 : 1);
        data.groups.push_back(i);
    }
    const LogisticModel model = LogisticDesign(data, allRows(data), 0.01).fit(data.labels);
    CHECK(std::isfinite(model.weights[0]));
    CHECK(model.weights[0] > 1);
    CHECK(model.weights[1] == Approx(0).margin(1e-12));
    CHECK(model.logit(data.item(9)) > 0);
    CHECK(model.logit(data.item(0)) < 0);
}
