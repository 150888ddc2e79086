#include "core/engine/causal/setruns.h"

#include "engine/support/demobench.h"
#include "support/problem.h"
#include "support/testing.h"

#include <algorithm>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

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

TaskPrompt untargeted()
{
    TaskPrompt prompt;
    prompt.ids = {1535, 1};
    return prompt;
}

CausalRun runOf(const TaskPrompt& prompt, const std::vector<CausalPrompt>& references = {})
{
    return {
        demo(), {{prompt.ids, {}}, std::nullopt, references, *prompt.target, *prompt.rival}, CancelToken()};
}

const std::vector<std::vector<HeadIndex>> lists{{{0, 1}}, {{5, 0}, {2, 3}}, {{5, 5}}};

} // namespace

TEST_CASE("Over a set each prompt is what it is alone")
{
    std::vector<TaskPrompt> set = prompts();
    set.insert(set.begin() + 1, untargeted()); // without a target: not asked
    int told = 0;
    const SetAblation ablation =
        ablateOverSet(demo(), set, {{Intervention()}, {}}, lists, CancelToken(), [&](int done, int total) {
            told = done;
            CHECK(total == 3);
        });
    CHECK(told == 3);
    REQUIRE(ablation.clean.losses.size() == 2);
    REQUIRE(ablation.changed.size() == 3);
    for (std::size_t at = 0; at < 2; ++at) {
        CausalRun run = runOf(prompts()[at]);
        CHECK(ablation.clean.losses[at] == Approx(-run.clean().logProbability));
        CHECK(ablation.clean.correct[at] == (run.clean().difference > 0 ? 1 : 0));
        for (std::size_t list = 0; list < lists.size(); ++list) {
            Intervention zero;
            zero.heads = lists[list];
            const CausalMeasures alone = run.apply({{zero}}, CausalBase::Clean, CancelToken()).measures;
            CHECK(ablation.changed[list].losses[at] == Approx(-alone.logProbability).margin(1e-5));
            CHECK(ablation.changed[list].correct[at] == (alone.difference > 0 ? 1 : 0));
        }
    }
}

TEST_CASE("Several changes count alike, taken from the references")
{
    const std::vector<TaskPrompt> set{prompts().front()};
    const std::vector<CausalPrompt> references{{{1535, 301, 401, 501}, {}}, {{1535, 9, 10, 11}, {}}};
    std::vector<Intervention> changes(2);
    double loss = 0;
    CausalRun run = runOf(set.front(), references);
    for (int at = 0; at < 2; ++at) {
        Intervention& change = changes[static_cast<std::size_t>(at)];
        change.operation = CausalOperation::Patch;
        change.reference = at;
        Intervention one = change;
        one.heads = lists.front();
        loss -= run.apply({{one}}, CausalBase::Clean, CancelToken()).measures.logProbability / 2;
    }
    const SetAblation ablation =
        ablateOverSet(demo(), set, {changes, references}, {lists.front()}, CancelToken());
    CHECK(ablation.changed[0].losses[0] == Approx(loss).margin(1e-5));
}

TEST_CASE("A target is right ahead of its rival and all others, without any ahead of every token")
{
    TaskPrompt prompt = prompts().front();
    CausalRun run = runOf(prompt);
    const std::vector<CausalToken> best = run.tokens(CausalBase::Clean, 3);
    const auto isRight = [&](TokenId target, std::optional<TokenId> rival, std::vector<TokenId> others) {
        prompt.target = target;
        prompt.rival = rival;
        prompt.others = std::move(others);
        const SetAblation ablation =
            ablateOverSet(demo(), {prompt}, {{Intervention()}, {}}, {}, CancelToken());
        return ablation.clean.accuracy() == 1;
    };
    CHECK(isRight(best[1].id, best[2].id, {}));
    CHECK_FALSE(isRight(best[1].id, best[2].id, {best[0].id}));
    CHECK_FALSE(isRight(best[1].id, {}, {}));
    CHECK(isRight(best[0].id, {}, {}));
}

TEST_CASE("A set without targets is refused")
{
    const Problem problem = problemOf([] {
        (void)ablateOverSet(demo(), {untargeted()}, {{Intervention()}, {}}, lists, CancelToken());
    });
    CHECK(problem.kind == Problem::Kind::BadInput);
    checkSentence(problem.summary);
}
