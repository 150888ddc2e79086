#include "core/engine/detect/competence.h"
#include "core/heads/tasks/indirectobjects.h"
#include "core/text/modeltokenizer.h"
#include "engine/support/demobench.h"
#include "support/testing.h"

using namespace headwaters;

TEST_CASE("The bundled model does the task of indirect objects, as its card says")
{
    Bench bench = demoBench();
    int ran = 0;
    bench.ran = [&ran] { ++ran; };
    const TaskSet set = indirectObjects(bench.ground, 40, 1);
    REQUIRE(set.prompts.size() == 40);
    const TaskAnswers answers = answersIn(bench, set);
    CHECK(ran == 40);
    const Competence competence = competenceIn(bench, set, answers);
    CHECK(competence.task == QStringLiteral("indirect-object"));
    CHECK(competence.prompts == 40);
    CHECK(competence.accuracy == 1);
    CHECK(competence.difference > 5);
    CHECK(competence.passed);
    CHECK(answeredRight(set, answers).prompts.size() == 40);
}

TEST_CASE("An answer must be above its rival and above every other")
{
    const Bench bench = demoBench();
    TaskSet set = indirectObjects(bench.ground, 4, 1);
    std::swap(set.prompts[0].target, set.prompts[0].rival);
    set.prompts[1].others = {*set.prompts[1].target};
    set.prompts[2].rival.reset();
    set.prompts[2].others = {set.prompts[2].ids[2]};
    set.prompts[3].target.reset();
    const TaskAnswers answers = answersIn(bench, set);
    CHECK(
        answers.correct
        == std::vector<double>{0, 0, set.prompts[2].ids[2] == *set.prompts[2].target ? 0. : 1., 0});
    CHECK(answers.differences[0] < 0);
    CHECK(answers.differences[3] == 0);
    CHECK(competenceIn(bench, set, answers).prompts == 3);
    CHECK_FALSE(competenceIn(bench, set, answers).passed);
    CHECK(answeredRight(set, answers).prompts.size() <= 1);
}

TEST_CASE("A set that cannot be asked is not passed, for its own reason")
{
    const Bench bench = demoBench();
    TaskSet set;
    set.key = QStringLiteral("empty");
    set.reason = QStringLiteral("too few words");
    const Competence competence = competenceIn(bench, set);
    CHECK_FALSE(competence.passed);
    CHECK(competence.reason == QStringLiteral("too few words"));
    CHECK(competence.prompts == 0);
}
