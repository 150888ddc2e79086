#include "core/heads/tasks/statements.h"

#include "core/text/modeltokenizer.h"
#include "support/testing.h"

#include <QStringList>

#include <map>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

TaskGround ground(int nCtx = 256)
{
    return TaskGround::of(loadTokenizer(openModelFolder(demoModel())), nCtx);
}

QString textOf(const std::vector<TokenId>& ids)
{
    return ground().tokenizer->decode(std::vector<TokenId>(ids.begin() + 1, ids.end()));
}

} // namespace

TEST_CASE("Statements of a group say two answers of two questions, once rightly and once wrongly each")
{
    const ProbeSet set = trueStatements(ground(), 64, 1);
    CHECK(set.reason.isEmpty());
    CHECK(set.topics() == QStringList{u"capital"_s, u"kind"_s});
    REQUIRE(set.prompts.size() == 2 * set.contrasts.prompts.size());
    CHECK(set.ones() * 2 == static_cast<int>(set.prompts.size()));
    std::map<int, std::map<TokenId, int>> labels; // [group][answer]: +1 for right, -1 for wrong
    std::map<int, int> sizes;
    for (const ProbePrompt& prompt : set.prompts) {
        REQUIRE(prompt.position == static_cast<int>(prompt.ids.size()) - 1);
        labels[prompt.group][prompt.ids.back()] += prompt.label == 1 ? 1 : -1;
        ++sizes[prompt.group];
    }
    for (const auto& [group, answers] : labels) {
        CHECK(sizes[group] == 4);
        CHECK(answers.size() == 2);
        for (const auto& [answer, balance] : answers)
            CHECK(balance == 0);
    }
}

TEST_CASE("True statements are true: the label follows the contrast's target")
{
    const ProbeSet set = trueStatements(ground(), 20, 3);
    for (std::size_t at = 0; at < set.contrasts.prompts.size(); ++at) {
        const TaskPrompt& question = set.contrasts.prompts[at];
        const ProbePrompt &isTrue = set.prompts[2 * at], &isFalse = set.prompts[2 * at + 1];
        CHECK(isTrue.label == 1);
        CHECK(isTrue.ids.back() == *question.target);
        CHECK(isFalse.label == 0);
        CHECK(isFalse.ids.back() == *question.rival);
        CHECK(*question.target != *question.rival);
    }
    QStringList texts;
    for (const ProbePrompt& prompt : set.prompts)
        texts << textOf(prompt.ids);
    for (const QString& text : texts) {
        if (text.startsWith(u"The capital of Poland is"_s))
            CHECK(
                (text == u"The capital of Poland is Warsaw"_s)
                == (set.prompts[static_cast<std::size_t>(texts.indexOf(text))].label == 1));
        CHECK_FALSE(text.endsWith(u"eagle is a kind of animal"_s)); // true, and not the answer that is meant
    }
}

TEST_CASE("The same seed draws the same statements, another seed others")
{
    const auto first = [](std::uint64_t seed) {
        return trueStatements(ground(), 20, seed).prompts.front().ids;
    };
    CHECK(first(1) == first(1));
    CHECK(first(1) != first(2));
}

TEST_CASE("Questions have their object as target and the relation's others beside it")
{
    const TaskSet set = clozeQuestions(ground(), 60, 1);
    REQUIRE(set.prompts.size() == 60);
    for (const TaskPrompt& prompt : set.prompts) {
        CHECK(prompt.at(u"END"_s) == static_cast<int>(prompt.ids.size()) - 1);
        CHECK(std::find(prompt.others.begin(), prompt.others.end(), *prompt.target) == prompt.others.end());
        CHECK(prompt.others.size() >= 5);
    }
}

TEST_CASE("Each fact is asked for in four ways with one answer")
{
    const ParaphraseSet set = paraphrases(ground(), 20, 1);
    REQUIRE(set.facts.size() == set.set.prompts.size());
    std::map<int, std::vector<const TaskPrompt*>> facts;
    for (std::size_t at = 0; at < set.facts.size(); ++at)
        facts[set.facts[at]].push_back(&set.set.prompts[at]);
    CHECK(facts.size() > 10);
    for (const auto& [fact, prompts] : facts) {
        REQUIRE(prompts.size() == 4);
        for (const TaskPrompt* prompt : prompts) {
            CHECK(*prompt->target == *prompts.front()->target);
            CHECK((prompt == prompts.front() || prompt->ids != prompts.front()->ids));
        }
    }
}

TEST_CASE("A short context and a missing tokenizer give a reason and no prompts")
{
    CHECK(trueStatements(ground(4), 20, 1).prompts.empty());
    CHECK_FALSE(trueStatements(ground(4), 20, 1).reason.isEmpty());
    CHECK_FALSE(trueStatements({}, 20, 1).reason.isEmpty());
    CHECK_FALSE(clozeQuestions({}, 20, 1).reason.isEmpty());
    CHECK_FALSE(clozeQuestions(ground(3), 20, 1).reason.isEmpty());
    CHECK_FALSE(paraphrases({}, 20, 1).set.reason.isEmpty());
    CHECK_FALSE(paraphrases(ground(3), 20, 1).set.reason.isEmpty());
}
