#include "core/heads/tasks/fewshot.h"

#include "core/heads/tasks/acronyms.h"
#include "core/heads/tasks/languages.h"
#include "core/text/modeltokenizer.h"
#include "support/testing.h"

#include <QStringList>

#include <algorithm>
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

const WordMap& mapOf(const QString& key)
{
    return *std::find_if(
        wordMaps().begin(), wordMaps().end(), [&](const WordMap& map) { return map.key == key; });
}

} // namespace

TEST_CASE("Examples are right, and exchanged ones all wrong with the same words")
{
    const WordMap& map = mapOf(u"country-capital"_s);
    std::map<QString, QString> answers;
    for (const auto& [first, second] : map.pairs)
        answers[first] = second;
    const FewShotSet made = fewShot(ground(), map, 10, 8, 1);
    REQUIRE(made.set.prompts.size() == 8);
    CHECK(made.shots == 10);
    for (std::size_t at = 0; at < 8; ++at) {
        const QStringList lines = textOf(made.set.prompts[at].ids).split(u'\n');
        const QStringList exchanged = textOf(made.shuffled[at].ids).split(u'\n');
        REQUIRE(lines.size() == 11);
        QStringList right, wrong;
        for (qsizetype line = 0; line < 10; ++line) {
            const QStringList own = lines[line].split(u" -> "_s), other = exchanged[line].split(u" -> "_s);
            CHECK(answers.at(own[0]) == own[1]);
            CHECK(other[0] == own[0]);
            CHECK(other[1] != own[1]);
            right << own[1];
            wrong << other[1];
        }
        right.sort();
        wrong.sort();
        CHECK(right == wrong);
        CHECK(lines.last() == exchanged.last());
        CHECK(textOf(made.bare[at].ids) == lines.last());
        const QString query = lines.last().chopped(3);
        CHECK(*made.set.prompts[at].target == *ground().word(answers.at(query)));
        CHECK_FALSE(right.contains(answers.at(query)));
    }
}

TEST_CASE("A short context takes fewer examples, and says so when fewer than four fit")
{
    const FewShotSet few = fewShot(ground(30), mapOf(u"country-capital"_s), 10, 4, 1);
    CHECK(few.shots == 6);
    const FewShotSet none = fewShot(ground(12), mapOf(u"country-capital"_s), 10, 4, 1);
    CHECK(none.set.reason.contains(u"12 tokens"_s));
    CHECK(none.set.prompts.empty());
}

TEST_CASE("Neutral labels are balanced, and the swapped twin exchanges them everywhere")
{
    const NeutralLabelSet made = neutralLabels(ground(), 4, 32, 1);
    REQUIRE(made.set.prompts.size() == 32);
    std::map<TokenId, int> targets;
    int lastMatches = 0;
    for (std::size_t at = 0; at < 32; ++at) {
        const TaskPrompt &prompt = made.set.prompts[at], &swapped = made.swapped[at];
        const std::vector<int>&match = prompt.roles.at(u"MATCH"_s), &other = prompt.roles.at(u"OTHER"_s);
        CHECK(match.size() == 4);
        CHECK(other.size() == 4);
        for (const int position : match)
            CHECK(prompt.ids[static_cast<std::size_t>(position)] == *prompt.target);
        for (const int position : other)
            CHECK(prompt.ids[static_cast<std::size_t>(position)] == *prompt.rival);
        CHECK(*swapped.target == *prompt.rival);
        CHECK(swapped.roles.at(u"MATCH"_s) == match);
        REQUIRE(swapped.ids.size() == prompt.ids.size());
        for (std::size_t position = 0; position < prompt.ids.size(); ++position) {
            const bool isLabel =
                prompt.ids[position] == *prompt.target || prompt.ids[position] == *prompt.rival;
            CHECK((swapped.ids[position] == prompt.ids[position]) == !isLabel);
        }
        ++targets[*prompt.target];
        lastMatches += match.back() > other.back() ? 1 : 0;
    }
    CHECK(targets.size() == 2);
    CHECK(targets.begin()->second == 16);
    CHECK(lastMatches == 16); // the last label tells nothing
}

TEST_CASE("A word is asked for in two languages, and coherence labels the language")
{
    const LanguageSet made = targetLanguages(ground(), 32, 1);
    CHECK(made.set.reason.isEmpty());
    REQUIRE(made.languages.size() == 2);
    const ProbeSet set = coherenceSet(made);
    CHECK(set.ones() == 16);
    for (std::size_t at = 0; at < 32; at += 2) {
        CHECK(made.words[at] == made.words[at + 1]);
        CHECK(*made.set.prompts[at].target == *made.set.prompts[at + 1].rival);
        CHECK(set.prompts[at].group == set.prompts[at + 1].group);
        CHECK(set.prompts[at].label == 1);
        CHECK(set.prompts[at + 1].label == 0);
        CHECK(*set.contrasts.prompts[at].target == *set.contrasts.prompts[at + 1].target);
    }
    for (const TokenId word : made.languages[0].words) {
        const std::vector<TokenId>& others = made.languages[1].words;
        CHECK(std::find(others.begin(), others.end(), word) == others.end());
    }
}

TEST_CASE("An acronym goes on with the initial of the word that is asked for")
{
    const TaskSet set = acronyms(ground(), 12, 1);
    CHECK(set.reason.isEmpty());
    REQUIRE(set.prompts.size() == 12);
    for (std::size_t at = 0; at < 12; ++at) {
        const TaskPrompt& prompt = set.prompts[at];
        const QString text = textOf(prompt.ids);
        const QStringList words = text.section(u" ("_s, 0, 0).split(u' ');
        REQUIRE(words.size() == 4); // The and three words
        const auto step = static_cast<qsizetype>(at % 3);
        CHECK(ground().tokenizer->decode(std::vector<TokenId>{*prompt.target}) == words[step + 1].left(1));
        CHECK(text.section(u" ("_s, 1).size() == step);
        CHECK(prompt.at(u"INITIAL"_s) == prompt.at(u"W%1"_s.arg(step + 1)));
    }
}
