#include "app/cli/program.h"
#include "core/engine/decompose/composition.h"
#include "core/files/modelfolder.h"

#include <QJsonArray>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

double valueOf(const QJsonArray& partners, HeadIndex head)
{
    for (const QJsonValue& partner : partners) {
        if (partner["layer"_L1].toInt() == head.layer && partner["head"_L1].toInt() == head.head)
            return partner["value"_L1].toDouble();
    }
    return -1;
}

bool isSorted(const QJsonArray& partners)
{
    for (qsizetype at = 1; at < partners.size(); ++at) {
        if (partners[at]["value"_L1].toDouble() > partners[at - 1]["value"_L1].toDouble())
            return false;
    }
    return true;
}

} // namespace

TEST_CASE("compose --json gives every head before and behind by kind, the largest first")
{
    const ProgramRun run = headwatersProgram({u"compose"_s, u"--head"_s, u"5.5"_s, u"--json"_s});
    checkSuccess(run);
    const QJsonObject json = run.json();
    CHECK(json["head"_L1].toString() == u"5.5"_s);
    CHECK_FALSE(json["rotary"_L1].toBool());
    for (const auto kind : {"q"_L1, "k"_L1, "v"_L1}) {
        CHECK(json[kind].toArray().size() == 30);
        CHECK(isSorted(json[kind].toArray()));
        CHECK(json["readBy"_L1][kind].toArray().isEmpty()); // the last layer
    }
    // Plain Python over whole 192 x 192 matrices read from model.safetensors.
    CHECK(valueOf(json["k"_L1].toArray(), {1, 1}) == Approx(0.139393068).margin(1e-7));
}

TEST_CASE("compose prints the numbers of the engine, as JSON and as a table")
{
    const QString tiny = testData(u"llama-tiny"_s);
    const auto model = Model::load(openModelFolder(tiny), {});
    const HeadComposition expected = compositionOf(model, {0, 1}, {});
    const QStringList words{u"compose"_s, u"--model"_s, tiny, u"--head"_s, u"0.1"_s};
    const ProgramRun run = headwatersProgram(words + QStringList(u"--json"_s));
    checkSuccess(run);
    const QJsonValue behind = run.json()["readBy"_L1];
    CHECK(run.json()["k"_L1].toArray().isEmpty()); // the first layer
    CHECK(run.json()["rotary"_L1].toBool());
    const HeadIndex other{1, 0};
    CHECK(
        valueOf(behind["q"_L1].toArray(), other)
        == Approx(expected.value(CompositionKind::Query, other)).margin(1e-12));
    CHECK(
        valueOf(behind["v"_L1].toArray(), other)
        == Approx(expected.value(CompositionKind::Value, other)).margin(1e-12));
    const ProgramRun text = headwatersProgram(words);
    checkSuccess(text);
    CHECK(text.out.contains(QByteArray::number(expected.value(CompositionKind::Key, other), 'f', 4)));
    CHECK(text.out.contains("K and Q composition at offset 0, approximate\n"));
}

TEST_CASE("compose refuses what is no head")
{
    checkRefusal(headwatersProgram({u"compose"_s}), 2, {u"--head"_s});
    checkRefusal(headwatersProgram({u"compose"_s, u"--head"_s, u"5"_s}), 2, {u"--head"_s});
    checkRefusal(headwatersProgram({u"compose"_s, u"--head"_s, u"6.0"_s}), 2, {u"6.0"_s, u"0 to 5"_s});
}
