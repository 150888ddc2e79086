#include "widgets/interventions/interventionsview.h"

#include "support/testing.h"
#include "widgets/interventions/samplesweep.h"
#include "widgets/interventions/stackcard.h"
#include "widgets/interventions/stackpanel.h"
#include "widgets/interventions/sweepcanvas.h"
#include "widgets/interventions/toggleswitch.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplerun.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

struct Fixture {
    explicit Fixture(bool dark = false) : dressed(dark)
    {
        fillSample(run);
        selection.setModelShape(6, 6);
        selection.setTokenCount(15);
        selection.lockHead({5, 5});
        run.setEffects(std::make_shared<const EffectSummary>(run.result()->effects));
        model.setPlace(samplePlace());
        view.resize(728, 640);
    }
    void fill(int rows = 6)
    {
        model.sweep();
        model.startSweep();
        const auto map = sampleSweep(sweepRequest(model.choice(), model.stack()), rows);
        if (rows < map->size.rows)
            model.growSweep(map);
        else
            model.finishSweep(map);
    }
    void answer()
    {
        StackOutcome outcome;
        outcome.stack = model.stack();
        outcome.clean.difference = 4.62;
        outcome.end.difference = -0.74;
        outcome.end.divergence = 0.9;
        for (std::size_t at = 0; at < outcome.stack.items.size(); ++at)
            outcome.along.push_back({.difference = at == 0 ? 2.19 : at == 1 ? -0.74 : 2.7});
        const auto& effects = run.result()->effects;
        outcome.before = {{effects.target, 0.912}, {effects.rival, 0.009}};
        outcome.after = {{effects.rival, 0.404}, {effects.target, 0.193}};
        model.setOutcome(std::make_shared<const StackOutcome>(outcome));
    }
    template <typename Part> [[nodiscard]] Part& part(const QString& name = {})
    {
        auto* found = view.findChild<Part*>(name);
        REQUIRE(found != nullptr);
        return *found;
    }

    Dressed dressed;
    Selection selection;
    RunModel run;
    InterventionModel model;
    InterventionsView view{dressed.theme, selection, run, model};
};

} // namespace

TEST_CASE("A card is dragged to another place, moved by keys, and undo takes it back")
{
    Fixture fixture;
    for (const HeadIndex head : {HeadIndex{0, 0}, HeadIndex{1, 1}, HeadIndex{2, 2}}) {
        Intervention item;
        item.heads = {head};
        fixture.model.add(item);
    }
    fixture.model.open(2); // closed: three cards of one height
    fixture.view.show();
    REQUIRE(QTest::qWaitForWindowExposed(&fixture.view));
    const auto order = [&] {
        QStringList heads;
        for (const Intervention& item : fixture.model.stack().items)
            heads << item.heads.front().text();
        return heads.join(u' ');
    };
    const auto& cards = fixture.view.stack().cards();
    const auto drag = [&](std::size_t from, const QPoint& global, bool cancel = false) {
        StackCard* card = cards[from];
        QTest::mousePress(card, Qt::LeftButton, {}, QPoint(20, 8));
        QTest::mouseMove(card, card->mapFromGlobal(global));
        if (cancel)
            QTest::keyClick(card, Qt::Key_Escape);
        QTest::mouseRelease(card, Qt::LeftButton, {}, card->mapFromGlobal(global));
    };
    const QPoint belowLast = cards[2]->mapToGlobal(QPoint(20, cards[2]->height() - 2));
    drag(0, belowLast);
    CHECK(order() == u"1.1 2.2 0.0"_s);
    CHECK(fixture.model.opened() == -1); // a drag opens nothing
    drag(1, belowLast, true);
    CHECK(order() == u"1.1 2.2 0.0"_s);
    drag(2, cards[0]->mapToGlobal(QPoint(20, 2)));
    CHECK(order() == u"0.0 1.1 2.2"_s);
    fixture.model.undoStack().undo();
    CHECK(order() == u"1.1 2.2 0.0"_s);
    cards[2]->setFocus();
    QTest::keyClick(cards[2], Qt::Key_Up, Qt::AltModifier);
    CHECK(order() == u"1.1 0.0 2.2"_s);
    QTest::keyClick(cards[0], Qt::Key_Up, Qt::AltModifier); // there is no earlier place
    CHECK(order() == u"1.1 0.0 2.2"_s);
    fixture.model.undoStack().undo();
    CHECK(order() == u"1.1 2.2 0.0"_s);
    QTest::mouseClick(cards[1], Qt::LeftButton, {}, QPoint(20, 8));
    CHECK(fixture.model.opened() == 1);
}

