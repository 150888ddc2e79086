#include "app/cli/causalcase.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("ablate prints target minus rival without each head")
{
    const CausalCase fixture;
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
    const CausalCase fixture;
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
    const CausalCase fixture;
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
    const CausalCase fixture;
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
    const CausalCase fixture;
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
    const CausalCase fixture;
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

TEST_CASE("A path through recomputed MLPs is another than one past them")
{
    const CausalCase fixture;
    const QStringList words{u"--mode"_s, u"direct-path"_s};
    const QJsonObject past = fixture.patched(words + QStringList{u"--mlps"_s, u"frozen"_s});
    CHECK(areClose(past["difference"_L1], fixture.values["directPathToOutput"_L1]));
    const QJsonObject through = fixture.patched(words + QStringList{u"--mlps"_s, u"recomputed"_s});
    CHECK(through["mlps"_L1].toString() == u"recomputed"_s);
    CHECK(past["difference"_L1][0] != through["difference"_L1][0]);
}

TEST_CASE("The verbs that change runs refuse what they cannot do in a sentence")
{
    const CausalCase fixture;
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
    refusedPatch({u"--mode"_s, u"noise"_s, u"--linear"_s}, {u"--linear"_s, u"path"_s});
    refusedPatch({u"--mode"_s, u"direct-path"_s, u"--sender"_s, u"1.1"_s}, {u"--sender"_s, u"--mode path"_s});
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
    const CausalCase fixture;
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
