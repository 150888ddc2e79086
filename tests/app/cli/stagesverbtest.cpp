#include "app/cli/program.h"

#include "core/files/writing.h"

#include <QJsonArray>
#include <QSet>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

const QString tiny = testData(u"gpt2-tiny"_s);

ProgramRun stages(const QStringList& words)
{
    return headwatersProgram(QStringList{u"stages"_s} + words);
}

QStringList quick()
{
    return {u"--types"_s, u"previous-token,induction"_s, u"--seeds"_s, u"2"_s, u"--prompts"_s, u"8"_s};
}

QJsonObject typeIn(const QJsonValue& head, const QString& key)
{
    for (const QJsonValue& type : head["types"_L1].toArray()) {
        if (type["type"_L1] == key)
            return type.toObject();
    }
    FAIL("no type " << key.toStdString());
    return {};
}

} // namespace

TEST_CASE("stages --json gives every head its stages, a verdict and the types asked for")
{
    const ProgramRun run = stages(quick() + QStringList{u"--tier"_s, u"observed"_s, u"--json"_s});
    checkSuccess(run);
    const QJsonArray heads = run.json()["heads"_L1].toArray();
    REQUIRE(heads.size() == 36);
    for (const QJsonValue& head : heads) {
        CHECK(head["stages"_L1].toObject().keys() == QStringList{u"EP"_s, u"ICI"_s, u"KR"_s, u"LR"_s});
        CHECK_FALSE(head["verdict"_L1].toString().isEmpty());
        REQUIRE(head["types"_L1].toArray().size() == 2);
        for (const QJsonValue& type : head["types"_L1].toArray()) {
            CHECK(type["tier"_L1] == u"observed"_s);
            for (const auto key :
                 {"score"_L1, "null"_L1, "z"_L1, "q"_L1, "confidence"_L1, "status"_L1, "reason"_L1})
                CHECK(type.toObject().contains(key));
        }
    }
    // The bundled model's strongest of both kinds.
    const QJsonValue previous = heads[7];
    CHECK(previous["layer"_L1] == 1);
    CHECK(previous["head"_L1] == 1);
    CHECK(typeIn(previous, u"previous-token"_s)["status"_L1] == u"yes"_s);
    const QJsonObject induction = typeIn(heads[35], u"induction"_s);
    CHECK(induction["status"_L1] == u"yes"_s);
    CHECK(induction["score"_L1].toDouble() > 0.7);
    CHECK(induction["confidence"_L1] == u"candidate"_s);
    CHECK(typeIn(heads[0], u"induction"_s)["status"_L1] == u"no"_s);
    const QJsonObject stability = run.json()["stability"_L1].toObject();
    CHECK(stability.contains("agreeing"_L1));
    CHECK(run.json()["forwards"_L1].toInt() > 0);
}

TEST_CASE("stages --csv prints a row for each head and type, and text names what was found")
{
    const ProgramRun run = stages(quick() + QStringList{u"--csv"_s});
    checkSuccess(run);
    CHECK(fromCsv(run.out).rows.size() == 72);
    const ProgramRun text = stages(quick());
    checkSuccess(text);
    CHECK(text.out.contains("previous-token"));
    CHECK(text.out.contains("two draws agree on the stage of"));
}

TEST_CASE("A second scan reads what the first one kept; --fresh computes again and finds the same")
{
    const QStringList words = quick() + QStringList{u"--json"_s};
    // What an older program kept may stand there.
    const ProgramRun first = stages(words + QStringList{u"--fresh"_s});
    checkSuccess(first);
    CHECK(stages(words).out == first.out);
    const ProgramRun fresh = stages(words + QStringList{u"--fresh"_s});
    checkSuccess(fresh);
    CHECK(fresh.json()["heads"_L1] == first.json()["heads"_L1]);
}

TEST_CASE("A context that is too short is no failure: types are not measurable and say why")
{
    const ProgramRun run = stages(
        {u"--model"_s, tiny, u"--json"_s, u"--tier"_s, u"observed"_s, u"--seeds"_s, u"1"_s, u"--prompts"_s,
         u"4"_s});
    checkSuccess(run);
    QSet<QString> reasons;
    for (const QJsonValue& head : run.json()["heads"_L1].toArray()) {
        CHECK(head["types"_L1].toArray().size() == 41);
        for (const QJsonValue& type : head["types"_L1].toArray()) {
            if (type["status"_L1] == u"not measurable"_s)
                reasons << type["reason"_L1].toString();
        }
    }
    CHECK_FALSE(reasons.isEmpty());
    CHECK_FALSE(reasons.contains(QString()));
}

TEST_CASE("stages refuses what it does not know")
{
    checkRefusal(stages({u"--types"_s, u"induction,foo"_s}), 2, {u"foo"_s, u"previous-token"_s, u"--help"_s});
    checkRefusal(stages({u"--types"_s, u""_s}), 2, {u"--types"_s});
    checkRefusal(stages({u"--tier"_s, u"deep"_s}), 2, {u"observed"_s, u"causal"_s});
    checkRefusal(stages({u"--seeds"_s, u"0"_s}), 2, {u"--seeds"_s, u"1"_s});
    checkRefusal(stages({u"--prompts"_s, u"many"_s}), 2, {u"--prompts"_s});
    checkRefusal(stages({u"--json"_s, u"--csv"_s}), 2, {u"--json"_s, u"--csv"_s});
}
