#include "app/cli/program.h"
#include "core/files/reading.h"
#include "core/files/writing.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <cmath>

using namespace headwaters;
using namespace Qt::StringLiterals;

// The differences are TransformerLens's on the bundled model (tests/data/demo/causal.json).

namespace {

struct Fixture {
    QJsonObject values;
    QTemporaryDir folder;
    QString reference = folder.filePath(u"reference.jsonl"_s);

    Fixture() : values(readJsonObject(testData(u"demo/causal.json"_s))["cases"_L1][1].toObject())
    {
        write(values["reference"_L1].toArray());
    }
    void write(const QJsonArray& texts) const
    {
        QFile file(reference);
        REQUIRE(file.open(QIODevice::WriteOnly));
        for (const QJsonValue& text : texts) {
            const QJsonObject line = text.isObject() ? text.toObject() : QJsonObject{{u"text"_s, text}};
            file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
        }
    }
    [[nodiscard]] QString text(QLatin1StringView field) const { return values[field].toString(); }
    [[nodiscard]] QStringList words(const QString& verb, const QStringList& more) const
    {
        return QStringList{verb,         u"--prompt"_s,   text("clean"_L1), u"--target"_s, text("target"_L1),
                           u"--rival"_s, text("rival"_L1)}
        + more;
    }
    [[nodiscard]] QJsonObject json(const QString& verb, const QStringList& more) const
    {
        const ProgramRun run = headwatersProgram(words(verb, more + QStringList{u"--json"_s}));
        checkSuccess(run);
        return run.json();
    }
    [[nodiscard]] QJsonObject patched(const QStringList& more) const
    {
        return json(u"patch"_s, QStringList{u"--corrupted"_s, text("corrupted"_L1)} + more);
    }
};

bool isClose(const QJsonValue& got, const QJsonValue& expected)
{
    return got.isDouble()
        && std::abs(got.toDouble() - expected.toDouble()) <= 1e-4 * (1 + std::abs(expected.toDouble()));
}

bool areClose(const QJsonValue& got, const QJsonValue& expected)
{
    const QJsonArray rows = got.toArray(), expectedRows = expected.toArray();
    bool close = rows.size() == expectedRows.size() && !rows.isEmpty();
    for (int row = 0; close && row < rows.size(); ++row) {
        const QJsonArray cells = rows[row].toArray(), expectedCells = expectedRows[row].toArray();
        close = cells.size() == expectedCells.size();
        for (int cell = 0; close && cell < cells.size(); ++cell)
            close = isClose(cells[cell], expectedCells[cell]);
    }
    return close;
}

} // namespace

TEST_CASE("ablate prints target minus rival without each head")
{
    const Fixture fixture;
    const QJsonObject zero = fixture.json(u"ablate"_s, {u"--kind"_s, u"zero"_s});
    CHECK(isClose(zero["cleanDifference"_L1], fixture.values["cleanDifference"_L1]));
    CHECK(areClose(zero["difference"_L1], fixture.values["zeroAblation"_L1]));
    CHECK(zero["divergence"_L1][0][0].toDouble() > 0);
    CHECK(zero["rank"_L1].toArray().size() == 6);
    CHECK(zero["target"_L1]["text"_L1].toString() == fixture.text("target"_L1));
    const QStringList reference{u"--reference"_s, fixture.reference};
    CHECK(areClose(
        fixture.json(u"ablate"_s, QStringList{u"--kind"_s, u"mean"_s} + reference)["difference"_L1],
        fixture.values["meanAblationPerPosition"_L1]));
    CHECK(areClose(
        fixture.json(u"ablate"_s, QStringList{u"--kind"_s, u"mean-all"_s} + reference)["difference"_L1],
        fixture.values["meanAblationOverAll"_L1]));
    CHECK(areClose(
        fixture.json(
            u"ablate"_s,
            {u"--kind"_s, u"resample"_s, u"--corrupted"_s, fixture.text("corrupted"_L1)})["difference"_L1],
        fixture.values["noisingZ"_L1]));
    fixture.write({fixture.values["corrupted"_L1]});
    CHECK(areClose(
        fixture.json(u"ablate"_s, QStringList{u"--kind"_s, u"resample"_s} + reference)["difference"_L1],
        fixture.values["noisingZ"_L1]));
}

