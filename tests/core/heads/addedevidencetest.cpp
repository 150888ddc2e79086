#include "core/heads/addedevidence.h"

#include "core/heads/confidence.h"
#include "core/heads/decision.h"
#include "support/scans.h"
#include "support/testing.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

TypeFinding of(HeadIndex head, HeadType type, const QString& task, Finding finding, double score)
{
    TypeFinding one = scans::finding(head, type, task, {scans::evidence(Access::Direct, 0.5)});
    one.finding = finding;
    one.score = score;
    return one;
}

AddedEvidence removal(HeadIndex head, double effect, bool significant)
{
    AddedEvidence added{head, HeadType::Memory, u"facts"_s, scans::evidence(Access::Causal, effect)};
    added.evidence.required = false;
    added.evidence.significant = significant;
    added.evidence.finding = significant ? Finding::Yes : Finding::No;
    return added;
}

} // namespace

TEST_CASE("Added evidence goes to the finding of its task, else to that of the highest score")
{
    std::vector<TypeFinding> findings = {
        of({1, 0}, HeadType::Memory, u"conflicts"_s, Finding::Yes, 3),
        of({1, 0}, HeadType::Memory, u"facts"_s, Finding::Weak, 1),
        of({1, 1}, HeadType::Memory, u"conflicts"_s, Finding::Weak, 1),
        of({1, 1}, HeadType::Memory, u"others"_s, Finding::Yes, 2)};
    addTo(findings, removal({1, 0}, 0.4, true));
    addTo(findings, removal({1, 1}, 0.4, true));
    CHECK(findings[0].evidence.size() == 1);
    REQUIRE(findings[1].evidence.size() == 2);
    CHECK(findings[1].evidence[1].access == Access::Causal);
    CHECK(findings[2].evidence.size() == 1);
    CHECK(findings[3].evidence.size() == 2);
}

TEST_CASE("What was not found, or is of another head or type, is given no evidence")
{
    std::vector<TypeFinding> findings = {
        of({1, 0}, HeadType::Memory, u"facts"_s, Finding::No, 1),
        of({1, 0}, HeadType::Subject, u"facts"_s, Finding::Yes, 1),
        of({1, 1}, HeadType::Memory, u"facts"_s, Finding::Yes, 1),
        of({1, 0}, HeadType::Memory, u"others"_s, Finding::NotMeasurable, 1)};
    addTo(findings, removal({1, 0}, 0.4, true));
    for (const TypeFinding& finding : findings)
        CHECK(finding.evidence.size() == 1);
}

TEST_CASE("A head that is not missed stays what it was; one that is missed is surer")
{
    const std::vector<TypeFinding> before = {of({1, 0}, HeadType::Memory, u"facts"_s, Finding::Yes, 2)};
    std::vector<TypeFinding> idle = before, missed = before;
    addTo(idle, removal({1, 0}, 0.4, false));
    addTo(missed, removal({1, 0}, 0.4, true));
    CHECK(idle[0].finding == Finding::Yes);
    CHECK(findingOf(idle[0].evidence) == Finding::Yes); // of the rule, which does not ask for it
    CHECK(strengthOf(idle[0], {}) == strengthOf(before[0], {}));
    CHECK(missed[0].finding == Finding::Yes);
    // 1 - (1 - .5 * .5)(1 - .8 * .4)
    CHECK(strengthOf(missed[0], {}) == Approx(1 - 0.75 * 0.68));
}
