#include "app/cli/causalcase.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("ablate --set scores a set without each head, or without a list of them")
{
    const CausalCase fixture;
    fixture.write(
        {QJsonObject{
             {u"text"_s, fixture.text("clean"_L1)},
             {u"target"_s, fixture.text("target"_L1)},
             {u"rival"_s, fixture.text("rival"_L1)}},
         QJsonObject{
             {u"text"_s, fixture.text("corrupted"_L1)},
             {u"target"_s, fixture.text("rival"_L1)},
             {u"rival"_s, fixture.text("target"_L1)}}});
    const auto scored = [&](const QStringList& more) {
        const ProgramRun run = headwatersProgram(
            QStringList{u"ablate"_s, u"--set"_s, fixture.reference, u"--kind"_s, u"zero"_s, u"--json"_s}
            + more);
        checkSuccess(run);
        return run.json();
    };
    const QJsonObject all = scored({});
    CHECK(all["prompts"_L1].toInt() == 2);
    CHECK(all["cleanAccuracy"_L1].toDouble() == 1);
    REQUIRE(all["loss"_L1].toArray().size() == 6);
    REQUIRE(all["accuracy"_L1][5].toArray().size() == 6);
    // The first prompt alone is what ablate says of it.
    const QJsonObject first = fixture.json(u"ablate"_s, {u"--kind"_s, u"zero"_s});
    const QJsonObject second = [&] {
        const ProgramRun run = headwatersProgram(
            {u"ablate"_s, u"--kind"_s, u"zero"_s, u"--json"_s, u"--prompt"_s, fixture.text("corrupted"_L1),
             u"--target"_s, fixture.text("rival"_L1), u"--rival"_s, fixture.text("target"_L1)});
        checkSuccess(run);
        return run.json();
    }();
    const double loss =
        -(first["logProbability"_L1][0][0].toDouble() + second["logProbability"_L1][0][0].toDouble()) / 2;
    CHECK(all["loss"_L1][0][0].toDouble() == Approx(loss).epsilon(1e-4));
    const QJsonObject one = scored({u"--heads"_s, u"0.0"_s});
    CHECK(one["loss"_L1].toDouble() == Approx(loss).epsilon(1e-4));
    const QString path = fixture.folder.filePath(u"set.svg"_s);
    checkSuccess(headwatersProgram(
        {u"ablate"_s, u"--set"_s, u"library-facts"_s, u"--count"_s, u"4"_s, u"--kind"_s, u"zero"_s,
         u"--metric"_s, u"accuracy"_s, u"--out"_s, path}));
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    CHECK(file.readAll().contains("change in accuracy"));
}

TEST_CASE("ablate --set refuses what is no set and what is for one prompt")
{
    const CausalCase fixture;
    const auto refused = [](const QStringList& words, const QStringList& mentions) {
        checkRefusal(
            headwatersProgram(QStringList{u"ablate"_s, u"--kind"_s, u"zero"_s} + words), 2, mentions);
    };
    refused({u"--set"_s, u"no-such-task"_s}, {u"no-such-task"_s, u"indirect-object"_s});
    refused({u"--set"_s, u"facts"_s, u"--prompt"_s, u"a"_s}, {u"--prompt"_s});
    refused({u"--set"_s, u"facts"_s, u"--metric"_s, u"kl"_s}, {u"--metric"_s, u"accuracy"_s});
    refused({u"--set"_s, fixture.reference, u"--count"_s, u"3"_s}, {u"--count"_s});
    refused({u"--set"_s, fixture.reference}, {fixture.reference, u"prompt 1"_s, u"target"_s});
}
