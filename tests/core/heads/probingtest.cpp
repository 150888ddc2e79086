#include "core/heads/probing.h"

#include "core/base/error.h"
#include "support/testing.h"

#include <numeric>
#include <set>

using namespace headwaters;

namespace {

/// 24 items by formulas that the reference program repeats, two a group.
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

} // namespace

// Values of scikit-learn 1.9.1 with StandardScaler and LogisticRegression(C=1) in each fold.
TEST_CASE("Held-out scores equal those of an independent program")
{
    const LabelledItems data = items();
    std::vector<int> folds;
    for (const int group : data.groups)
        folds.push_back(group % 3);
    ProbeRule rule;
    rule.penalty = 1;
    const HeldOut held = crossValidate(data, folds, rule);
    CHECK(held.logits[0] == Approx(-1.50697138).epsilon(1e-5));
    CHECK(held.logits[1] == Approx(0.72941675).epsilon(1e-5));
    CHECK(held.logits[2] == Approx(-1.17903380).epsilon(1e-5));
    CHECK(held.logits[3] == Approx(2.91164661).epsilon(1e-5));
    CHECK(held.auc == Approx(0.9782608695652174).epsilon(1e-12));
    CHECK(held.accuracy == Approx(23.0 / 24));
}

TEST_CASE("The units of groups average to the AUC")
{
    const LabelledItems data = items();
    const HeldOut held = crossValidate(data, groupedFolds(data, 3, 5), {});
    REQUIRE(held.units.size() == 12);
    CHECK(std::accumulate(held.units.begin(), held.units.end(), 0.0) / 12 == Approx(held.auc).epsilon(1e-12));
}

TEST_CASE("The spread of the units is DeLong's")
{
    // One fold, one item a group, held-out order 0 1 0 1 (labels by rising logit): pairs in order 1, 1, 0,
    // 1 of 4; AUC 0.75. Shares of the ones: 0.5, 1; of the zeros: 1, 0.5. Influence of each: ±0.125.
    LabelledItems data;
    data.features = 1;
    data.labels = {0, 1, 0, 1};
    data.groups = {0, 1, 2, 3};
    data.values = {1, 2, 3, 4};
    ProbeRule rule;
    // With a single fold nothing is learnt but the intercept, so items are doubled: the second copy is
    // fold 1.
    for (int i = 0; i < 4; ++i) {
        data.labels.push_back(data.labels[i]);
        data.values.push_back(data.values[i]);
        data.groups.push_back(4 + i);
    }
    const HeldOut held = crossValidate(data, {0, 0, 0, 0, 1, 1, 1, 1}, rule);
    CHECK(held.auc == Approx(0.75));
    // Two folds of four pairs each: influences halve to 1/16, times 8 groups: 0.75 ± 0.5.
    CHECK(held.units[0] == Approx(1.25));
    CHECK(held.units[1] == Approx(0.25));
    CHECK(held.units[2] == Approx(0.25));
    CHECK(held.units[3] == Approx(1.25));
}

TEST_CASE("A group is never split between folds, and folds are alike")
{
    const LabelledItems data = items();
    const std::vector<int> folds = groupedFolds(data, 5, 1);
    std::vector<int> sizes(5, 0);
    for (int item = 0; item < data.count(); ++item) {
        CHECK(folds[item] == folds[2 * (item / 2)]);
        ++sizes[folds[item]];
    }
    for (const int size : sizes)
        CHECK((size == 4 || size == 6));
    CHECK(folds == groupedFolds(data, 5, 1));
    CHECK(folds != groupedFolds(data, 5, 2));
}

TEST_CASE("Permuted labels keep the number of each label in mixed groups and move whole pure groups")
{
    LabelledItems data;
    data.features = 1;
    data.values.assign(10, 0.0);
    data.groups = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4};
    data.labels = {0, 1, 1, 0, 1, 1, 0, 0, 0, 0};
    std::set<std::vector<int>> seen;
    for (const std::vector<int>& labels : permutedLabels(data, 50, 3)) {
        CHECK(labels[0] + labels[1] == 1);
        CHECK(labels[2] + labels[3] == 1);
        for (const int group : {2, 3, 4})
            CHECK(labels[2 * group] == labels[2 * group + 1]);
        CHECK(labels[4] + labels[6] + labels[8] == 1);
        seen.insert(labels);
    }
    CHECK(seen.size() == 12); // 2 x 2 x 3
    CHECK(permutedLabels(data, 3, 3) == permutedLabels(data, 3, 3));
}

TEST_CASE("The null of permuted labels lies about one half, and a learnt label far above it")
{
    const LabelledItems data = items();
    const std::vector<int> folds = groupedFolds(data, 3, 1);
    const PermutedScores scores =
        permutedScores(data, folds, permutedLabels(data, 200, 9), {}, CancelToken());
    const std::vector<double>& nulls = scores.aucs;
    REQUIRE(nulls.size() == 200);
    REQUIRE(scores.accuracies.size() == 200);
    CHECK(
        std::accumulate(scores.accuracies.begin(), scores.accuracies.end(), 0.0) / 200
        == Approx(0.5).margin(0.1));
    const double mean = std::accumulate(nulls.begin(), nulls.end(), 0.0) / 200;
    CHECK(mean == Approx(0.5).margin(0.1));
    const double auc = crossValidate(data, folds, {}).auc;
    CHECK(std::count_if(nulls.begin(), nulls.end(), [&](double null) { return null >= auc; }) <= 2);
}

TEST_CASE("A cancelled null stops")
{
    const LabelledItems data = items();
    CancelToken cancel;
    cancel.cancel();
    CHECK_THROWS_AS(permutedScores(data, groupedFolds(data, 3, 1), {data.labels}, {}, cancel), Error);
}

TEST_CASE("Too few groups of a label are said")
{
    LabelledItems data = items();
    CHECK(whyNotProbed(data, {}).isEmpty());
    std::fill(data.labels.begin(), data.labels.end(), 0);
    CHECK(
        whyNotProbed(data, {})
        == QStringLiteral("0 groups hold an item of label 1; 5 folds need 10 that do"));
}
