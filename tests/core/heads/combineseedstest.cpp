#include "core/heads/combineseeds.h"

#include "core/heads/headtype.h"
#include "tests/support/testing.h"

using namespace headwaters;

namespace {

TypeFinding finding(Finding said, double score, int head = 0)
{
    TypeFinding result;
    result.head = {0, head};
    result.type = HeadType::Induction;
    result.task = QStringLiteral("random-repeat");
    result.finding = said;
    result.score = score;
    Evidence evidence;
    evidence.measure = QStringLiteral("prefix matching");
    evidence.score = score;
    evidence.null = 0.25;
    evidence.q = score / 10;
    evidence.samples = 8;
    evidence.significant = said == Finding::Yes;
    evidence.finding = said;
    evidence.nulls = {0.5F};
    result.evidence = {evidence};
    return result;
}

std::vector<TypeFinding> combinedOf(const std::vector<TypeFinding>& draws)
{
    std::vector<std::vector<TypeFinding>> lists;
    for (const TypeFinding& one : draws)
        lists.push_back({one});
    return combineSeeds(lists);
}

Competence competence(double accuracy, bool passed)
{
    Competence task;
    task.task = QStringLiteral("indirect-object");
    task.accuracy = accuracy;
    task.prompts = 32;
    task.passed = passed;
    task.reason = passed ? QString() : QStringLiteral("it guesses");
    return task;
}

} // namespace

TEST_CASE("Draws that agree give means, and all of them are kept")
{
    const auto all =
        combinedOf({finding(Finding::Yes, 0.5), finding(Finding::Yes, 0.6), finding(Finding::Yes, 1)});
    REQUIRE(all.size() == 1);
    CHECK(all[0].finding == Finding::Yes);
    CHECK(all[0].score == Approx(0.7));
    CHECK(all[0].retention == 1);
    CHECK(all[0].seeds == 3);
    const Evidence& evidence = all[0].evidence.at(0);
    CHECK(evidence.score == Approx(0.7));
    CHECK(evidence.null == Approx(0.25));
    CHECK(evidence.q == Approx(0.06)); // the median, where one draw went wrong
    CHECK(evidence.samples == 24);
    CHECK(evidence.significant);
    CHECK(evidence.nulls.size() == 3);
}

TEST_CASE("A finding is what more than half of the draws say")
{
    const auto of = [](std::vector<Finding> said) {
        std::vector<TypeFinding> draws;
        for (const Finding one : said)
            draws.push_back(finding(one, 0.5));
        return combinedOf(draws).at(0);
    };
    CHECK(of({Finding::Yes, Finding::No, Finding::Yes}).finding == Finding::Yes);
    CHECK(of({Finding::Yes, Finding::No, Finding::Yes}).retention == Approx(2.0 / 3));
    CHECK(of({Finding::Yes, Finding::Weak, Finding::No}).finding == Finding::Weak);
    CHECK(of({Finding::Yes, Finding::Weak, Finding::No}).retention == Approx(2.0 / 3));
    CHECK(of({Finding::Yes, Finding::No}).finding == Finding::No);
    CHECK(of({Finding::No, Finding::No, Finding::Weak}).retention == Approx(2.0 / 3));
    CHECK(of({Finding::No, Finding::No, Finding::No}).retention == 1);
    CHECK(
        of({Finding::NotMeasurable, Finding::NotMeasurable, Finding::Yes}).finding == Finding::NotMeasurable);
    CHECK(of({Finding::NotMeasurable, Finding::Yes, Finding::Yes}).finding == Finding::Yes);
    CHECK(of({Finding::NotMeasurable, Finding::Yes, Finding::Yes}).retention == Approx(2.0 / 3));
    CHECK(of({Finding::Yes}).seeds == 1);
}

TEST_CASE("A reason and an example come from a draw that says what the whole says")
{
    TypeFinding no = finding(Finding::No, 0.9);
    no.reason = QStringLiteral("the effect is no clear one");
    TypeFinding yes = finding(Finding::Yes, 0.5);
    yes.example = {{1, 2, 3}, 2, 1};
    yes.tags = QStringList{QStringLiteral("strict")};
    const auto all = combinedOf({yes, no, finding(Finding::Yes, 0.4)});
    CHECK(all.at(0).reason.isEmpty());
    CHECK(all.at(0).example.ids.size() == 3);
    CHECK(all.at(0).tags.isEmpty()); // one of three
    CHECK(combinedOf({yes, no}).at(0).tags == QStringList{QStringLiteral("strict")});
}

TEST_CASE("Findings of several heads come by type, task and head; a draw may lack evidence")
{
    TypeFinding bare = finding(Finding::No, 0, 1);
    bare.evidence.clear();
    const auto all = combineSeeds(
        {{finding(Finding::Yes, 0.5, 1), finding(Finding::No, 0.1, 0)},
         {finding(Finding::No, 0.1, 0), bare}});
    REQUIRE(all.size() == 2);
    CHECK(all[0].head == HeadIndex{0, 0});
    CHECK(all[1].head == HeadIndex{0, 1});
    CHECK(all[1].evidence.at(0).samples == 8);
}

TEST_CASE("Competence is what most draws show")
{
    const auto tasks =
        combineTasks({{competence(0.9, true)}, {competence(0.5, false)}, {competence(1, true)}});
    REQUIRE(tasks.size() == 1);
    CHECK(tasks[0].accuracy == Approx(0.8));
    CHECK(tasks[0].prompts == 96);
    CHECK(tasks[0].passed);
    CHECK(tasks[0].reason.isEmpty());
    const auto blind = combineTasks({{competence(0.9, true)}, {competence(0.5, false)}});
    CHECK_FALSE(blind.at(0).passed);
    CHECK(blind.at(0).reason == QStringLiteral("it guesses"));
}