TEST_CASE("ablate removes a list of heads at once and sets random heads beside it")
{
    const Fixture fixture;
    const QJsonObject one = fixture.json(u"ablate"_s, {u"--kind"_s, u"zero"_s, u"--heads"_s, u"5.1"_s});
    CHECK(isClose(one["difference"_L1], fixture.values["zeroAblation"_L1][5][1]));
    const QJsonObject both = fixture.json(
        u"ablate"_s,
        {u"--kind"_s, u"zero"_s, u"--heads"_s, u"5.1, 4.0"_s, u"--random"_s, u"3"_s, u"--seed"_s, u"7"_s});
    CHECK(both["heads"_L1].toArray() == QJsonArray{u"5.1"_s, u"4.0"_s});
    CHECK(both["difference"_L1].isDouble());
    CHECK(both["random"_L1]["draws"_L1].toInt() == 3);
    CHECK(both["random"_L1]["difference"_L1].isDouble());
    const ProgramRun text = headwatersProgram(
        fixture.words(u"ablate"_s, {u"--kind"_s, u"zero"_s, u"--heads"_s, u"5.1"_s, u"--random"_s, u"2"_s}));
    checkSuccess(text);
    CHECK(text.out.contains("without as many others"));
}

TEST_CASE("A mean per position matches references of other lengths by their roles, or refuses them")
{
    const Fixture fixture;
    const QString longer = u"After Tom and Lucy walked down to the store, Tom gave a key to"_s;
    fixture.write({longer});
    const QStringList words{u"--kind"_s, u"mean"_s, u"--reference"_s, fixture.reference};
    checkRefusal(
        headwatersProgram(fixture.words(u"ablate"_s, words)), 2, {u"Reference prompt 1"_s, u"17"_s, u"15"_s});
    // Its " down" is two tokens more before the place.
    fixture.write({QJsonObject{
        {u"text"_s, longer}, {u"roles"_s, QJsonObject{{u"S1"_s, 2}, {u"IO"_s, 4}, {u"place"_s, 10}}}}});
    const QJsonObject matched =
        fixture.json(u"ablate"_s, words + QStringList{u"--roles"_s, u"S1=2,IO=4,place=8"_s});
    CHECK(matched["difference"_L1].toArray().size() == 6);
    checkRefusal(
        headwatersProgram(fixture.words(u"ablate"_s, words + QStringList{u"--roles"_s, u"S1=99"_s})), 2,
        {u"--roles"_s});
}

TEST_CASE("patch exchanges every site in both directions")
{
    const Fixture fixture;
    for (const auto& [site, name] :
         {std::pair(u"z"_s, u"Z"_s), std::pair(u"pattern"_s, u"Pattern"_s),
          std::pair(u"mlp_out"_s, u"MlpOut"_s)}) {
        const QJsonObject answer = fixture.patched({u"--mode"_s, u"denoise"_s, u"--site"_s, site});
        CHECK(areClose(answer["difference"_L1], fixture.values[u"denoising"_s + name]));
        CHECK(isClose(answer["corruptedDifference"_L1], fixture.values["corruptedDifference"_L1]));
        const double clean = answer["cleanDifference"_L1].toDouble();
        const double corrupted = answer["corruptedDifference"_L1].toDouble();
        CHECK(
            answer["normalisedEffect"_L1][2][3].toDouble()
            == Approx((answer["difference"_L1][2][3].toDouble() - corrupted) / (clean - corrupted)));
    }
    const QJsonObject noised = fixture.patched({u"--mode"_s, u"noise"_s, u"--site"_s, u"z"_s});
    CHECK(areClose(noised["difference"_L1], fixture.values["noisingZ"_L1]));
    const QJsonObject direct = fixture.patched({u"--mode"_s, u"direct-path"_s});
    CHECK(areClose(direct["difference"_L1], fixture.values["directPathToOutput"_L1]));
}

