#include "core/heads/probeset.h"

#include "core/base/error.h"
#include "support/problem.h"
#include "support/testing.h"

#include <QStringList>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

ProbeSet setOf(const QByteArray& text)
{
    return probeSetOf(
        readProbeList(text, u"p.jsonl"_s), u"p.jsonl"_s, *loadTokenizer(demoModel()), 1536, 16, true);
}

} // namespace

TEST_CASE("A list of labelled prompts is read with groups, positions and pairs")
{
    const ProbeSet set = setOf(
        R"({"text": "The capital of Poland is Warsaw", "label": 1, "group": "Poland"}

{"text": "The capital of Poland is Rome", "label": false, "group": "Poland", "position": 3}
{"text": "The capital of Italy is", "label": true, "group": 7, "target": " Rome", "rival": " Warsaw"}
)");
    REQUIRE(set.prompts.size() == 3);
    CHECK(set.prompts[0].position == static_cast<int>(set.prompts[0].ids.size()) - 1);
    CHECK(set.prompts[1].position == 3);
    CHECK(set.ones() == 2);
    CHECK(set.groups() == 2);
    CHECK(set.prompts[2].group == 1);
    REQUIRE(set.contrasts.prompts.size() == 1);
    CHECK(set.contrasts.prompts[0].target != set.contrasts.prompts[0].rival);
}

TEST_CASE("What is wrong in a list is said with file, line and field")
{
    struct Row {
        QByteArray line;
        QStringList mentions;
    };
    const std::vector<Row> rows{
        {"{", {u"p.jsonl: line 1"_s, u"no JSON"_s}},
        {"[]", {u"p.jsonl: line 1"_s, u"no object"_s}},
        {R"({"label": 1, "group": 1})", {u"line 1.text"_s}},
        {R"({"text": "", "label": 1, "group": 1})", {u"line 1.text"_s, u"empty"_s}},
        {R"({"text": "a", "group": 1})", {u"line 1.label"_s}},
        {R"({"text": "a", "label": 2, "group": 1})", {u"line 1.label"_s, u"2"_s}},
        {R"({"text": "a", "label": "yes", "group": 1})", {u"line 1.label"_s, u"yes"_s}},
        {R"({"text": "a", "label": 1})", {u"line 1.group"_s}},
        {R"({"text": "a", "label": 1, "group": 1, "position": 9})", {u"line 1.position is 9"_s, u"0 to 1"_s}},
        {R"({"text": "a", "label": 1, "group": 1, "position": -1})", {u"line 1.position"_s, u"-1"_s}},
        {R"({"text": "a", "label": 1, "group": 1, "target": " red"})", {u"line 1"_s, u"rival"_s}},
        {R"({"text": "a", "label": 1, "group": 1, "target": " red", "rival": " red"})",
         {u"line 1"_s, u"same token"_s}},
        {R"({"text": "a", "label": 1, "group": 1, "target": "qzx", "rival": " red"})",
         {u"line 1.target"_s, u"qzx"_s}},
        {R"({"text": "a", "label": 1, "group": 1, "goup": 2})", {u"line 1.goup"_s, u"position"_s}},
        {R"({"text": "a a a a a a a a a a a a a a a a a", "label": 1, "group": 1})",
         {u"line 1.text"_s, u"16"_s}},
        {"\n", {u"p.jsonl"_s, u"no prompt"_s}},
    };
    for (const Row& row : rows) {
        INFO(row.line.toStdString());
        const Problem problem = problemOf([&] { (void)setOf(row.line); });
        CHECK(problem.kind == Problem::Kind::BadInput);
        for (const QString& mention : row.mentions) {
            INFO(problem.summary.toStdString());
            CHECK(problem.summary.contains(mention));
        }
    }
}
