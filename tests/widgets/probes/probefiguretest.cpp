#include "widgets/probes/probefigure.h"

#include "support/testing.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// Four heads right in 0.5, 0.6, 0.7 and 0.8 of 40 items, and a bound that the last two are above.
ProbeReport report()
{
    ProbeReport report;
    report.model.name = u"demo"_s;
    report.model.nLayers = report.model.nHeads = 2;
    report.set = u"capitals"_s;
    report.sentence = u"true statements from false ones"_s;
    report.items = 40;
    report.ones = 20;
    report.groups = 10;
    report.baseline.accuracy = 0.55;
    report.accuracyBound = 0.65;
    for (int head = 0; head < 4; ++head) {
        HeadProbe probe;
        probe.head = {head / 2, head % 2};
        probe.accuracy = 0.5 + head / 10.0;
        probe.nullAccuracyHigh = 0.6;
        probe.passes = head == 3;
        report.heads.push_back(probe);
    }
    return report;
}

} // namespace

TEST_CASE("The figure of a probe counts heads above the bound and names the best")
{
    const HeadGridFigure figure = probeFigure(report());
    CHECK(figure.title() == u"Probe of every head · capitals"_s);
    CHECK(figure.caption().contains(u"true statements from false ones"_s));
    CHECK(figure.caption().contains(u"head 1.1 with 0.80"_s));
    CHECK(figure.caption().contains(u"2 of 4 heads are above the bound of permuted labels, 0.65"_s));
    CHECK(figure.caption().contains(u"0.55"_s));
    CHECK(figure.provenance().settings.join(u' ').contains(u"40 items in 10 groups"_s));
}

TEST_CASE("The data of a probe's figure are those of the report")
{
    const FigureData data = probeFigure(report()).data();
    REQUIRE(data.table.rows.size() == 4);
    CHECK(
        data.table.header.mid(0, 4)
        == QStringList{u"layer"_s, u"head"_s, u"accuracy"_s, u"null_accuracy_high"_s});
    CHECK(data.table.rows[3].mid(0, 4) == QStringList{u"1"_s, u"1"_s, u"0.8"_s, u"0.6"_s});
    CHECK(data.table.rows[3].back() == u"yes"_s);
    CHECK(data.table.rows[2].back() == u"no"_s);
    REQUIRE(data.tensors.size() == 3);
    CHECK(data.tensors[0].shape == std::vector<std::int64_t>{2, 2});
    CHECK(data.tensors[0].values[2] == 0.7F);
}
