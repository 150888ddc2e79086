#include "core/heads/tasks/structuretext.h"
#include "core/heads/tasks/grammar.h"
#include "support/testing.h"

#include <QStringList>

#include <map>
#include <set>

using namespace headwaters;

namespace {

TaskGround demo()
{
    return TaskGround::of(loadTokenizer(demoModel()), 256);
}

QString textOf(const TaskGround& ground, const std::vector<TokenId>& ids, const std::vector<int>& positions)
{
    std::vector<TokenId> chosen;
    for (const int position : positions)
        chosen.push_back(ids[static_cast<std::size_t>(position)]);
    return ground.tokenizer->decode(chosen);
}

QStringList wordsOf(const TaskGround& ground, const TaskPrompt& prompt)
{
    QString text = ground.tokenizer->decode(prompt.ids);
    return text.replace(QStringLiteral("<|endoftext|>"), QString()).split(QLatin1Char(' '));
}

} // namespace

TEST_CASE("Lines of text are long enough and the same for one seed")
{
    const TaskGround ground = demo();
    const TaskSet set = naturalText(ground, 16, 1);
    REQUIRE(set.prompts.size() == 16);
    for (const TaskPrompt& prompt : set.prompts) {
        CHECK(prompt.ids.front() == ground.beginOfText);
        CHECK(prompt.ids.size() >= 24);
        CHECK(prompt.ids.size() <= 256);
    }
    CHECK(naturalText(ground, 16, 1).prompts[7].ids == set.prompts[7].ids);
}

TEST_CASE("A rare word and its common twin differ in one token, and the rare one has the larger number")
{
    const TaskGround ground = demo();
    const TaskSet set = rareWordSentences(ground, 40, 1);
    REQUIRE(set.prompts.size() == 40);
    std::set<QString> rare;
    for (const TaskPrompt& prompt : set.prompts) {
        REQUIRE(prompt.corrupted.size() == prompt.ids.size());
        for (std::size_t place = 0; place < prompt.ids.size(); ++place) {
            const bool isRare = static_cast<int>(place) == prompt.at(QStringLiteral("RARE"));
            CHECK((prompt.ids[place] != prompt.corrupted[place]) == isRare);
        }
        CHECK(prompt.at(QStringLiteral("RARE")) + 4 < static_cast<int>(prompt.ids.size()));
        CHECK(prompt.roles.at(QStringLiteral("OTHERS")).size() == 4);
        rare.insert(textOf(ground, prompt.ids, prompt.roles.at(QStringLiteral("RARE"))));
    }
    CHECK(rare.size() > 5);
}

TEST_CASE("The word of several tokens is where its role says")
{
    const TaskGround ground = demo();
    const TaskSet set = subwordSentences(ground, 40, 1);
    REQUIRE(set.prompts.size() == 40);
    for (const TaskPrompt& prompt : set.prompts) {
        const std::vector<int>& word = prompt.roles.at(QStringLiteral("WORD"));
        CHECK(word.size() >= 2);
        CHECK(word.size() <= 4);
        const std::vector<int>& starts = prompt.roles.at(QStringLiteral("STARTS"));
        CHECK(std::count(starts.begin(), starts.end(), word.front()) == 1);
        CHECK(std::count(starts.begin(), starts.end(), word.back()) == 0);
        CHECK(starts.front() == 1);
    }
}

TEST_CASE("Sentences of the grammar have every relation often enough and at several distances")
{
    const TaskGround ground = demo();
    const TaskSet set = grammarSentences(ground, 200, 1);
    REQUIRE(set.prompts.size() == 200);
    std::map<QString, int> counts;
    std::map<QString, std::set<int>> distances;
    for (const TaskPrompt& prompt : set.prompts) {
        for (const GrammarArc& arc : arcsOf(prompt)) {
            counts[arc.relation] += 1;
            distances[arc.relation].insert(arc.later - arc.earlier.back());
            REQUIRE(arc.earlier.back() < arc.later);
        }
    }
    CHECK(counts.size() == 9);
    for (const auto& [relation, count] : counts) {
        CAPTURE(relation.toStdString(), count);
        CHECK((count >= 100 || relation == QStringLiteral("ccomp"))); // a sentence in four has one
        CHECK(distances[relation].size() >= 2);
    }
}

TEST_CASE("Arcs of the grammar join the words that they say")
{
    const TaskGround ground = demo();
    for (const TaskPrompt& prompt : grammarSentences(ground, 50, 2).prompts) {
        for (const GrammarArc& arc : arcsOf(prompt)) {
            const QString first = textOf(ground, prompt.ids, arc.earlier).trimmed();
            CAPTURE(
                arc.relation.toStdString(), first.toStdString(),
                wordsOf(ground, prompt).join(QLatin1Char(' ')).toStdString());
            if (arc.relation == QStringLiteral("det"))
                CHECK(
                    QStringList{QStringLiteral("the"), QStringLiteral("a"), QStringLiteral("this")}.contains(
                        first));
            if (arc.relation == QStringLiteral("poss"))
                CHECK(QStringList{QStringLiteral("his"), QStringLiteral("her"), QStringLiteral("their")}
                          .contains(first));
            if (arc.relation == QStringLiteral("aux"))
                CHECK((first == QStringLiteral("had") || first == QStringLiteral("has")));
            if (arc.relation == QStringLiteral("ccomp"))
                CHECK((first == QStringLiteral("thought") || first == QStringLiteral("said")));
        }
    }
}

TEST_CASE("Without a tokenizer there are no sentences but a reason")
{
    TaskGround ground;
    ground.nCtx = 256;
    const QString reason = QStringLiteral("there is no tokenizer, so no words");
    CHECK(naturalText(ground, 4, 1).reason == reason);
    CHECK(rareWordSentences(ground, 4, 1).reason == reason);
    CHECK(subwordSentences(ground, 4, 1).reason == reason);
    CHECK(grammarSentences(ground, 4, 1).reason == reason);
    TaskGround narrow = demo();
    narrow.nCtx = 24;
    CHECK(subwordSentences(narrow, 4, 1).reason == QStringLiteral("the context of 24 tokens is too short"));
}
