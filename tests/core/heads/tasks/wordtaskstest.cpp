#include "core/heads/tasks/coloredobjects.h"
#include "core/heads/tasks/sentimenttasks.h"
#include "core/heads/tasks/yesno.h"

#include "support/testing.h"

#include <algorithm>
#include <set>

using namespace headwaters;

namespace {

const TaskGround& demoGround()
{
    static const TaskGround ground = TaskGround::of(loadTokenizer(demoModel()), 256);
    return ground;
}

TokenId tokenAt(const TaskPrompt& prompt, const QString& role, bool last = false)
{
    const std::vector<int>& positions = prompt.roles.at(role);
    return prompt.ids[static_cast<std::size_t>(last ? positions.back() : positions.front())];
}

} // namespace

TEST_CASE("Each yes-or-no question stands in both orders, and half are to be denied")
{
    const YesNoSet set = yesNo(demoGround(), 16, 1);
    REQUIRE(set.set.prompts.size() == 32);
    REQUIRE(set.control.size() == 32);
    int yes = 0;
    for (std::size_t at = 0; at < 32; at += 2) {
        const TaskPrompt& first = set.set.prompts[at];
        const TaskPrompt& second = set.set.prompts[at + 1];
        CHECK(first.target == second.target);
        CHECK(first.at(QStringLiteral("YES")) < first.at(QStringLiteral("NO")));
        CHECK(second.at(QStringLiteral("YES")) > second.at(QStringLiteral("NO")));
        CHECK(tokenAt(first, QStringLiteral("YES"), true) == set.yes);
        CHECK(tokenAt(second, QStringLiteral("NO"), true) == set.no);
        yes += first.target == set.yes ? 1 : 0;
        // Behind the candidates both are the same text, and so is the control.
        CHECK(std::equal(first.ids.rbegin(), first.ids.rbegin() + 8, second.ids.rbegin()));
        CHECK(std::equal(first.ids.rbegin(), first.ids.rbegin() + 8, set.control[at].ids.rbegin()));
        CHECK(tokenAt(set.control[at], QStringLiteral("YES"), true) != set.yes);
    }
    CHECK(yes == 8);
}

TEST_CASE("Coloured objects have three things, and the asked one's colour is the target")
{
    for (const ColoredForm form : {ColoredForm::Repeated, ColoredForm::Direct}) {
        const TaskSet set = coloredObjects(demoGround(), form, 30, 1);
        REQUIRE(set.prompts.size() == 30);
        std::set<int> places;
        for (const TaskPrompt& prompt : set.prompts) {
            CHECK(tokenAt(prompt, QStringLiteral("RIGHT")) == *prompt.target);
            const TokenId asked = tokenAt(prompt, QStringLiteral("ASKED"));
            CHECK(asked == tokenAt(prompt, QStringLiteral("ASKED"), true));
            CHECK(prompt.roles.at(QStringLiteral("ASKED")).size() == (form == ColoredForm::Direct ? 1 : 2));
            CHECK(prompt.others.size() == 2);
            int matching = 0;
            for (int k = 1; k <= 3; ++k) {
                const bool isAsked = tokenAt(prompt, QStringLiteral("OBJ_%1").arg(k)) == asked;
                const bool isRight = tokenAt(prompt, QStringLiteral("COL_%1").arg(k)) == *prompt.target;
                CHECK(isAsked == isRight);
                matching += isAsked ? 1 : 0;
                if (isAsked)
                    places.insert(k);
            }
            CHECK(matching == 1);
        }
        CHECK(places.size() == 3);
    }
}

TEST_CASE("Sentiment prompts are half praise, half blame, in two halves without a word in common")
{
    for (const SentimentForm form : {SentimentForm::Review, SentimentForm::Feeling}) {
        const SentimentSet set = sentimentPrompts(demoGround(), form, 32, 1);
        REQUIRE(set.set.prompts.size() == 32);
        REQUIRE(set.neutral.size() == 16);
        CHECK(std::count(set.praise.begin(), set.praise.end(), true) == 16);
        CHECK(std::count(set.fits.begin(), set.fits.end(), true) == 16);
        REQUIRE(set.positive.size() == set.negative.size());
        std::set<std::vector<TokenId>> fitted, tested;
        for (std::size_t at = 0; at < 32; ++at) {
            const TaskPrompt& prompt = set.set.prompts[at];
            CHECK(*prompt.target == (set.praise[at] ? set.positive : set.negative).front());
            CHECK(*prompt.rival == (set.praise[at] ? set.negative : set.positive).front());
            std::vector<TokenId> words;
            for (const int position : prompt.roles.at(QStringLiteral("ADJ")))
                words.push_back(prompt.ids[static_cast<std::size_t>(position)]);
            (set.fits[at] ? fitted : tested).insert(words);
            for (int k = 1; k <= set.summaries; ++k)
                CHECK(prompt.has(QStringLiteral("SUM_%1").arg(k)));
            CHECK(prompt.at(QStringLiteral("SUM_2")) > prompt.roles.at(QStringLiteral("ADJ")).back());
            CHECK(prompt.variant == (set.praise[at] ? QStringLiteral("praise") : QStringLiteral("blame")));
        }
        for (const std::vector<TokenId>& words : fitted)
            CHECK(tested.count(words) == 0);
    }
    // The bundled tokenizer has no word for a mood as one token.
    CHECK(
        sentimentPrompts(demoGround(), SentimentForm::Mood, 8, 1).set.reason
        == QStringLiteral("no pair of its answers is one token each"));
}
