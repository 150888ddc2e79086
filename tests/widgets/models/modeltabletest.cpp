#include "widgets/models/modeltable.h"

#include "tests/support/testing.h"
#include "widgets/common/numberformat.h"
#include "widgets/models/modeldetails.h"

#include <QSignalSpy>
#include <QTest>

using namespace headwaters;

namespace {

FoundModel model(const char* name, const char* place, qint64 weights, bool widened, qint64 available)
{
    FoundModel found{
        .name = QLatin1String(name),
        .path = QStringLiteral("/m/") + QLatin1String(name),
        .place = QLatin1String(place)};
    found.family = QStringLiteral("llama");
    found.format = QStringLiteral("Q4_1");
    found.fileSize = weights / 6;
    found.memory = MemoryEstimate{134'515'008, widened, weights, weights + programMemory, available};
    return found;
}

FoundModel broken()
{
    FoundModel found{
        .name = QStringLiteral("broken"),
        .path = QStringLiteral("/m/broken"),
        .place = QStringLiteral("Ollama")};
    found.problem = QStringLiteral("broken: the file ends early.");
    return found;
}

struct Shown {
    Theme theme;
    FoundModelsModel models{theme};
    ModelTable table;

    Shown()
    {
        table.resize(800, 200);
        table.setModels(&models);
        models.add(model("small", "Headwaters", 538'060'032, true, 8'000'000'000));
        models.add(model("huge", "Ollama", 20'000'000'000, false, 8'000'000'000));
        models.add(broken());
    }

    [[nodiscard]] QString cell(int row, int column) const
    {
        return table.model()->index(row, column).data().toString();
    }
    [[nodiscard]] QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < table.model()->rowCount(); ++row)
            names << cell(row, FoundModelsModel::Name);
        return names;
    }
};

} // namespace

TEST_CASE("a row tells name, family, format, size, peak memory in words and the place")
{
    const Shown shown;
    using Model = FoundModelsModel;
    CHECK(shown.cell(0, Model::Name) == QStringLiteral("small"));
    CHECK(shown.cell(0, Model::Family) == QStringLiteral("llama"));
    CHECK(shown.cell(0, Model::Format) == QStringLiteral("Q4_1"));
    CHECK(shown.cell(0, Model::Size) == QStringLiteral("90 MB"));
    CHECK(shown.cell(0, Model::Memory) == QStringLiteral("fits, 698 MB"));
    CHECK(shown.cell(0, Model::Place) == QStringLiteral("Headwaters"));
    CHECK(shown.cell(1, Model::Memory) == QStringLiteral("too large, 20.2 GB"));
    CHECK(shown.cell(2, Model::Memory) == QStringLiteral("cannot be opened"));
    CHECK(shown.cell(2, Model::Size) == QStringLiteral("–"));
    CHECK(shown.models.index(2, Model::Name)
              .data(Qt::ToolTipRole)
              .toString()
              .contains(QStringLiteral("ends early")));
}

TEST_CASE("the three verdicts differ in word and in mark")
{
    QStringList icons;
    for (const Verdict verdict : {Verdict::Fits, Verdict::TooLarge, Verdict::Broken})
        icons << verdictIcon(verdict);
    CHECK(icons == QStringList{QStringLiteral("check"), QStringLiteral("warning"), QStringLiteral("error")});
    const Shown shown;
    for (int row = 0; row < 3; ++row)
        CHECK_FALSE(shown.models.index(row, FoundModelsModel::Memory)
                        .data(Qt::DecorationRole)
                        .value<QPixmap>()
                        .isNull());
}

TEST_CASE("the first row is chosen by itself and a filter keeps what holds every word")
{
    Shown shown;
    REQUIRE(shown.table.current());
    CHECK(shown.table.current()->name == QStringLiteral("small"));
    shown.table.setFilter(QStringLiteral("  OLLAMA hug "));
    CHECK(shown.names() == QStringList{QStringLiteral("huge")});
    CHECK(shown.table.current()->name == QStringLiteral("huge"));
    shown.table.setFilter(QStringLiteral("nothing"));
    CHECK(shown.table.shownCount() == 0);
    CHECK(shown.table.current() == nullptr);
    shown.table.setFilter({});
    CHECK(shown.table.shownCount() == 3);
    CHECK(shown.table.current());
}

TEST_CASE("rows stand as found until a header sorts them by its numbers, broken ones last in memory")
{
    Shown shown;
    CHECK(
        shown.names()
        == QStringList{QStringLiteral("small"), QStringLiteral("huge"), QStringLiteral("broken")});
    shown.table.sortByColumn(FoundModelsModel::Memory, Qt::DescendingOrder);
    CHECK(
        shown.names()
        == QStringList{QStringLiteral("broken"), QStringLiteral("huge"), QStringLiteral("small")});
    shown.table.sortByColumn(FoundModelsModel::Name, Qt::AscendingOrder);
    CHECK(
        shown.names()
        == QStringList{QStringLiteral("broken"), QStringLiteral("huge"), QStringLiteral("small")});
}

TEST_CASE("arrows step through the rows and Return asks to open")
{
    Shown shown;
    const QSignalSpy asked(&shown.table, &ModelTable::openRequested);
    shown.table.step(1);
    CHECK(shown.table.current()->name == QStringLiteral("huge"));
    shown.table.step(5);
    CHECK(shown.table.current()->name == QStringLiteral("broken"));
    shown.table.step(-9);
    CHECK(shown.table.current()->name == QStringLiteral("small"));
    QTest::keyClick(&shown.table, Qt::Key_Return);
    CHECK(asked.count() == 1);
}

TEST_CASE("the memory sentence says parameters, peak and what is available")
{
    MemoryEstimate memory{134'515'008, true, 538'060'032, 698'060'032, 8'000'000'000};
    CHECK(
        memorySentence(memory)
        == countText(134'515'008)
            + QStringLiteral(" parameters. With it open Headwaters takes about 698 MB of memory; "
                             "8.0 GB are available."));
    memory.widened = false;
    CHECK(memorySentence(memory).contains(QStringLiteral("a layer at a time: about 698 MB")));
    memory.available = 500'000'000;
    CHECK(memorySentence(memory).contains(QStringLiteral("It needs 698 MB even when")));
    CHECK(memorySentence(memory).endsWith(QStringLiteral("; 500 MB are available.")));
    memory.available = 0;
    CHECK(memorySentence(memory).endsWith(QStringLiteral("698 MB of memory.")));
}
