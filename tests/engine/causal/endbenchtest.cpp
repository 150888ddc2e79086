#include "core/engine/causal/endbench.h"

#include "core/engine/causal/causalrun.h"
#include "core/engine/model/model.h"
#include "support/testing.h"

#include <cmath>

using namespace headwaters;

namespace {

std::shared_ptr<const Model> demo()
{
    return Model::load(openModelFolder(demoModel()), CancelToken(), {});
}

std::vector<TaskPrompt> prompts()
{
    std::vector<TaskPrompt> list;
    for (const std::vector<TokenId>& ids :
         {std::vector<TokenId>{1535, 300, 400, 500}, std::vector<TokenId>{1535, 700, 301, 402, 600, 333}}) {
        TaskPrompt prompt;
        prompt.ids = ids;
        prompt.target = 450;
        prompt.rival = 460;
        list.push_back(prompt);
    }
    return list;
}

/// The same change by the general engine of interventions, whole and one prompt at a time.
double differenceOf(
    const std::shared_ptr<const Model>& model, const TaskPrompt& prompt, HeadIndex head,
    CausalOperation operation, double strength, const std::vector<float>& unit)
{
    CausalQuestion question;
    question.prompt.ids = prompt.ids;
    question.target = *prompt.target;
    question.rival = *prompt.rival;
    CausalRun run(model, question, CancelToken());
    Intervention change;
    change.operation = operation;
    change.heads = {head};
    change.positions = {static_cast<int>(prompt.ids.size()) - 1};
    change.strength = strength;
    change.direction.kind = CausalDirection::Kind::Given;
    change.direction.values = unit;
    return run.apply({{change}}, CausalBase::Clean, CancelToken()).measures.difference;
}

} // namespace

TEST_CASE("A changed end equals the same intervention by the general engine")
{
    const auto model = demo();
    const EndBench bench(*model, prompts(), CancelToken());
    const std::vector<float> vector(32, 0.25F), zero(32, 0.0F);
    std::vector<float> unit(32, static_cast<float>(1 / std::sqrt(32.0)));
    for (const HeadIndex head : {HeadIndex{0, 2}, HeadIndex{3, 5}, HeadIndex{5, 0}}) {
        const EndAnswers added = bench.added(head, vector), replaced = bench.replaced(head, zero);
        for (std::size_t at = 0; at < 2; ++at) {
            const TaskPrompt& prompt = bench.prompts()[at];
            CHECK(
                added.differences[at]
                == Approx(
                       differenceOf(model, prompt, head, CausalOperation::Add, 0.25 * std::sqrt(32.0), unit))
                       .margin(1e-4));
            CHECK(
                replaced.differences[at]
                == Approx(differenceOf(model, prompt, head, CausalOperation::Zero, 1, unit)).margin(1e-4));
        }
    }
}

TEST_CASE("Nothing added is the clean run")
{
    const auto model = demo();
    int told = 0;
    const EndBench bench(*model, prompts(), CancelToken(), [&] { ++told; });
    CHECK(told == 2);
    const EndAnswers same = bench.added({2, 1}, std::vector<float>(32, 0.0F));
    const EndAnswers residual = bench.residualAdded(4, std::vector<float>(192, 0.0F));
    for (std::size_t at = 0; at < 2; ++at) {
        CHECK(same.differences[at] == Approx(bench.clean().differences[at]).margin(1e-5));
        CHECK(same.probabilities[at] == Approx(bench.clean().probabilities[at]).epsilon(1e-4));
        CHECK(residual.differences[at] == Approx(bench.clean().differences[at]).margin(1e-5));
    }
    const EndAnswers own = bench.replaced({2, 1}, bench.z({2, 1}, 0));
    CHECK(own.differences[0] == Approx(bench.clean().differences[0]).margin(1e-5));
}

TEST_CASE("Without a rival the difference is to the mean of the others; the probability is of all tokens")
{
    const auto model = demo();
    std::vector<TaskPrompt> list = prompts();
    list[1].rival.reset();
    list[1].others = {460, 470};
    const EndBench bench(*model, list, CancelToken());
    const auto captures =
        model->capture({{list[1].ids}, {QStringLiteral("logits")}, false}, CancelToken(), {});
    const std::vector<float>& logits = captures.front().back().values;
    const auto logit = [&](std::size_t id) { return static_cast<double>(logits[id]); };
    CHECK(bench.clean().differences[1] == Approx(logit(450) - (logit(460) + logit(470)) / 2).margin(1e-4));
    double sum = 0;
    for (std::size_t id = 0; id < logits.size(); ++id)
        sum += std::exp(logit(id) - logit(450));
    CHECK(bench.clean().probabilities[1] == Approx(1 / sum).epsilon(1e-4));
}
