#include "core/text/promptlist.h"

#include <QStringList>

#include "support/problem.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

std::vector<ListedPrompt> read(const QByteArray& bytes)
{
    return readPromptList(bytes, u"list.jsonl"_s);
}

void checkRefused(const QByteArray& bytes, const QStringList& mentions)
{
    const Problem problem = problemOf([&] { static_cast<void>(read(bytes)); });
    INFO(problem.summary.toStdString());
    CHECK(problem.kind == Problem::Kind::BadInput);
    checkSentence(problem.summary);
    for (const QString& mention : QStringList(u"list.jsonl"_s) + mentions)
        CHECK(problem.summary.contains(mention));
}

std::vector<QString> labelsOf(const std::map<QString, int>& roles, int tokens)
{
    return labelsOfRoles(roles, tokens, u"list.jsonl: prompt 1"_s);
}

} // namespace

TEST_CASE("a prompt of a list has a text, and all else where it is given")
{
    const auto prompts =
        read("{\"text\": \"Then, Mary\", \"bos\": false, \"roles\": {\"IO\": 2, \"end\": 2}, "
             "\"target\": \" Mary\", \"rival\": \" John\"}\n"
             "\n   \r\n"
             "{\"text\": \"\\u00e9 \\ud83d\\ude00\", \"roles\": null, \"target\": null}");
    REQUIRE(prompts.size() == 2);
    CHECK(prompts[0].text == u"Then, Mary"_s);
    CHECK_FALSE(prompts[0].beginOfText);
    CHECK(prompts[0].roles == std::map<QString, int>{{u"IO"_s, 2}, {u"end"_s, 2}});
    CHECK(prompts[0].target == u" Mary"_s);
    CHECK(prompts[0].rival == u" John"_s);
    CHECK(prompts[1].text == QString::fromUtf8("\xC3\xA9 \xF0\x9F\x98\x80"));
    CHECK(prompts[1].beginOfText); // the model's own way
    CHECK(prompts[1].roles.empty());
    CHECK_FALSE(prompts[1].target);
    CHECK_FALSE(prompts[1].rival);
}

TEST_CASE("a list that cannot be used is refused with its line and field")
{
    checkRefused("", {u"no prompt"_s});
    checkRefused("\n \n", {u"no prompt"_s});
    checkRefused("{\"text\": \"a\"}\n{\"text\": \"b\"", {u"line 2"_s, u"JSON"_s});
    checkRefused("\n[1, 2]\n", {u"line 2"_s, u"object"_s});
    checkRefused("{}", {u"line 1"_s, u"text"_s});
    checkRefused("{\"text\": \"a\"}\n{\"text\": \"\"}", {u"line 2"_s, u"text"_s, u"empty"_s});
    checkRefused("{\"text\": 7}", {u"text"_s, u"7"_s});
    checkRefused("{\"text\": \"a\", \"Target\": \" b\"}", {u"line 1"_s, u"Target"_s, u"rival"_s});
    checkRefused("{\"text\": \"a\", \"bos\": 0}", {u"bos"_s});
    checkRefused("{\"text\": \"a\", \"target\": 5}", {u"target"_s, u"5"_s});
    checkRefused("{\"text\": \"a\", \"roles\": [1]}", {u"roles"_s});
    checkRefused("{\"text\": \"a\", \"roles\": {\"IO\": -1}}", {u"IO"_s, u"-1"_s});
    checkRefused("{\"text\": \"a\", \"roles\": {\"IO\": 1.5}}", {u"IO"_s, u"1.5"_s});
    checkRefused("{\"text\": \"a\", \"roles\": {\"IO\": \"1\"}}", {u"IO"_s});
    checkRefused("{\"text\": \"a\", \"roles\": {\"IO\": 1e30}}", {u"IO"_s});
    checkRefused("{\"text\": \"a\xFF\"}", {u"line 1"_s});
}

TEST_CASE("roles that share a token overwrite one another in the order of the method, not of the list")
{
    // Each is later than the one before, whatever the alphabet says.
    const QStringList order{u"IO"_s,   u"IO-1"_s, u"IO+1"_s, u"S1"_s,    u"S1-1"_s,   u"S1+1"_s,  u"S2"_s,
                            u"S2-1"_s, u"S2+1"_s, u"end"_s,  u"end-1"_s, u"starts"_s, u"punct"_s, u"verb"_s};
    for (qsizetype early = 0; early < order.size(); ++early) {
        for (qsizetype late = early + 1; late < order.size(); ++late) {
            INFO(order[early].toStdString() << " and " << order[late].toStdString());
            CHECK(
                labelsOf({{order[early], 1}, {order[late], 1}}, 3)
                == std::vector<QString>{{}, order[late], {}});
        }
    }
    std::map<QString, int> all;
    for (const QString& role : order)
        all[role] = 0;
    CHECK(labelsOf(all, 1) == std::vector<QString>{u"verb"_s});
    all.erase(u"verb"_s);
    CHECK(labelsOf(all, 2) == std::vector<QString>{u"punct"_s, {}});
}

TEST_CASE("a role of another name gives way to the known ones, among its like to the later of the alphabet")
{
    CHECK(labelsOf({{u"zebra"_s, 0}, {u"IO"_s, 0}}, 1) == std::vector<QString>{u"IO"_s});
    CHECK(labelsOf({{u"ant"_s, 0}, {u"bee"_s, 0}}, 1) == std::vector<QString>{u"bee"_s});
    CHECK(labelsOf({{u"ant"_s, 1}, {u"bee"_s, 0}}, 2) == std::vector<QString>{u"bee"_s, u"ant"_s});
    CHECK(labelsOf({}, 2) == std::vector<QString>{{}, {}});
}

TEST_CASE("a role outside the prompt is refused with the tokens that there are")
{
    CHECK(labelsOf({{u"end"_s, 4}}, 5).back() == u"end"_s);
    for (const auto& [role, position] : std::map<QString, int>{{u"end"_s, 5}, {u"ant"_s, 2147483647}}) {
        const Problem problem = problemOf([&] { static_cast<void>(labelsOf({{role, position}}, 5)); });
        CHECK(problem.kind == Problem::Kind::BadInput);
        checkSentence(problem.summary);
        for (const QString& mention :
             {u"list.jsonl: prompt 1"_s, role, QString::number(position), u"0 to 4"_s})
            CHECK(problem.summary.contains(mention));
    }
}
