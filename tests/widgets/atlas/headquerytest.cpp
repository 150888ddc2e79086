#include "widgets/atlas/headquery.h"

#include "support/testing.h"
#include "widgets/support/samplescan.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

const WallShape shape{6, 6};

std::vector<HeadIndex> found(const QString& typed, const ScanReport* report)
{
    std::vector<HeadIndex> heads;
    const SoughtHeads sought = readHeadQuery(typed, shape, report).sought;
    for (std::size_t place = 0; place < sought.heads.size(); ++place)
        if (sought.heads[place])
            heads.push_back({static_cast<int>(place) / 6, static_cast<int>(place) % 6});
    return heads;
}

bool holds(const std::vector<HeadIndex>& heads, HeadIndex head)
{
    return std::find(heads.begin(), heads.end(), head) != heads.end();
}

} // namespace

TEST_CASE("Numbers of heads and layers are found without a scan")
{
    CHECK(found(u"5.3"_s, nullptr) == std::vector<HeadIndex>{{5, 3}});
    CHECK(found(u"l5h3"_s, nullptr) == std::vector<HeadIndex>{{5, 3}});
    CHECK(found(u"head 5.3"_s, nullptr) == std::vector<HeadIndex>{{5, 3}});
    CHECK(found(u"5.3, 0.1"_s, nullptr) == std::vector<HeadIndex>{{0, 1}, {5, 3}});
    CHECK(found(u"L4"_s, nullptr).size() == 6);
    CHECK(found(u"layer 4"_s, nullptr) == found(u"L4"_s, nullptr));
    CHECK(readHeadQuery(u"9.9"_s, shape, nullptr).sought.count() == 0); // asked for, and there is none
    CHECK(readHeadQuery(u"9.9"_s, shape, nullptr).sought.heads.size() == 36);
}

TEST_CASE("Types, stages and verdicts need a scan and are read from it")
{
    for (const QString& typed : {u"induction"_s, u"LR"_s, u"tentative"_s, u"induction 2.2"_s}) {
        const HeadQuery query = readHeadQuery(typed, shape, nullptr);
        CHECK(query.needsScan);
        CHECK(query.sought == SoughtHeads());
    }
    const auto report = sampleScan();
    const auto induction = found(u"induction heads"_s, report.get());
    CHECK(holds(induction, {2, 2}));
    CHECK_FALSE(holds(induction, {1, 3}));
    CHECK(found(u"IND"_s, report.get()) == induction); // the short name, whatever the case
    CHECK(holds(found(u"lr"_s, report.get()), {2, 2}));
    CHECK(holds(found(u"latent reasoning"_s, report.get()), {2, 2}));
    CHECK_FALSE(holds(found(u"ICI"_s, report.get()), {2, 2}));
    CHECK(holds(found(u"ICI"_s, report.get()), {5, 5})); // of three stages
    CHECK(found(u"inactive"_s, report.get()) == std::vector<HeadIndex>{{0, 4}});
    CHECK(holds(found(u"no clear stage"_s, report.get()), {1, 3}));
}

TEST_CASE("Words beside each other must all hold, commas separate alternatives")
{
    const auto report = sampleScan();
    const auto induction = found(u"induction"_s, report.get());
    const auto inLayer = found(u"induction L2"_s, report.get());
    CHECK(holds(inLayer, {2, 2}));
    CHECK(inLayer.size() < induction.size());
    for (const HeadIndex head : inLayer)
        CHECK(head.layer == 2);
    CHECK(found(u"induction, 1.3"_s, report.get()).size() == induction.size() + 1);
    // A whole name means that type alone, a part of one every type that has it.
    CHECK(holds(found(u"name mover"_s, report.get()), {5, 5}));
    CHECK_FALSE(holds(found(u"previous token"_s, report.get()), {5, 5}));
    CHECK(holds(found(u"prev"_s, report.get()), {0, 2}));
}

TEST_CASE("What means nothing is said, and fades nothing")
{
    const auto report = sampleScan();
    const HeadQuery query = readHeadQuery(u"induction giraffe"_s, shape, report.get());
    CHECK(query.unknown == u"giraffe"_s);
    CHECK(query.sought.heads.empty());
    for (const QString& nothing : {u""_s, u" , "_s, u"heads"_s})
        CHECK(readHeadQuery(nothing, shape, report.get()).sought == SoughtHeads());
    // A report of another model is none.
    CHECK(readHeadQuery(u"LR"_s, {2, 2}, report.get()).needsScan);
}
