#include "core/heads/keptscan.h"

#include "core/heads/reportjson.h"

#include "support/problem.h"
#include "support/scans.h"
#include "support/testing.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <limits>

using namespace headwaters;
using namespace Qt::StringLiterals;
using scans::evidence;

namespace {

ScanReport someReport()
{
    TypeFinding found = scans::finding(
        {1, 0}, HeadType::NameMover, u"indirect-object"_s,
        {evidence(Access::Attention, 0.8), evidence(Access::Probe, 0.3, false),
         evidence(Access::Causal, 0.5)});
    found.evidence[0].nulls = {0.125F, 0.25F};
    found.evidence[0].units = {0.75F, 0.875F};
    found.evidence[0].hasZ = false;
    found.evidence[0].z = 0;
    found.evidence[2].required = false;
    found.evidence[2].score = std::numeric_limits<double>::infinity();
    found.finding = Finding::Weak;
    found.tags = QStringList{u"candidate mover"_s};
    found.example = {{1, 20, 3}, 2, 1, {}, {0}};
    found.retention = 2.0 / 3;
    found.seeds = 3;
    Competence competence;
    competence.task = u"indirect-object"_s;
    competence.sentence = u"Which name was said once?"_s;
    competence.prompts = 32;
    competence.accuracy = 0.9;
    competence.accuracyLow = 0.8;
    competence.chance = 0.5;
    competence.passed = true;
    ScanReport report = scans::report(
        scans::model(2, 2), {found, scans::unmeasured({0, 0}, HeadType::Memory, u"facts"_s)}, {competence});
    report.settings.tier = Tier::Causal;
    report.settings.types = {HeadType::NameMover, HeadType::Memory};
    report.settings.seed = std::numeric_limits<std::uint64_t>::max();
    report.settings.seeds = 2;
    report.settings.scrambled = true;
    report.stability = ScanStability{4, 3};
    report.scrambled = std::vector<ScanReport::FalsePositives>{{HeadType::Constant, 1}};
    Confirmation confirmation;
    confirmation.type = HeadType::Memory;
    confirmation.heads = {{0, 1}, {0, 0}};
    confirmation.task = u"indirect-object"_s;
    confirmation.measure = u"logit of the indirect object"_s;
    confirmation.prompts = 16;
    confirmation.clean = 7.5;
    confirmation.without = 1.25;
    confirmation.random = {7.25, 7};
    report.confirmations = {confirmation};
    report.forwards = 400;
    report.seconds = 12.5;
    report.heads[1].sink = 0.95;
    report.heads[1].idle = true;
    StageScheme scheme;
    scheme.extended = true;
    scheme.pooling = TaskPooling::Mean;
    return withScheme(report, scheme);
}

/// The kept scan with one place of it replaced.
QByteArray changed(const QByteArray& from, const QByteArray& to)
{
    QByteArray bytes = keptScan(someReport());
    const qsizetype place = bytes.indexOf(from);
    REQUIRE(place >= 0);
    return bytes.replace(place, from.size(), to);
}

QString problemWith(const QByteArray& bytes)
{
    const Problem problem = problemOf([&] { (void)readKeptScan(bytes, scans::model(2, 2), u"scan.json"_s); });
    CHECK(problem.kind == Problem::Kind::BadInput);
    checkSentence(problem.summary);
    return problem.summary;
}

} // namespace