TEST_CASE("Add puts a change of the locked head on the stack, and its card changes it")
{
    Fixture fixture;
    fixture.view.show();
    QTest::mouseClick(&fixture.part<QPushButton>(u"addIntervention"_s), Qt::LeftButton);
    REQUIRE(fixture.view.stack().cards().size() == 1);
    CHECK(fixture.model.stack().items.front().heads.front() == HeadIndex{5, 5});
    StackCard& card = *fixture.view.stack().cards().front();
    CHECK(card.accessibleName().contains(u"5.5"_s));
    QTest::mouseClick(&card.toggle(), Qt::LeftButton);
    CHECK_FALSE(fixture.model.stack().items.front().enabled);
    CHECK(card.accessibleName().contains(u"off"_s));
    // Site, operation, head, positions: the fields of the card.
    const QList<QComboBox*> boxes = card.findChildren<QComboBox*>();
    REQUIRE(boxes.size() >= 2);
    boxes[0]->setCurrentIndex(static_cast<int>(CausalSite::Scores));
    Q_EMIT boxes[0]->activated(static_cast<int>(CausalSite::Scores));
    CHECK(fixture.model.stack().items.front().site == CausalSite::Scores);
    CHECK(fits(fixture.model.stack().items.front().operation, CausalSite::Scores));
    const QList<QLineEdit*> lines = card.findChildren<QLineEdit*>();
    lines[0]->setText(u"4.2, 3.1"_s);
    Q_EMIT lines[0]->editingFinished();
    CHECK(fixture.model.stack().items.front().heads == std::vector<HeadIndex>{{4, 2}, {3, 1}});
    lines[1]->setText(u"nonsense"_s);
    Q_EMIT lines[1]->editingFinished();
    CHECK(fixture.model.stack().items.front().positions.empty());
    CHECK(lines[1]->text().isEmpty());
    fixture.model.undoStack().undo();
    CHECK(fixture.model.stack().items.front().heads == std::vector<HeadIndex>{{5, 5}});
    fixture.model.remove(0);
    CHECK(fixture.view.stack().cards().empty());
}

TEST_CASE("A sweep is started, fills, is read as a table and exported")
{
    Fixture fixture;
    fixture.view.show();
    CHECK(fixture.view.figure() == nullptr);
    auto& start = fixture.part<QPushButton>(u"sweepStart"_s);
    QSignalSpy wanted(&fixture.model, &InterventionModel::sweepWanted);
    QTest::mouseClick(&start, Qt::LeftButton);
    CHECK(wanted.count() == 1);
    fixture.fill(2);
    CHECK(start.text() == u"Stop"_s);
    QSignalSpy stopped(&fixture.model, &InterventionModel::stopWanted);
    QTest::mouseClick(&start, Qt::LeftButton);
    CHECK(stopped.count() == 1);
    CHECK(fixture.view.figure() == nullptr); // a map that still grows
    fixture.fill();
    const auto figure = fixture.view.figure();
    REQUIRE(figure != nullptr);
    CHECK(figure->title().startsWith(u"Heads, one by one · zero"_s));
    CHECK(figure->caption().contains(u"mean of 2 draws"_s));
    const FigureData data = figure->data();
    CHECK(data.table.rows.size() == 36);
    REQUIRE(data.tensors.size() == 7);
    CHECK(data.tensors[1].name == u"change"_s);
    CHECK(data.tensors[1].values[6 * 2 + 3] == Approx(((7 * 2 + 3 * 3) % 11 - 5) / 2.0));
    CHECK(data.tensors[6].values[0] == Approx(-0.5));
    fixture.view.setTableShown(true);
    auto& table = fixture.part<QTableWidget>();
    CHECK(table.rowCount() == 36);
    table.sortItems(2, Qt::DescendingOrder);
    CHECK(table.item(0, 2)->text() == u"+2.50"_s);
    table.selectRow(0);
    CHECK(fixture.selection.locked().head->text() == table.item(0, 0)->text());
}

TEST_CASE("A click on the map locks its head, a double click puts its change on the stack")
{
    Fixture fixture;
    fixture.view.show();
    fixture.fill();
    QTest::qWait(1);
    auto& canvas = fixture.part<SweepCanvas>();
    bool isFound = false;
    for (int y = 0; y < canvas.height() && !isFound; y += 4) {
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, {90, y});
        isFound = fixture.selection.locked().head != HeadIndex{5, 5};
        if (isFound)
            QTest::mouseDClick(&canvas, Qt::LeftButton, {}, {90, y});
    }
    REQUIRE(isFound);
    REQUIRE(fixture.model.stack().items.size() == 1);
    CHECK(fixture.model.stack().items.front().heads.front() == *fixture.selection.locked().head);
}

TEST_CASE("The Interventions view is drawn in both themes and sizes")
{
    const bool dark = GENERATE(false, true);
    Fixture fixture(dark);
    for (const HeadIndex head : {HeadIndex{5, 5}, HeadIndex{4, 4}, HeadIndex{5, 0}}) {
        Intervention item;
        item.heads = {head};
        item.operation = CausalOperation::Mean;
        fixture.model.add(item);
    }
    fixture.model.setEnabled(2, false);
    fixture.model.open(1);
    fixture.answer();
    fixture.fill(4);
    const QImage small =
        pictureOf(fixture.view, {728, 666}, dark ? "interventions-dark" : "interventions-light");
    CHECK(small.pixelColor(5, 300) == fixture.dressed.theme.colours().window);
    fixture.fill();
    (void)pictureOf(fixture.view, {1272, 946}, dark ? "interventions-dark-wide" : "interventions-light-wide");
}
