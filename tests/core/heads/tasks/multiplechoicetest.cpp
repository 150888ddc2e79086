#include "core/heads/tasks/multiplechoice.h"

#include "support/testing.h"

#include <QStringList>

#include <algorithm>
#include <map>
#include <set>

using namespace headwaters;

namespace {

const TaskGround& demoGround()
{
    static const TaskGround ground = TaskGround::of(loadTokenizer(demoModel()), 256);
    return ground;
}

} // namespace

TEST_CASE("Number of options, place of the right one and order of the labels are balanced")
{
    const TaskSet set = multipleChoice(demoGround(), ChoiceForm::Capitals, 144, 1);
    REQUIRE(set.prompts.size() == 144);
    CHECK(set.key == QStringLiteral("multiple-choice"));
    std::map<std::pair<int, int>, int> places; // (options, right)
    std::map<std::pair<int, int>, int> natural; // the same where labels stand in their order
    std::map<QString, int> alphabets;
    int shuffled = 0;
    for (const TaskPrompt& prompt : set.prompts) {
        const Choice choice = choiceOf(prompt);
        ++places[{choice.options(), choice.right}];
        ++alphabets[choice.alphabet];
        shuffled += choice.shuffled ? 1 : 0;
        natural[{choice.options(), choice.right}] += choice.shuffled ? 0 : 1;
    }
    CHECK(shuffled >= 60);
    CHECK(shuffled <= 84);
    CHECK(places.size() == 2 + 3 + 4);
    for (int options = 2; options <= 4; ++options) {
        for (int right = 0; right < options; ++right) {
            CHECK(places[{options, right}] >= 48 / options - 3);
            CHECK(natural[{options, right}] >= places[{options, right}] / 3);
            CHECK(natural[{options, right}] <= places[{options, right}] * 2 / 3 + 1);
        }
    }
    CHECK(alphabets[QStringLiteral("A-D")] >= 72);
    CHECK(set.chance == Approx((1 / 2.0 + 1 / 3.0 + 1 / 4.0) / 3));
}

TEST_CASE("A choice's answers are its labels as they are said after the prompt")
{
    const TaskGround& ground = demoGround();
    for (const TaskPrompt& prompt : multipleChoice(ground, ChoiceForm::Colours, 24, 2).prompts) {
        const Choice choice = choiceOf(prompt);
        CHECK(choice.answers[static_cast<std::size_t>(choice.right)] == *prompt.target);
        CHECK(
            std::set<TokenId>(choice.answers.begin(), choice.answers.end()).size() == choice.answers.size());
        const QString text = ground.tokenizer->decode(prompt.ids);
        QStringList labels, sorted;
        for (int option = 0; option < choice.options(); ++option) {
            const std::vector<int>& span = choice.spans[static_cast<std::size_t>(option)];
            REQUIRE(span.size() >= 2);
            const int label = prompt.at(QStringLiteral("LABEL_%1").arg(option + 1));
            CHECK(span.front() == label);
            const QString said =
                ground.tokenizer->decode(std::vector<TokenId>{prompt.ids[static_cast<std::size_t>(label)]})
                    .trimmed();
            const QString answer =
                ground.tokenizer
                    ->decode(std::vector<TokenId>{choice.answers[static_cast<std::size_t>(option)]})
                    .trimmed();
            CHECK(said == answer);
            labels.append(said);
        }
        sorted = labels;
        sorted.sort();
        CHECK(choice.shuffled == (labels != sorted));
        // The thing's colour is the text of the right option alone.
        const QString colour = text.section(QLatin1Char(' '), 3).section(QLatin1Char('.'), 0, 0).trimmed();
        const TokenId right = *ground.word(colour);
        int found = 0;
        for (int option = 0; option < choice.options(); ++option) {
            const TokenId last =
                prompt.ids[static_cast<std::size_t>(choice.spans[static_cast<std::size_t>(option)].back())];
            found += last == right ? 1 : 0;
            CHECK((last == right) == (option == choice.right));
        }
        CHECK(found == 1);
    }
}

TEST_CASE("Choices need a tokenizer and room in the context")
{
    TaskGround bare;
    bare.nCtx = 256;
    CHECK(
        multipleChoice(bare, ChoiceForm::Colours, 8, 1).reason
        == QStringLiteral("the model has no tokenizer"));
    TaskGround narrow = demoGround();
    narrow.nCtx = 8;
    const TaskSet set = multipleChoice(narrow, ChoiceForm::Capitals, 8, 1);
    CHECK(set.isEmpty());
    CHECK(set.reason.contains(QStringLiteral("the context holds 8")));
}
