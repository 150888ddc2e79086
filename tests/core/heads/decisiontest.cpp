#include "core/heads/decision.h"

#include "support/testing.h"

#include <cmath>
#include <limits>

using namespace headwaters;

namespace {

MeasureRule attentionRule()
{
    MeasureRule rule;
    rule.measure = QStringLiteral("attention to the token before");
    rule.threshold = 0.4;
    rule.weakThreshold = 0.15;
    return rule;
}

// Null draws of median 0.05 and median distance 0.02.
const std::vector<double> spread{0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09};

std::vector<double> manyDraws()
{
    std::vector<double> draws;
    for (int i = 0; i < 20; ++i)
        draws.insert(draws.end(), spread.begin(), spread.end());
    return draws;
}

Evidence evidenceOf(Finding finding, bool required = true)
{
    Evidence evidence;
    evidence.finding = finding;
    evidence.required = required;
    return evidence;
}

} // namespace

TEST_CASE("The median of an even number of values is the middle of the two between")
{
    CHECK(median({3, 1, 2}) == 2);
    CHECK(median({4, 1, 3, 2}) == 2.5);
    CHECK(median({}) == 0);
}

TEST_CASE("The robust deviation scales the median distance and has a floor")
{
    CHECK(robustDeviation({1, 2, 3, 4, 100}) == Approx(1.4826));
    CHECK(robustDeviation(spread) == Approx(1.4826 * 0.02));
    CHECK(robustDeviation({0.5, 0.5, 0.5}) == Approx(1.4826e-4));
}

TEST_CASE("Benjamini and Hochberg: each q is the least p m / rank from its rank upwards")
{
    // Sorted: .01 4/1 = .04, .03 4/2 = .06, .035 4/3 = .0467, .5; from above, .03 takes .0467.
    const std::vector<double> q = falseDiscoveryRates({0.5, 0.01, 0.035, 0.03});
    CHECK(q[0] == Approx(0.5));
    CHECK(q[1] == Approx(0.04));
    CHECK(q[2] == Approx(0.14 / 3));
    CHECK(q[3] == Approx(0.14 / 3));
    CHECK(falseDiscoveryRates({}).empty());
    CHECK(falseDiscoveryRates({0.2, 0.2}) == std::vector{0.2, 0.2});
}

TEST_CASE("The p of a score among draws counts the score itself as one")
{
    CHECK(permutationP(0.5, {0.1, 0.2, 0.5, 0.9}) == Approx(3.0 / 5));
    CHECK(permutationP(1.0, {0.1, 0.2, 0.5}) == Approx(0.25));
    CHECK(permutationP(1.0, {}) == 1);
}

TEST_CASE("Up to thirteen units, all sign patterns are counted")
{
    // Sums of +-1 +-2 +-3: 6, 4, 2, 0, 0, -2, -4, -6; those of at least 6: one.
    CHECK(signFlipP({1, 2, 3}, 1) == Approx(1.0 / 8));
    // 1 + 2 - 3 = 0: four of the eight are above, and two equal it.
    CHECK(signFlipP({1, 2, -3}, 1) == Approx(5.0 / 8));
    CHECK(signFlipP({0, 0}, 1) == 1);
    CHECK(signFlipP({0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2}, 1) == Approx(1.0 / 4096));
    CHECK(signFlipP(std::vector<double>(13, 0.5), 1) == Approx(1.0 / 8192));
    CHECK(signFlipP({}, 1) == 1);
}

TEST_CASE("Of more units 8192 sign patterns are drawn, the same for one seed")
{
    const std::vector<double> positive(32, 0.5);
    CHECK(signFlipP(positive, 7) == Approx(1.0 / 8193));
    std::vector<double> mixed(32, 0.5);
    for (std::size_t i = 0; i < 16; ++i)
        mixed[i] = -0.5;
    const double p = signFlipP(mixed, 7);
    CHECK(p == signFlipP(mixed, 7));
    // P(sum of 32 signs >= 0) = 0.5 + C(32,16) / 2^33 = 0.570.
    CHECK(p == Approx(0.570).margin(0.03));
}

TEST_CASE("One head of many can pass the false discovery rate by flips of signs")
{
    for (const int units : {13, 32}) {
        std::vector<double> p(270, 1);
        p[100] = signFlipP(std::vector<double>(static_cast<std::size_t>(units), 0.5), 1);
        CHECK(falseDiscoveryRates(p)[100] <= 0.05);
    }
}