TEST_CASE("patch follows a path from one head to another, and from all heads below")
{
    const Fixture fixture;
    const QJsonObject path = fixture.values["pathToHead"_L1][2].toObject();
    const auto name = [](const QJsonValue& head) {
        return u"%1.%2"_s.arg(head[0].toInt()).arg(head[1].toInt());
    };
    const QStringList words{u"--mode"_s,     u"path"_s,
                            u"--receiver"_s, name(path["receiver"_L1]),
                            u"--input"_s,    path["input"_L1].toString()};
    const QJsonObject one = fixture.patched(words + QStringList{u"--sender"_s, name(path["sender"_L1])});
    CHECK(isClose(one["difference"_L1], path["difference"_L1]));
    const QJsonObject all = fixture.patched(words);
    const QJsonValue sender = path["sender"_L1];
    CHECK(isClose(all["difference"_L1][sender[0].toInt()][sender[1].toInt()], path["difference"_L1]));
    CHECK(all["difference"_L1][5][0].isNull());
}

TEST_CASE("knockout cuts one edge, named by positions or tokens")
{
    const Fixture fixture;
    const QJsonObject edge = fixture.values["knockOut"_L1][0].toObject();
    const QString head = u"%1.%2"_s.arg(edge["layer"_L1].toInt()).arg(edge["head"_L1].toInt());
    const QStringList dest{u"--dest"_s, QString::number(edge["destination"_L1].toInt())};
    const QJsonObject answer = fixture.json(
        u"knockout"_s,
        QStringList{u"--head"_s, head, u"--src"_s, QString::number(edge["source"_L1].toInt())} + dest);
    CHECK(isClose(answer["difference"_L1], edge["difference"_L1]));
    CHECK(answer["divergence"_L1].toDouble() >= 0);
    const QJsonObject named = fixture.json(
        u"knockout"_s,
        QStringList{u"--head"_s, head, u"--src"_s, answer["src"_L1]["text"_L1].toString()} + dest);
    CHECK(named == answer);
}

