#include "core/engine/detect/needlecompetence.h"

#include "core/engine/detect/retrieval.h"
#include "core/engine/detect/taskcompetences.h"
#include "core/heads/tasks/needles.h"
#include "engine/support/demobench.h"
#include "support/testing.h"

#include <algorithm>

using namespace headwaters;

namespace {

/// `count` prompts each of texts of 10, 20 and 30 tokens.
TaskSet threeLengths(int count)
{
    TaskSet set;
    set.key = QStringLiteral("needle-literal");
    set.sentence = QStringLiteral("Finds words.");
    set.chance = 0.1;
    for (const int length : {20, 10, 30}) {
        for (int number = 0; number < count; ++number) {
            TaskPrompt prompt;
            prompt.ids.resize(static_cast<std::size_t>(length));
            prompt.variant = QStringLiteral("%1 tokens").arg(length);
            set.prompts.push_back(prompt);
        }
    }
    return set;
}

/// Answers that are right in texts of some lengths.
TaskAnswers rightAt(const TaskSet& set, const std::vector<std::size_t>& lengths)
{
    TaskAnswers answers;
    for (const TaskPrompt& prompt : set.prompts) {
        const bool isRight = std::find(lengths.begin(), lengths.end(), prompt.ids.size()) != lengths.end();
        answers.correct.push_back(isRight ? 1 : 0);
        answers.differences.push_back(isRight ? 2 : -1);
    }
    return answers;
}

QStringList keysOf(const std::vector<NeedleLength>& lengths)
{
    QStringList keys;
    for (const NeedleLength& length : lengths)
        keys << length.competence.task;
    return keys;
}

} // namespace

TEST_CASE("Of needles the longest texts in which the model finds them speak, else the shortest")
{
    const TaskSet set = threeLengths(8);
    const auto twenty = needleLengths(set, rightAt(set, {10, 20}), 1);
    CHECK(
        keysOf(twenty)
        == QStringList{
            QStringLiteral("needle-literal"), QStringLiteral("needle-literal-10"),
            QStringLiteral("needle-literal-30")});
    CHECK(twenty.front().variant == QStringLiteral("20 tokens"));
    CHECK(twenty.front().competence.passed);
    CHECK(twenty.front().competence.prompts == 8);
    CHECK(twenty.front().competence.sentence == QStringLiteral("Finds words. Texts of 20 tokens."));
    CHECK(twenty[1].competence.passed);
    CHECK_FALSE(twenty[2].competence.passed);
    const auto none = needleLengths(set, rightAt(set, {}), 1);
    CHECK(none.front().variant == QStringLiteral("10 tokens"));
    CHECK_FALSE(none.front().competence.passed);
    CHECK(needleLengths(TaskSet{}, {}, 1).empty());
}

TEST_CASE("The list of tasks says of needles what the gate of retrieval heads says")
{
    const Bench bench = demoBench(Tier::Observed);
    const RetrievalReading reading = detectRetrieval(
        bench, needles(bench.ground, NeedleQuestion::Literal, 10, 1),
        needles(bench.ground, NeedleQuestion::Paraphrase, 10, 1));
    const std::vector<Competence> listed =
        taskCompetences(demo(), bench.ground.tokenizer, 10, 1, CancelToken());
    for (const Competence& gate : reading.tasks) {
        const auto found = std::find_if(
            listed.begin(), listed.end(), [&](const Competence& one) { return one.task == gate.task; });
        REQUIRE(found != listed.end());
        CHECK(found->passed == gate.passed);
        CHECK(found->accuracy == gate.accuracy);
        CHECK(found->prompts == gate.prompts);
        CHECK(found->difference == Approx(gate.difference).epsilon(1e-4));
        CHECK(found->sentence == gate.sentence);
    }
    CHECK(std::any_of(listed.begin(), listed.end(), [](const Competence& one) {
        return one.task == QStringLiteral("needle-paraphrase-230");
    }));
}
