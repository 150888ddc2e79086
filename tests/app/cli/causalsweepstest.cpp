#include "app/cli/causalcase.h"
#include "core/files/writing.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("patch sweeps heads by position and edges of a head")
{
    const CausalCase fixture;
    const QJsonObject all = fixture.patched({u"--mode"_s, u"noise"_s, u"--by"_s, u"head-position"_s});
    const QJsonArray layers = all["difference"_L1].toArray();
    REQUIRE(layers.size() == 6);
    REQUIRE(layers[0].toArray().size() == 6);
    REQUIRE(layers[0][0].toArray().size() == 15);
    // In the last layer only the last position is read, so a head there is its whole effect.
    CHECK(isClose(layers[5][1][14], fixture.values["noisingZ"_L1][5][1]));
    CHECK(isClose(layers[5][1][3], all["cleanDifference"_L1]));
    CHECK(all["normalisedEffect"_L1][5][1].toArray().size() == 15);

    const QJsonObject edges =
        fixture.patched({u"--mode"_s, u"denoise"_s, u"--by"_s, u"edge"_s, u"--head"_s, u"5.1"_s});
    CHECK(edges["site"_L1].toString() == u"pattern"_s);
    REQUIRE(edges["difference"_L1].toArray().size() == 15);
    CHECK(edges["difference"_L1][3][4].isNull()); // a later source
    CHECK(isClose(edges["difference"_L1][3][2], edges["corruptedDifference"_L1]));
    CHECK_FALSE(isClose(edges["difference"_L1][14][2], edges["corruptedDifference"_L1]));
}

TEST_CASE("A map of changed runs is a figure, with the metric that was asked for and its control")
{
    const CausalCase fixture;
    const auto written = [&](const QString& verb, const QStringList& more, const QString& name) {
        const QString path = fixture.folder.filePath(name);
        const ProgramRun run = headwatersProgram(fixture.words(verb, more + QStringList{u"--out"_s, path}));
        checkSuccess(run);
        CHECK(run.out.isEmpty());
        QFile file(path);
        REQUIRE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    };
    const QStringList zero{u"--kind"_s, u"zero"_s};
    const CsvTable table = fromCsv(written(u"ablate"_s, zero, u"heads.csv"_s));
    REQUIRE(table.rows.size() == 36);
    const qsizetype difference = table.header.indexOf(u"difference"_s);
    CHECK(isClose(table.rows[5 * 6 + 1][difference].toDouble(), fixture.values["zeroAblation"_L1][5][1]));
    const QByteArray svg = written(u"ablate"_s, zero + QStringList{u"--metric"_s, u"kl"_s}, u"heads.svg"_s);
    CHECK(svg.contains("divergence from the clean run"));
    CHECK(svg.contains("nats"));
    const QByteArray controlled = written(
        u"patch"_s,
        {u"--corrupted"_s, fixture.text("corrupted"_L1), u"--mode"_s, u"denoise"_s, u"--metric"_s,
         u"normalised"_s, u"--random"_s, u"2"_s},
        u"patch.svg"_s);
    CHECK(controlled.contains("Random control"));
    CHECK(controlled.contains("of the way"));
    const QByteArray edges = written(u"knockout"_s, {u"--head"_s, u"5.1"_s}, u"edges.json"_s);
    CHECK(QJsonDocument::fromJson(edges)["title"_L1].toString().contains(u"edges of 5.1"_s));
    CHECK(written(
              u"patch"_s,
              {u"--corrupted"_s, fixture.text("corrupted"_L1), u"--mode"_s, u"noise"_s, u"--site"_s,
               u"resid_pre"_s},
              u"residual.pdf"_s)
              .startsWith("%PDF"));
}

TEST_CASE("knockout without an edge cuts each edge of the head")
{
    const CausalCase fixture;
    const QJsonObject edge = fixture.values["knockOut"_L1][0].toObject();
    const QString head = u"%1.%2"_s.arg(edge["layer"_L1].toInt()).arg(edge["head"_L1].toInt());
    const QJsonObject all = fixture.json(u"knockout"_s, {u"--head"_s, head});
    const QJsonValue row = all["difference"_L1][edge["destination"_L1].toInt()];
    CHECK(isClose(row[edge["source"_L1].toInt()], edge["difference"_L1]));
    CHECK(all["difference"_L1][0][0].isNull()); // the first token has no other
    const ProgramRun text =
        headwatersProgram(fixture.words(u"knockout"_s, {u"--head"_s, head, u"--metric"_s, u"rank"_s}));
    checkSuccess(text);
    CHECK(text.out.contains("without each edge"));
}
