// Whether a task needs the heads that detectors find for it: mean ablation of a type's top heads at the end
// of the prompts, against as many random other heads there.

#include "core/engine/causal/causalrun.h"
#include "core/engine/model/model.h"
#include "core/files/modelfolder.h"
#include "core/heads/tasks/facttasks.h"
#include "core/heads/tasks/multiplechoice.h"
#include "core/text/promptdraw.h"
#include "support/testing.h"

#include <algorithm>

using namespace headwaters;

namespace {

struct Outcome {
    double clean = 0, ablated = 0; ///< logit differences, means over prompts
};

/// Mean over `prompts`, which are of one length, of the difference of target and rival.
Outcome ablate(
    const std::shared_ptr<const Model>& model, const std::vector<TaskPrompt>& prompts,
    const std::vector<HeadIndex>& heads)
{
    Outcome outcome;
    for (std::size_t at = 0; at < prompts.size(); ++at) {
        CausalQuestion question;
        question.prompt.ids = prompts[at].ids;
        for (std::size_t other = 0; other < prompts.size(); ++other) {
            if (other != at)
                question.references.push_back({prompts[other].ids, {}});
        }
        question.target = *prompts[at].target;
        question.rival = *prompts[at].rival;
        CausalRun run(model, question, {});
        Intervention mean;
        mean.operation = CausalOperation::Mean;
        mean.heads = heads;
        mean.positions = {static_cast<int>(prompts[at].ids.size()) - 1};
        const CausalOutcome ablated = run.apply({{mean}}, CausalBase::Clean, {});
        outcome.clean += run.clean().difference / static_cast<double>(prompts.size());
        outcome.ablated += ablated.measures.difference / static_cast<double>(prompts.size());
    }
    return outcome;
}

/// Falls of ten draws of as many other heads.
struct RandomFalls {
    double largest = 0, mean = 0;
};

RandomFalls randomFalls(
    const std::shared_ptr<const Model>& model, const std::vector<TaskPrompt>& prompts, std::size_t count,
    const std::vector<HeadIndex>& found)
{
    PromptRandom random(1);
    RandomFalls falls;
    constexpr int draws = 10;
    for (int draw = 0; draw < draws; ++draw) {
        std::vector<HeadIndex> heads;
        while (heads.size() < count) {
            const HeadIndex head{static_cast<int>(random.below(6)), static_cast<int>(random.below(6))};
            if (std::find(found.begin(), found.end(), head) == found.end()
                && std::find(heads.begin(), heads.end(), head) == heads.end())
                heads.push_back(head);
        }
        const Outcome outcome = ablate(model, prompts, heads);
        falls.largest = std::max(falls.largest, outcome.clean - outcome.ablated);
        falls.mean += (outcome.clean - outcome.ablated) / draws;
    }
    return falls;
}

std::vector<TaskPrompt> ofLength(const TaskSet& set, const QString& variant, std::size_t count)
{
    std::vector<TaskPrompt> prompts;
    for (const TaskPrompt& prompt : set.prompts) {
        if (prompt.variant == variant && prompts.size() < count
            && (prompts.empty() || prompts.front().ids.size() == prompt.ids.size()))
            prompts.push_back(prompt);
    }
    return prompts;
}

} // namespace

TEST_CASE("Without its memory heads the bundled model forgets capitals; random heads are not missed so")
{
    const auto model = Model::load(openModelFolder(demoModel()), {});
    const TaskGround ground = TaskGround::of(loadTokenizer(demoModel()), 256);
    const std::vector<TaskPrompt> prompts =
        ofLength(factPrompts(ground, 45, 1).set, QStringLiteral("relation first"), 8);
    REQUIRE(prompts.size() == 8);
    const std::vector<HeadIndex> memory = {{5, 5}, {4, 4}, {2, 4}, {3, 3}};
    const Outcome outcome = ablate(model, prompts, memory);
    const RandomFalls random = randomFalls(
        model, prompts, memory.size(),
        {{5, 5}, {4, 4}, {2, 4}, {3, 3}, {3, 0}, {2, 2}, {4, 0}, {2, 0}, {2, 3}});
    INFO(outcome.clean << " " << outcome.ablated << " random " << random.mean << " " << random.largest);
    CHECK(outcome.clean - outcome.ablated > 4);
    CHECK(outcome.clean - outcome.ablated > random.largest);
    CHECK(outcome.clean - outcome.ablated > 3 * random.mean);
}

TEST_CASE(
    "Without its correct-letter heads the bundled model loses the right letter; random heads do not cost it")
{
    const auto model = Model::load(openModelFolder(demoModel()), {});
    const TaskGround ground = TaskGround::of(loadTokenizer(demoModel()), 256);
    const TaskSet choices = multipleChoice(ground, ChoiceForm::Capitals, 96, 1);
    std::vector<TaskPrompt> four;
    for (const TaskPrompt& prompt : ofLength(choices, QStringLiteral("A-D"), 96)) {
        if (four.size() < 8)
            four.push_back(prompt);
    }
    REQUIRE(four.size() >= 6);
    const std::vector<HeadIndex> letters = {{5, 3}, {5, 4}};
    const Outcome outcome = ablate(model, four, letters);
    const RandomFalls random = randomFalls(model, four, letters.size(), letters);
    INFO(outcome.clean << " " << outcome.ablated << " random " << random.mean << " " << random.largest);
    CHECK(outcome.clean - outcome.ablated > 2);
    CHECK(outcome.clean - outcome.ablated > random.largest);
    CHECK(outcome.clean - outcome.ablated > 3 * random.mean);
}
