#include "core/heads/confidence.h"

#include "support/scans.h"
#include "support/testing.h"

using namespace headwaters;
using scans::evidence;

namespace {

const QString task = QStringLiteral("indirect-object");

TypeFinding mover(std::vector<Evidence> list)
{
    return scans::finding({0, 0}, HeadType::NameMover, task, std::move(list));
}

TypeFinding previous(std::vector<Evidence> list)
{
    return scans::finding({0, 0}, HeadType::PreviousToken, QStringLiteral("random"), std::move(list));
}

double strength(const TypeFinding& finding)
{
    return strengthOf(finding, {});
}

Confidence word(const TypeFinding& finding, Tier tier = Tier::Causal)
{
    ScanSettings settings;
    settings.tier = tier;
    return confidenceOf(finding, strengthOf(finding, {}), settings);
}

} // namespace

TEST_CASE("Accesses add up as independent evidence, each by its best significant effect")
{
    CHECK(strength(mover({evidence(Access::Attention, 0.8)})) == Approx(0.45 * 0.8));
    // 1 - (1 - .45 * .8)(1 - .5 * .6) = 1 - .64 * .7
    CHECK(
        strength(mover(
            {evidence(Access::Attention, 0.8), evidence(Access::Attention, 0.5),
             evidence(Access::Direct, 0.6), evidence(Access::Causal, 0.9, false)}))
        == Approx(0.552));
    // 1 - .64 * .65 * .7 * .2 = .94176
    CHECK(
        strength(mover(
            {evidence(Access::Attention, 0.8), evidence(Access::Weights, 1), evidence(Access::Direct, 0.6),
             evidence(Access::Causal, 1)}))
        == Approx(0.94176));
    CHECK(strength(mover({})) == 0);
}

TEST_CASE("Attention alone says little, and more of types that need no task")
{
    CHECK(strength(mover({evidence(Access::Attention, 1)})) == Approx(0.45));
    CHECK(strength(previous({evidence(Access::Attention, 1)})) == Approx(0.6));
    CHECK(strength(previous({evidence(Access::Attention, 0.5)})) == Approx(0.3));
    // What a probe reads is observed as well: 1 - .55 * .55 is cut.
    CHECK(strength(mover({evidence(Access::Attention, 1), evidence(Access::Probe, 1)})) == Approx(0.45));
    StageScheme trusting;
    trusting.weights[0] = 0.9;
    CHECK(strengthOf(mover({evidence(Access::Attention, 1)}), trusting) == Approx(0.45));
}

TEST_CASE("Without causal evidence no type is surer than three quarters")
{
    // 1 - .55 * .65 * .5 = .82
    CHECK(
        strength(mover(
            {evidence(Access::Attention, 1), evidence(Access::Weights, 1), evidence(Access::Direct, 1)}))
        == Approx(0.75));
}

TEST_CASE("What fails on other seeds loses strength in proportion")
{
    TypeFinding finding = mover({evidence(Access::Causal, 1)});
    CHECK(strength(finding) == Approx(0.8));
    finding.retention = 2.0 / 3;
    CHECK(strength(finding) == Approx(1.6 / 3));
}

TEST_CASE("The words go by strength and by what stands behind it")
{
    CHECK(word(mover({evidence(Access::Causal, 1)})) == Confidence::Confirmed);
    CHECK(
        word(mover(
            {evidence(Access::Attention, 1), evidence(Access::Weights, 1), evidence(Access::Direct, 1)}))
        == Confidence::Confirmed);
    CHECK(word(mover({evidence(Access::Causal, 0.7)})) == Confidence::Probable);
    CHECK(word(mover({evidence(Access::Weights, 1)})) == Confidence::Candidate);
    TypeFinding weak = mover({evidence(Access::Attention, 0.5)});
    CHECK(word(weak) == Confidence::Candidate); // the rule is positive, .225 or not
    weak.finding = Finding::Weak;
    CHECK(word(weak) == Confidence::None);
    weak.finding = Finding::No;
    CHECK(word(weak) == Confidence::None);
    CHECK(word(scans::unmeasured({0, 0}, HeadType::NameMover, task)) == Confidence::None);
}

TEST_CASE("What was only observed stays a candidate")
{
    CHECK(word(previous({evidence(Access::Attention, 1)}), Tier::Causal) == Confidence::Probable);
    CHECK(word(previous({evidence(Access::Attention, 1)}), Tier::Observed) == Confidence::Candidate);
}
