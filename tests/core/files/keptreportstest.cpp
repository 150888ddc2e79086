#include "core/files/keptreports.h"

#include "support/scans.h"
#include "support/testing.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

struct Fixture {
    QTemporaryDir folder;
    KeptReports kept{folder.filePath(u"scans"_s)};
    ModelInfo model = scans::model(2, 2);

    Fixture() { model.sha256 = u"abc123"_s; }

    [[nodiscard]] ScanReport report(std::uint64_t seed = 1, int seeds = 1) const
    {
        ScanReport report =
            scans::report(model, {scans::unmeasured({0, 0}, HeadType::Memory, u"facts"_s)}, {});
        report.model = model;
        report.settings.seed = seed;
        report.settings.seeds = seeds;
        report.forwards = 7;
        return report;
    }
    [[nodiscard]] std::vector<KeptReports::Entry> entries() const { return kept.of(model.sha256); }
    [[nodiscard]] QString path(const QString& key) const { return folder.filePath(u"scans/"_s) + key; }
};

} // namespace

TEST_CASE("A kept report is there again under the hash of its model, and says what was asked")
{
    const Fixture fixture;
    CHECK(fixture.entries().empty()); // there is no folder yet
    ScanReport report = fixture.report(1, 3);
    report.settings.tier = Tier::Observed;
    fixture.kept.save(report);
    const auto entries = fixture.entries();
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].label.startsWith(u"observed · all types · seeds 1 to 3 · "_s));
    CHECK(fixture.kept.of(u"other"_s).empty());
    CHECK(fixture.kept.of({}).empty());
    const std::optional<ScanReport> read = fixture.kept.load(entries[0].key, fixture.model);
    REQUIRE(read);
    CHECK(read->settings == report.settings);
    CHECK(read->forwards == 7);
    CHECK(read->model.sha256 == u"abc123"_s);
    CHECK(read->heads.size() == report.heads.size());
}

TEST_CASE("The same settings take the place of the older report, others stand beside it")
{
    const Fixture fixture;
    ScanReport report = fixture.report();
    fixture.kept.save(report);
    report.forwards = 9;
    fixture.kept.save(report);
    REQUIRE(fixture.entries().size() == 1);
    CHECK(fixture.kept.load(fixture.entries()[0].key, fixture.model)->forwards == 9);
    report.settings.types = {HeadType::Memory};
    fixture.kept.save(report);
    report.settings.types = {HeadType::Induction};
    fixture.kept.save(report);
    report.settings.scrambled = true;
    fixture.kept.save(report);
    CHECK(fixture.entries().size() == 4);
}

TEST_CASE("No more than twenty reports of a model are kept")
{
    const Fixture fixture;
    for (std::uint64_t seed = 1; seed <= 23; ++seed)
        fixture.kept.save(fixture.report(seed));
    CHECK(fixture.entries().size() == 20);
}

TEST_CASE("A report of a model without a hash is not kept, nor where there is no room for a folder")
{
    Fixture fixture;
    QFile file(fixture.folder.filePath(u"scans"_s)); // a file stands where the folder would
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.close();
    fixture.kept.save(fixture.report());
    CHECK(fixture.entries().empty());
    REQUIRE(file.remove());
    fixture.model.sha256.clear();
    fixture.kept.save(fixture.report());
    CHECK_FALSE(QDir(fixture.folder.filePath(u"scans"_s)).exists());
}

TEST_CASE("A broken report is removed and said, a key that leaves the folder is not followed")
{
    const Fixture fixture;
    fixture.kept.save(fixture.report());
    const QString key = fixture.entries().front().key;
    QFile file(fixture.path(key));
    REQUIRE(file.open(QIODevice::ReadWrite));
    REQUIRE(file.resize(file.size() / 2));
    file.close();
    QString problem;
    CHECK_FALSE(fixture.kept.load(key, fixture.model, &problem));
    CHECK(problem.contains(key));
    CHECK(fixture.entries().empty());

    problem.clear();
    CHECK_FALSE(fixture.kept.load(key, fixture.model, &problem)); // gone: nothing to say
    CHECK(problem.isEmpty());
    QFile outside(fixture.folder.filePath(u"outside.report"_s));
    REQUIRE(outside.open(QIODevice::WriteOnly));
    outside.close();
    CHECK_FALSE(fixture.kept.load(u"../outside.report"_s, fixture.model, &problem));
    CHECK(outside.exists());
}