TEST_CASE("The bootstrap interval of a mean holds it and is that of its standard error")
{
    CHECK(bootstrapMean({2, 2, 2}, 1).low == 2);
    CHECK(bootstrapMean({2, 2, 2}, 1).high == 2);
    std::vector<double> values;
    for (int i = 0; i < 100; ++i)
        values.push_back(i % 2);
    // Standard error of 100 coins: 0.05; 1.96 of it on either side.
    const Interval interval = bootstrapMean(values, 3);
    CHECK(interval.low == Approx(0.402).margin(0.015));
    CHECK(interval.high == Approx(0.598).margin(0.015));
    CHECK(bootstrapMean(values, 3).low == interval.low);
}

TEST_CASE("A score above the threshold and far from its null is a yes, a lower one weak")
{
    const std::vector<double> draws = manyDraws();
    const std::vector<Evidence> decided = decide(
        {{{0.5, 0.7}, draws}, {{0.2, 0.3}, draws}, {{0.055, 0.057}, draws}, {{}, {}}}, attentionRule(), 1);
    REQUIRE(decided.size() == 4);
    CHECK(decided[0].score == Approx(0.6));
    CHECK(decided[0].null == Approx(0.05));
    CHECK(decided[0].effect == Approx(0.55 / 0.95));
    CHECK(decided[0].z == Approx(0.55 / (1.4826 * 0.02)));
    CHECK(decided[0].p == Approx(1.0 / 181));
    CHECK(decided[0].q == Approx(2.0 / 181)); // two of four heads have the least p
    CHECK(decided[0].samples == 2);
    CHECK(decided[0].low >= 0.5);
    CHECK(decided[0].high <= 0.7);
    CHECK(decided[0].nulls.size() == 48);
    CHECK(decided[0].finding == Finding::Yes);
    CHECK(decided[1].finding == Finding::Weak);
    // Draws of at least 0.056: 0.06 to 0.09, 20 of each.
    CHECK(decided[2].p == Approx(81.0 / 181));
    CHECK_FALSE(decided[2].significant);
    CHECK(decided[2].finding == Finding::No);
    CHECK(decided[3].samples == 0);
    CHECK(decided[3].q == 1);
    CHECK(decided[3].finding == Finding::No);
    CHECK_FALSE(decided[3].hasZ);
}

TEST_CASE("A high score whose null is as high is no finding")
{
    const std::vector<Evidence> decided =
        decide({{{0.9, 0.9}, {0.8, 0.9, 0.95, 0.9, 0.85}}}, attentionRule(), 1);
    CHECK(decided[0].score >= 0.4);
    CHECK(decided[0].finding == Finding::No);
}

TEST_CASE("Direct effects are decided by the signs of their units")
{
    MeasureRule rule;
    rule.access = Access::Direct;
    rule.signFlip = true;
    rule.threshold = 0.1;
    rule.largest = 4;
    const std::vector<double> nine{1, 2, 3, 1, 2, 3, 1, 2, 3};
    const std::vector<double> eight{1, 2, 3, 1, 2, 3, 1, 2};
    const std::vector<Evidence> decided = decide({{nine, {}}, {eight, {}}, {{1, -1, 1, -1}, {}}}, rule, 1);
    // Mean 2, variance 6 / 8, standard error sqrt(.75 / 9).
    CHECK(decided[0].hasZ);
    CHECK(decided[0].z == Approx(2 / std::sqrt(0.75 / 9)));
    CHECK(decided[0].null == 0);
    CHECK(decided[0].effect == Approx(0.5));
    CHECK(decided[0].p == Approx(1.0 / 512));
    CHECK(decided[0].finding == Finding::Yes);
    CHECK(decided[0].weakThreshold == decided[0].threshold);
    CHECK_FALSE(decided[1].hasZ);
    CHECK(decided[1].p == Approx(1.0 / 256));
    CHECK(decided[1].finding == Finding::Yes);
    CHECK(decided[2].finding == Finding::No);
}

TEST_CASE("A measure without a null decides only where its rule asks for no significance")
{
    MeasureRule rule;
    rule.threshold = 0.1;
    CHECK(decide({{{0.5}, {}}}, rule, 1)[0].finding == Finding::No);
    rule.q = 1;
    CHECK(decide({{{0.5}, {}}}, rule, 1)[0].finding == Finding::Yes);
    CHECK(decide({{{0.05}, {}}}, rule, 1)[0].finding == Finding::No);
    CHECK(decide({{{std::numeric_limits<double>::quiet_NaN()}, {}}}, rule, 1)[0].finding == Finding::No);
}