TEST_CASE("A kept scan comes back as it was")
{
    const ScanReport report = someReport();
    const QByteArray bytes = keptScan(report);
    const ScanReport read = readKeptScan(bytes, report.model, u"scan.json"_s);
    CHECK(keptScan(read) == bytes);
    CHECK(reportJson(read) == reportJson(report));
    CHECK(read.settings == report.settings);
    CHECK(read.scheme == report.scheme);
    REQUIRE(read.findings.size() == 2);
    const TypeFinding& found = read.findings[0];
    CHECK(found.head == HeadIndex{1, 0});
    CHECK(found.finding == Finding::Weak);
    CHECK(found.retention == Approx(2.0 / 3));
    CHECK(found.example.ids == std::vector<std::int64_t>{1, 20, 3});
    CHECK(found.example.source == 1);
    CHECK(found.example.moreDestinations.empty());
    CHECK(found.example.moreSources == std::vector{0});
    REQUIRE(found.evidence.size() == 3);
    CHECK_FALSE(found.evidence[0].hasZ);
    CHECK(found.evidence[0].nulls == std::vector{0.125F, 0.25F});
    CHECK(found.evidence[0].units == std::vector{0.75F, 0.875F});
    CHECK(found.evidence[1].access == Access::Probe);
    CHECK(found.evidence[1].z == 0.5);
    CHECK_FALSE(found.evidence[2].required);
    CHECK(found.evidence[2].score == std::numeric_limits<double>::infinity());
    REQUIRE(read.confirmations.size() == 1);
    CHECK(read.confirmations[0].heads == std::vector<HeadIndex>{{0, 1}, {0, 0}});
    CHECK(read.confirmations[0].random == std::vector{7.25, 7.0});
    CHECK(read.findings[1].reason == report.findings[1].reason);
    CHECK(read.at({0, 1}).verdict == report.at({0, 1}).verdict);
    CHECK(read.at({0, 1}).sink == 0.95);
    CHECK(read.at({1, 0}).stages == report.at({1, 0}).stages);
}

TEST_CASE("A kept scan that cannot be used is refused with the place and the value")
{
    CHECK(problemWith("{").startsWith(u"scan.json is not JSON"_s));
    CHECK(problemWith("[]") == u"scan.json is a list; expected an object"_s);
    CHECK(problemWith("{}") == u"scan.json: format is missing; expected text"_s);
    CHECK(
        problemWith(changed("\"headwaters scan\"", "\"other\""))
        == u"scan.json: format is \"other\"; expected \"headwaters scan\""_s);
    CHECK(
        problemWith(changed("\"version\":2", "\"version\":1"))
        == u"scan.json: version is 1; this program reads 2"_s);
    CHECK(
        problemWith(changed("\"sha256\":\"00ff\"", "\"sha256\":\"1234\""))
        == u"scan.json: model.sha256 is \"1234\"; the open model's is \"00ff\""_s);
    CHECK(
        problemWith(changed("\"random\":[7.25,7]", "\"random\":[]"))
        == u"scan.json: confirmations[0].random is empty; expected a number for each draw"_s);
    CHECK(
        problemWith(changed("\"nLayers\":2", "\"nLayers\":3"))
        == u"scan.json: model.nLayers is 3; the open model has 2"_s);
    CHECK(
        problemWith(changed("\"tier\":\"causal\"", "\"tier\":\"deep\""))
        == u"scan.json: settings.tier is \"deep\"; expected observed, mechanistic, causal"_s);
    CHECK(
        problemWith(changed("\"seed\":\"18446744073709551615\"", "\"seed\":\"-1\""))
        == u"scan.json: settings.seed is \"-1\"; expected a whole number as text"_s);
    CHECK(
        problemWith(changed("\"weights\":[0.45,", "\"weights\":["))
        == u"scan.json: scheme.weights has 4 numbers; expected 5"_s);
    CHECK(
        problemWith(changed("\"type\":\"name-mover\"", "\"type\":\"mom\""))
        == u"scan.json: findings[0].type is \"mom\", which is no type of head"_s);
    CHECK(
        problemWith(changed("\"layer\":1", "\"layer\":2"))
        == u"scan.json: findings[0].layer is the number 2; expected a whole number from 0 to 1"_s);
    CHECK(
        problemWith(changed("\"access\":\"attention\"", "\"access\":\"guess\""))
        == u"scan.json: findings[0].evidence[0].access is \"guess\"; expected attention, weights, direct, causal, probe"_s);
    CHECK(
        problemWith(changed("\"score\":\"inf\"", "\"score\":\"much\""))
        == u"scan.json: findings[0].evidence[2].score is the text \"much\"; expected a number"_s);
    CHECK(
        problemWith(changed("\"destination\":2", "\"destination\":3"))
        == u"scan.json: findings[0].example.destination is the number 3; expected a whole number from 0 to 2"_s);
}