TEST_CASE("patch sweeps heads by position and edges of a head")
{
    const Fixture fixture;
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

TEST_CASE("A path through recomputed MLPs is another than one past them")
{
    const Fixture fixture;
    const QStringList words{u"--mode"_s, u"direct-path"_s};
    const QJsonObject past = fixture.patched(words + QStringList{u"--mlps"_s, u"frozen"_s});
    CHECK(areClose(past["difference"_L1], fixture.values["directPathToOutput"_L1]));
    const QJsonObject through = fixture.patched(words + QStringList{u"--mlps"_s, u"recomputed"_s});
    CHECK(through["mlps"_L1].toString() == u"recomputed"_s);
    CHECK(past["difference"_L1][0] != through["difference"_L1][0]);
}

TEST_CASE("A map of changed runs is a figure, with the metric that was asked for and its control")
{
    const Fixture fixture;
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
    const Fixture fixture;
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

TEST_CASE("ablate --set scores a set without each head, or without a list of them")
{
    const Fixture fixture;
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
    const Fixture fixture;
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

TEST_CASE("The verbs that change runs refuse what they cannot do in a sentence")
{
    const Fixture fixture;
    const auto refused = [&](const QString& verb, const QStringList& words, const QStringList& mentions) {
        checkRefusal(headwatersProgram(fixture.words(verb, words)), 2, mentions);
    };
    refused(u"ablate"_s, {}, {u"--kind"_s});
    refused(u"ablate"_s, {u"--kind"_s, u"none"_s}, {u"--kind"_s, u"resample"_s});
    refused(u"ablate"_s, {u"--kind"_s, u"mean"_s}, {u"--reference"_s});
    refused(u"ablate"_s, {u"--kind"_s, u"resample"_s}, {u"--corrupted"_s});
    refused(u"ablate"_s, {u"--kind"_s, u"zero"_s, u"--heads"_s, u"6.0"_s}, {u"6.0"_s});
    refused(u"ablate"_s, {u"--kind"_s, u"zero"_s, u"--heads"_s, u"six"_s}, {u"--heads"_s, u"six"_s});
    refused(u"patch"_s, {u"--mode"_s, u"noise"_s}, {u"--corrupted"_s});
    const auto refusedPatch = [&](const QStringList& words, const QStringList& mentions) {
        refused(u"patch"_s, QStringList{u"--corrupted"_s, fixture.text("corrupted"_L1)} + words, mentions);
    };
    refusedPatch({u"--mode"_s, u"noise"_s, u"--by"_s, u"edge"_s}, {u"--head"_s});
    refusedPatch({u"--mode"_s, u"noise"_s, u"--head"_s, u"5.1"_s}, {u"--head"_s, u"--by edge"_s});
    refusedPatch({u"--mode"_s, u"noise"_s, u"--by"_s, u"position"_s}, {u"z"_s, u"heads"_s});
    refusedPatch({u"--mode"_s, u"noise"_s, u"--mlps"_s, u"frozen"_s}, {u"--mlps"_s, u"path"_s});
    refusedPatch({u"--mode"_s, u"direct-path"_s, u"--by"_s, u"head"_s}, {u"--by"_s, u"denoise"_s});
    refusedPatch({u"--mode"_s, u"noise"_s, u"--metric"_s, u"loss"_s}, {u"--metric"_s, u"kl"_s});
    refusedPatch({u"--mode"_s, u"noise"_s, u"--out"_s, u"a.txt"_s}, {u"--out"_s, u".pdf"_s});
    refusedPatch(
        {u"--mode"_s, u"path"_s, u"--receiver"_s, u"2.0"_s, u"--input"_s, u"q"_s, u"--sender"_s, u"1.1"_s,
         u"--metric"_s, u"kl"_s},
        {u"--metric"_s, u"one number"_s});
    refused(u"ablate"_s, {u"--kind"_s, u"zero"_s, u"--metric"_s, u"normalised"_s}, {u"--corrupted"_s});
    refused(
        u"ablate"_s, {u"--kind"_s, u"zero"_s, u"--heads"_s, u"5.1"_s, u"--out"_s, u"a.pdf"_s}, {u"--out"_s});
    refused(u"knockout"_s, {}, {u"--head"_s});
    refused(u"knockout"_s, {u"--head"_s, u"5.1"_s, u"--dest"_s, u"3"_s}, {u"--src"_s});
    refused(u"knockout"_s, {u"--head"_s, u"5.1,5.2"_s}, {u"one head"_s});
    refused(u"patch"_s, {u"--mode"_s, u"noise"_s, u"--corrupted"_s, u"After"_s}, {u"15"_s, u"2"_s});
    refused(
        u"patch"_s, {u"--mode"_s, u"path"_s, u"--corrupted"_s, fixture.text("corrupted"_L1)},
        {u"--receiver"_s});
    refused(
        u"patch"_s,
        {u"--mode"_s, u"path"_s, u"--corrupted"_s, fixture.text("corrupted"_L1), u"--receiver"_s, u"2.0"_s,
         u"--sender"_s, u"2.1"_s, u"--input"_s, u"q"_s},
        {u"2.1"_s, u"2.0"_s});
    refused(
        u"knockout"_s, {u"--head"_s, u"3.0"_s, u"--dest"_s, u"2"_s, u"--src"_s, u"5"_s},
        {u"later token 5"_s});
    refused(
        u"knockout"_s, {u"--head"_s, u"3.0"_s, u"--dest"_s, u"0"_s, u"--src"_s, u"0"_s},
        {u"nothing to read"_s});
}

TEST_CASE("The canonical weights give the same differences, and the pair defaults to the likeliest tokens")
{
    const Fixture fixture;
    const QJsonObject folded = fixture.json(
        u"ablate"_s,
        {u"--kind"_s, u"resample"_s, u"--corrupted"_s, fixture.text("corrupted"_L1), u"--fold"_s});
    CHECK(areClose(folded["difference"_L1], fixture.values["noisingZ"_L1]));
    const ProgramRun run = headwatersProgram(
        {u"knockout"_s, u"--head"_s, u"3.0"_s, u"--dest"_s, u"14"_s, u"--src"_s, u"2"_s, u"--prompt"_s,
         fixture.text("clean"_L1), u"--json"_s});
    checkSuccess(run);
    CHECK(run.json()["target"_L1]["text"_L1].toString() == fixture.text("target"_L1));
    CHECK(run.json()["rival"_L1] != run.json()["target"_L1]);
}
