#include "core/heads/tasks/chains.h"

#include "core/files/modelfolder.h"
#include "core/text/modeltokenizer.h"
#include "support/testing.h"

#include <set>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

TaskGround bundledGround()
{
    return TaskGround::of(loadTokenizer(openModelFolder(demoModel())), 256);
}

/// Four tokens that stand for 0, 1, = and the end of a line.
TaskGround plainGround(int nCtx)
{
    TaskGround ground;
    ground.beginOfText = 9;
    ground.pool = {0, 1, 2, 3};
    ground.nCtx = nCtx;
    return ground;
}

/// The states that follow from the inputs of the last line, by the definition.
std::vector<TokenId> statesOf(const TaskPrompt& prompt, ChainRule rule)
{
    std::vector<TokenId> states;
    TokenId state = 0;
    for (const int place : prompt.roles.at(u"INPUT"_s)) {
        const TokenId input = prompt.ids[static_cast<std::size_t>(place)];
        state = rule == ChainRule::Parity ? (state + input) % 2 : input;
        states.push_back(state);
    }
    return states;
}

} // namespace

TEST_CASE("Chains follow their rule, and their roles are the inputs that the next states take")
{
    const ChainRule rule = GENERATE(ChainRule::Parity, ChainRule::Copy);
    const TaskSet set = chains(plainGround(200), rule, 40, 3);
    CHECK(set.key == (rule == ChainRule::Parity ? u"chain-parity"_s : u"chain-copy"_s));
    REQUIRE(set.prompts.size() == 40);
    int ones = 0;
    std::set<std::size_t> lengths;
    for (const TaskPrompt& prompt : set.prompts) {
        const std::vector<int>& inputs = prompt.roles.at(u"INPUT"_s);
        const std::vector<int>& known = prompt.roles.at(u"STATE"_s);
        const std::vector<int>& read = prompt.roles.at(u"READ"_s);
        lengths.insert(inputs.size());
        CHECK(inputs.size() >= 3);
        CHECK(inputs.size() <= 7);
        REQUIRE(known.size() == read.size());
        REQUIRE(known.size() + 1 < inputs.size());
        CHECK(prompt.at(u"END"_s) == static_cast<int>(prompt.ids.size()) - 1);
        CHECK(known.back() == prompt.at(u"END"_s));
        CHECK(prompt.ids[static_cast<std::size_t>(inputs.back()) + 1] == 2); // =
        CHECK(known.front() == inputs.back() + 3);
        CHECK(prompt.ids[static_cast<std::size_t>(inputs.front()) - 1] == 3); // the end of a shown line
        const std::vector<TokenId> states = statesOf(prompt, rule);
        for (std::size_t state = 0; state < known.size(); ++state) {
            CHECK(prompt.ids[static_cast<std::size_t>(known[state])] == states[state + 1]);
            CHECK(read[state] == inputs[state + 2]);
        }
        CHECK(*prompt.target == states[known.size() + 1]);
        CHECK(*prompt.rival == 1 - *prompt.target);
        ones += *prompt.target;
    }
    CHECK(ones == 20);
    CHECK(lengths.size() == 5);
    CHECK(chains(plainGround(200), rule, 40, 3).prompts.back().ids == set.prompts.back().ids);
    CHECK(chains(plainGround(200), rule, 40, 4).prompts.back().ids != set.prompts.back().ids);
}

TEST_CASE("Chains are written in the tokens of a tokenizer")
{
    const TaskGround ground = bundledGround();
    const TaskSet set = chains(ground, ChainRule::Parity, 4, 1);
    REQUIRE(set.prompts.size() == 4);
    // Its digits are no tokens of their own, so words stand for them.
    CHECK_FALSE(ground.word(u"0"_s));
    const QString text = ground.tokenizer->decode(set.prompts.front().ids);
    const QString target = ground.tokenizer->decode(std::vector<TokenId>{*set.prompts.front().target});
    const QString rival = ground.tokenizer->decode(std::vector<TokenId>{*set.prompts.front().rival});
    CHECK(target != rival);
    CHECK(text.contains(target));
    CHECK(text.contains(rival));
}

TEST_CASE("A short context takes shown lines away, a very short one the chain")
{
    const auto lines = [](const TaskSet& set) {
        return std::count(set.prompts.front().ids.begin(), set.prompts.front().ids.end(), 3);
    };
    CHECK(lines(chains(plainGround(200), ChainRule::Copy, 1, 1)) == 6);
    CHECK(lines(chains(plainGround(48), ChainRule::Copy, 1, 1)) == 2); // 15 and 16 each
    CHECK(lines(chains(plainGround(15), ChainRule::Copy, 1, 1)) == 0);
    const TaskSet none = chains(plainGround(14), ChainRule::Copy, 1, 1);
    CHECK(none.isEmpty());
    CHECK(none.reason.contains(u"14 tokens"_s));
    TaskGround poor = plainGround(200);
    poor.pool.resize(3);
    CHECK(chains(poor, ChainRule::Copy, 1, 1).reason.contains(u"one token"_s));
}
