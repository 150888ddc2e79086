#include "core/engine/detect/labelheads.h"

#include "core/engine/detect/scrambledmodel.h"
#include "core/files/modelfolder.h"
#include "core/heads/tasks/multiplechoice.h"
#include "engine/support/demobench.h"
#include "engine/support/findings.h"
#include "support/testing.h"

#include <set>

using namespace headwaters;

TEST_CASE("On the bundled model letter heads and heads that read the right option are found")
{
    const Bench bench = demoBench(Tier::Mechanistic);
    const StepResult result =
        detectLabelHeads(bench, multipleChoice(bench.ground, ChoiceForm::Capitals, 64, 1));
    REQUIRE(result.tasks.size() == 1);
    CHECK(result.tasks.front().passed);
    CHECK(found(result, HeadType::SingleLetter) == std::set<HeadIndex>{{2, 3}, {3, 3}, {4, 2}});
    for (const HeadIndex head : {HeadIndex{2, 3}, {3, 3}, {4, 2}})
        CHECK(of(result, HeadType::SingleLetter, head).tags.contains(QStringLiteral("letter D")));
    // 3.4 favours A, but follows it in fewer than 0.6 of the prompts with shuffled labels.
    CHECK(of(result, HeadType::SingleLetter, {3, 4}).score > 0.7);
    CHECK(of(result, HeadType::SingleLetter, {3, 4})
              .reason.startsWith(QStringLiteral("share of prompts in which it follows its letter")));
    const std::set<HeadIndex> correct = found(result, HeadType::CorrectLetter);
    CHECK(correct.contains({5, 3}));
    CHECK(correct.contains({5, 4}));
    CHECK(of(result, HeadType::CorrectLetter, {5, 3}).score > 0.4);
    CHECK(found(result, HeadType::Constant).empty());
    CHECK(found(result, HeadType::Correct).contains({5, 3}));
}

TEST_CASE("Attention to labels is measured where the model does not do the task, effects are not")
{
    const Bench bench = demoBench(Tier::Mechanistic);
    const StepResult result =
        detectLabelHeads(bench, multipleChoice(bench.ground, ChoiceForm::Colours, 48, 1));
    CHECK_FALSE(result.tasks.front().passed);
    CHECK(of(result, HeadType::Constant, {0, 0}).finding != Finding::NotMeasurable);
    for (const HeadType type : {HeadType::CorrectLetter, HeadType::Amplification, HeadType::Correct})
        CHECK(of(result, type, {0, 0}).finding == Finding::NotMeasurable);
}

TEST_CASE(
    "Of the labels' types only Constant may fire on scrambled copies of the bundled model, in two heads")
{
    Bench bench = demoBench(Tier::Mechanistic);
    const auto model = demo();
    bench.gates = false;
    for (const std::uint64_t seed : {1, 2}) {
        bench.model = Bench::of(scrambledModel(model, seed), {}).model;
        int constant = 0, letter = 0;
        for (const ChoiceForm form : {ChoiceForm::Capitals, ChoiceForm::Colours}) {
            const StepResult result = detectLabelHeads(bench, multipleChoice(bench.ground, form, 64, seed));
            for (const TypeFinding& finding : result.findings) {
                INFO(headTypeInfo(finding.type).key << ' ' << finding.head.layer << '.' << finding.head.head);
                if (finding.type == HeadType::Constant)
                    constant += finding.finding == Finding::Yes ? 1 : 0;
                else if (finding.type == HeadType::SingleLetter)
                    letter += finding.finding == Finding::Yes ? 1 : 0;
                else
                    CHECK(finding.finding == Finding::No);
            }
        }
        CHECK(constant <= 2);
        CHECK(letter <= 1);
    }
}