TEST_CASE("Of many draws 48 are kept, evenly over their order")
{
    std::vector<double> draws;
    for (int i = 0; i < 1000; ++i)
        draws.push_back((i * 7) % 1000);
    const std::vector<float> kept = decide({{{0.5}, draws}}, attentionRule(), 1)[0].nulls;
    REQUIRE(kept.size() == 48);
    CHECK(kept.front() == 10);
    CHECK(kept.back() == 989);
    CHECK(kept[24] == 510);
}

TEST_CASE("A type is found where all that its rule asks for is")
{
    CHECK(findingOf({evidenceOf(Finding::Yes), evidenceOf(Finding::Yes)}) == Finding::Yes);
    CHECK(findingOf({evidenceOf(Finding::Yes), evidenceOf(Finding::Weak)}) == Finding::Weak);
    CHECK(findingOf({evidenceOf(Finding::Yes), evidenceOf(Finding::No)}) == Finding::No);
    CHECK(findingOf({evidenceOf(Finding::Yes), evidenceOf(Finding::No, false)}) == Finding::Yes);
    CHECK(
        findingOf({evidenceOf(Finding::NotMeasurable), evidenceOf(Finding::Yes)}) == Finding::NotMeasurable);
    CHECK(findingOf({evidenceOf(Finding::NotMeasurable), evidenceOf(Finding::No)}) == Finding::No);
    CHECK(findingOf({evidenceOf(Finding::Yes, false)}) == Finding::No);
    CHECK(findingOf({}) == Finding::No);
}

TEST_CASE("A model that is right by chance fails the gate, with the numbers")
{
    const QString task = QStringLiteral("indirect-object");
    const Competence good =
        competenceOf(task, {}, std::vector<double>(20, 1.0), std::vector<double>(20, 3.0), 0.5, 1);
    CHECK(good.passed);
    CHECK(good.reason.isEmpty());
    CHECK(good.prompts == 20);
    CHECK(good.accuracy == 1);
    CHECK(good.accuracyLow == 1);
    CHECK(good.difference == 3);

    std::vector<double> coins;
    std::vector<double> differences;
    for (int i = 0; i < 20; ++i) {
        coins.push_back(i % 2);
        differences.push_back(i % 2 == 1 ? 1 : -1);
    }
    const Competence chance = competenceOf(task, {}, coins, differences, 0.5, 1);
    CHECK_FALSE(chance.passed);
    CHECK(chance.reason.startsWith(QLatin1String("it gets 50 % of 20 prompts right")));
    CHECK(chance.reason.endsWith(QLatin1String("chance is 50 %")));

    const Competence behind =
        competenceOf(task, {}, std::vector<double>(20, 1.0), std::vector<double>(20, 0.0), 0.5, 1);
    CHECK_FALSE(behind.passed);
    CHECK(behind.reason.contains(QLatin1String("20 prompts")));

    CHECK(competenceOf(task, {}, {}, {}, 0.5, 1).reason == QLatin1String("no prompt of it could be asked"));
}

TEST_CASE("A score whose z falls short of the rule is not significant, however small its p")
{
    // Of -10 to 10 the median is 0 and the median distance 5, so a deviation is 7.413: 22 is 2.97 of them, 23
    // is 3.10. Both lie above all 21 draws: p = 1 / 22.
    HeadSample sample;
    for (int draw = -10; draw <= 10; ++draw)
        sample.nulls.push_back(draw);
    MeasureRule rule;
    rule.largest = 100;
    sample.units = {22, 22};
    const Evidence tooLittle = decide({sample}, rule, 1).front();
    CHECK(tooLittle.z == Approx(22 / 7.413));
    CHECK(tooLittle.p == Approx(1.0 / 22));
    CHECK_FALSE(tooLittle.significant);
    CHECK(tooLittle.finding == Finding::No);
    sample.units = {23, 23};
    const Evidence enough = decide({sample}, rule, 1).front();
    CHECK(enough.z == Approx(23 / 7.413));
    CHECK(enough.significant);
    CHECK(enough.finding == Finding::Yes);
}
