#include "core/heads/tasks/arguments.h"
#include "core/heads/tasks/semanticpairs.h"
#include "core/heads/tasks/series.h"
#include "core/heads/tasks/splitacronyms.h"
#include "core/heads/tasks/words.h"

#include "core/text/tokenizer.h"
#include "support/testing.h"

#include <set>

using namespace headwaters;

namespace {

const TaskGround& demoGround()
{
    static const TaskGround ground = TaskGround::of(loadTokenizer(demoModel()), 256);
    return ground;
}

QString textOf(TokenId id)
{
    return tokenText(demoGround().tokenizer->token(id).bytes);
}

} // namespace

TEST_CASE("A series asks for the member behind the one that it marks")
{
    const std::vector<TaskSet> sets = series(demoGround());
    REQUIRE(sets.size() == 5);
    const TaskSet& letters = sets[4];
    CHECK(letters.key == QStringLiteral("series-letters"));
    REQUIRE(letters.prompts.size() >= 9);
    for (const TaskPrompt& prompt : letters.prompts) {
        const QString letter = textOf(*prompt.rival), next = textOf(*prompt.target);
        REQUIRE((letter.size() == 2 && next.size() == 2));
        CHECK(next[1].unicode() == letter[1].unicode() + 1);
        CHECK(prompt.ids[static_cast<std::size_t>(prompt.at(QStringLiteral("SRC")))] == *prompt.rival);
        CHECK(prompt.ids.back() == demoGround().tokenizer->tokenWithText(u","));
        CHECK(prompt.ids.size() == static_cast<std::size_t>(3 + 2 * prompt.variant.toInt()));
    }
    CHECK(sets[3].reason.contains(QStringLiteral("have a next one that is, and 9 are needed")));
    for (const TaskSet& set : sets) {
        CAPTURE(set.key);
        CHECK((set.reason.isEmpty() ? set.prompts.size() >= 9 : set.prompts.empty()));
    }
}

TEST_CASE("Arguments stand where their role says, and their twins differ there alone")
{
    const std::vector<TaskSet> sets = arguments(demoGround(), 12, 4);
    REQUIRE(sets.size() == 3);
    for (const TaskSet& set : sets) {
        CAPTURE(set.key, set.reason);
        REQUIRE(set.prompts.size() >= 10);
        for (const TaskPrompt& prompt : set.prompts) {
            const auto place = static_cast<std::size_t>(prompt.at(QStringLiteral("ARG")));
            REQUIRE(prompt.corrupted.size() == prompt.ids.size());
            for (std::size_t at = 0; at < prompt.ids.size(); ++at)
                CHECK((prompt.ids[at] != prompt.corrupted[at]) == (at == place));
            CHECK(prompt.others.size() == 4);
            CHECK(prompt.target != prompt.rival);
            if (set.key == QStringLiteral("argument-subject"))
                CHECK(prompt.ids[place] != *prompt.target);
            else
                CHECK(prompt.ids[place] == *prompt.target);
        }
    }
}

TEST_CASE("An acronym's letters are those of its words, asked for one after the other")
{
    const TaskSet set = splitAcronyms(demoGround(), 6, 2);
    CAPTURE(set.reason);
    REQUIRE(set.prompts.size() == 6);
    for (const TaskPrompt& prompt : set.prompts) {
        const auto place = static_cast<std::size_t>(prompt.at(QStringLiteral("LETTER")));
        CHECK(textOf(prompt.ids[place]) == QStringLiteral(" ") + textOf(*prompt.target));
        CHECK(textOf(prompt.corrupted[place]) == QStringLiteral(" ") + textOf(*prompt.rival));
        CHECK(prompt.corrupted.size() == prompt.ids.size());
        CHECK(prompt.others.size() == 2);
        CHECK(prompt.at(QStringLiteral("L%1").arg(prompt.variant)) == static_cast<int>(place));
    }
    CHECK(set.prompts[1].ids.size() == set.prompts[0].ids.size() + 1);
    CHECK(set.prompts[1].ids.back() == *set.prompts[0].target);
}

TEST_CASE("Every relation has forty pairs, no word of which is first or second twice")
{
    for (const auto* pairs :
         {&words::capitals(), &words::parts(), &words::uses(), &words::categories(), &words::antonyms()}) {
        std::set<QString> firsts;
        for (const words::Pair& pair : *pairs) {
            CHECK_FALSE(pair.second.isEmpty());
            firsts.insert(pair.first);
        }
        CHECK(firsts.size() >= 40);
    }
}

TEST_CASE("Prompts of semantic pairs mark the first words and list the second ones")
{
    const std::vector<TaskSet> sets = semanticPairs(demoGround(), 8, 1);
    REQUIRE(sets.size() == 5);
    const TaskSet& capitals = sets[3];
    REQUIRE(capitals.prompts.size() == 8);
    for (const TaskPrompt& prompt : capitals.prompts) {
        const std::vector<int>& places = prompt.roles.at(QStringLiteral("S"));
        REQUIRE(places.size() == 4);
        for (std::size_t word = 0; word < 4; ++word) {
            const QString first = textOf(prompt.ids[static_cast<std::size_t>(places[word])]).trimmed();
            const QString second = textOf(prompt.others[word]).trimmed();
            const auto isPair = [&](const words::Pair& pair) {
                return pair.first == first && pair.second == second;
            };
            CHECK(std::any_of(words::capitals().begin(), words::capitals().end(), isPair));
        }
    }
    // The bundled model knows few words; what is too little is said so.
    CHECK(sets[0].reason.contains(QStringLiteral("pairs of words are one token each, and 12 are needed")));
}
