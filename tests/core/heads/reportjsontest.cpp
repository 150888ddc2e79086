#include "core/heads/reportjson.h"

#include "support/scans.h"
#include "support/testing.h"

#include <QJsonArray>

using namespace headwaters;
using namespace Qt::StringLiterals;
using scans::evidence;
using scans::finding;

namespace {

ScanReport someReport()
{
    TypeFinding weak = finding({0, 1}, HeadType::Positional, u"random"_s, {evidence(Access::Attention, 0.7)});
    weak.finding = Finding::Weak;
    weak.reason = u"its offset is 0.7 of 0.9"_s;
    weak.tags = QStringList{u"offset 3"_s, u"self"_s};
    Evidence flipped = evidence(Access::Direct, 0.6);
    flipped.hasZ = false;
    return scans::report(
        scans::model(1, 3),
        {finding(
             {0, 0}, HeadType::Induction, u"random-repeat"_s, {flipped, evidence(Access::Attention, 0.8)}),
         weak, scans::unmeasured({0, 1}, HeadType::Memory, u"facts"_s)});
}

} // namespace

TEST_CASE("A report is printed with the fields that the command line promises")
{
    const QJsonObject object = reportJson(someReport());
    const QJsonArray heads = object["heads"_L1].toArray();
    REQUIRE(heads.size() == 3);
    const QJsonObject head = heads[0].toObject();
    CHECK(head["layer"_L1] == 0);
    CHECK(head["head"_L1] == 0);
    CHECK(head["verdict"_L1] == u"primary"_s);
    CHECK(head["primary"_L1] == u"LR"_s);
    CHECK(head["stages"_L1].toObject().keys() == QStringList{u"EP"_s, u"ICI"_s, u"KR"_s, u"LR"_s});
    CHECK(head["stages"_L1]["LR"_L1].toDouble() == Approx(0.552));

    const QJsonObject type = head["types"_L1][0].toObject();
    CHECK(type["type"_L1] == u"induction"_s);
    CHECK(type["tier"_L1] == u"mechanistic"_s);
    CHECK(type["score"_L1].toDouble() == Approx(0.6));
    CHECK(type["null"_L1] == 0);
    CHECK(type["z"_L1].isNull());
    CHECK(type["q"_L1].toDouble() == Approx(0.01));
    CHECK(type["confidence"_L1] == u"probable"_s);
    CHECK(type["status"_L1] == u"yes"_s);
    CHECK(type["reason"_L1] == QString());
}

TEST_CASE("What is weak is no, and what was not measured has no numbers")
{
    const QJsonArray types = reportJson(someReport())["heads"_L1][1]["types"_L1].toArray();
    REQUIRE(types.size() == 2);
    CHECK(types[0]["type"_L1] == u"memory"_s);
    CHECK(types[0]["status"_L1] == u"not measurable"_s);
    CHECK(types[0]["score"_L1].isNull());
    CHECK(types[0]["reason"_L1] == u"it gets 26 % of 32 prompts right"_s);
    CHECK(types[1]["status"_L1] == u"no"_s);
    CHECK(types[1]["weak"_L1] == true);
    CHECK(types[1]["reason"_L1] == u"its offset is 0.7 of 0.9"_s);
    CHECK(types[1]["tags"_L1].toArray().size() == 2);
}

TEST_CASE("What tasks lose without heads of a type is printed beside random heads")
{
    ScanReport report = someReport();
    CHECK(reportJson(report)["confirmations"_L1].toArray().isEmpty());
    Confirmation confirmation;
    confirmation.type = HeadType::Induction;
    confirmation.heads = {{0, 2}};
    confirmation.task = u"random-repeat"_s;
    confirmation.clean = 10;
    confirmation.without = 4;
    confirmation.random = {9, 9.5, 10};
    report.confirmations = {confirmation};
    const QJsonValue printed = reportJson(report)["confirmations"_L1][0];
    CHECK(printed["type"_L1] == u"induction"_s);
    CHECK(printed["heads"_L1][0]["head"_L1] == 2);
    CHECK(printed["clean"_L1] == 10);
    CHECK(printed["without"_L1] == 4);
    CHECK(printed["randomMean"_L1].toDouble() == Approx(9.5));
    CHECK(printed["randomWorst"_L1] == 9);
    CHECK(printed["z"_L1].toDouble() == Approx(5.5 / (1.4826 * 0.5)));
    CHECK(printed["confirmed"_L1] == false); // of three draws nothing follows
    CHECK(report.confirmationOf(HeadType::Induction) == &report.confirmations[0]);
    CHECK(report.confirmationOf(HeadType::Memory) == nullptr);
    // A type that works in two ways is checked twice: each head's card shows its own.
    confirmation.heads = {{0, 1}};
    report.confirmations.push_back(confirmation);
    CHECK(report.confirmationOf(HeadType::Induction, HeadIndex{0, 1}) == &report.confirmations[1]);
    CHECK(report.confirmationOf(HeadType::Induction, HeadIndex{0, 0}) == &report.confirmations[0]);
}

TEST_CASE("What a scan did not check is null")
{
    ScanReport report = someReport();
    CHECK(reportJson(report)["stability"_L1].isNull());
    CHECK(reportJson(report)["scrambled"_L1].isNull());
    report.stability = ScanStability{10, 9};
    report.scrambled = std::vector<ScanReport::FalsePositives>{{HeadType::Constant, 2}};
    report.settings.seed = std::uint64_t{1} << 60;
    const QJsonObject object = reportJson(report);
    CHECK(object["stability"_L1]["agreeing"_L1] == 9);
    CHECK(object["scrambled"_L1][0]["type"_L1] == u"constant"_s);
    CHECK(object["settings"_L1]["seed"_L1] == u"1152921504606846976"_s);
}

TEST_CASE("The table has a row for each head and type")
{
    const CsvTable table = reportCsv(someReport());
    REQUIRE(table.rows.size() == 4);
    for (const QStringList& row : table.rows)
        CHECK(row.size() == table.header.size());
    const auto cell = [&table](std::size_t row, const QString& column) {
        return table.rows[row][table.header.indexOf(column)];
    };
    CHECK(cell(0, u"type"_s) == u"induction"_s);
    CHECK(cell(0, u"z"_s).isEmpty());
    CHECK(cell(1, u"status"_s) == u"not measurable"_s);
    CHECK(cell(1, u"score"_s).isEmpty());
    CHECK(cell(2, u"tags"_s) == u"offset 3;self"_s);
    CHECK(cell(3, u"head"_s) == u"2"_s);
    CHECK(cell(3, u"verdict"_s) == u"unassigned"_s);
    CHECK(cell(3, u"type"_s).isEmpty());
}
