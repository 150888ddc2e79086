#include "widgets/circuit/circuitview.h"

#include "tests/widgets/circuit/circuitviewfixture.h"
#include "widgets/circuit/circuitcontrols.h"
#include "widgets/circuit/workbench.h"
#include "widgets/common/statepanel.h"
#include "widgets/export/figure.h"

#include <QAccessible>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QWheelEvent>

using namespace headwaters;

TEST_CASE("Without a run or a trace the view says what to do")
{
    CircuitViewFixture fixture;
    StatePanel& state = fixture.view.statePanel();
    CHECK(state.message().title == QStringLiteral("No run yet"));
    CHECK(state.message().primary.isEmpty());
    CHECK(fixture.view.figure() == nullptr);
    fixture.runPrompt();
    CHECK(state.message().title == QStringLiteral("Nothing traced yet"));
    CHECK(state.message().primary == QStringLiteral("Trace into Mary − John"));
    QSignalSpy wanted(&fixture.model, &CircuitModel::traceWanted);
    Q_EMIT state.primaryClicked();
    REQUIRE(wanted.count() == 1);
    const auto request = wanted[0][0].value<TraceRequest>();
    CHECK(request.method == TraceMethod::AccPlusPlus);
    CHECK(request.seeding == Seeding::Linear);
    CHECK(request.targets == std::vector<TokenId>{sampleRun()->effects.target});
    CHECK(request.rival == sampleRun()->effects.rival);
}

TEST_CASE("A trace under way can be cancelled, a failed one says why")
{
    CircuitViewFixture fixture;
    fixture.runPrompt();
    fixture.model.startTrace();
    CHECK(fixture.view.statePanel().message().title == QStringLiteral("Tracing"));
    CHECK_FALSE(fixture.view.controls().traceButton().isEnabled());
    QSignalSpy cancelled(&fixture.model, &CircuitModel::cancelWanted);
    fixture.model.cancel();
    CHECK(cancelled.count() == 1);
    fixture.model.failTrace(
        {Problem::Kind::Failed, QStringLiteral("The decomposition of L3H5 does not add up."), {}});
    const StateMessage& message = fixture.view.statePanel().message();
    CHECK(message.icon == QStringLiteral("error"));
    CHECK(message.text.startsWith(QStringLiteral("The decomposition of L3H5 does not add up.")));
    CHECK(message.primary == QStringLiteral("Trace again"));
    CHECK(message.secondary.isEmpty()); // there is no circuit before
}

TEST_CASE("No seed head is an answer with its sentence")
{
    CircuitViewFixture fixture;
    fixture.runPrompt();
    fixture.model.finishTrace(emptyCircuit(), 1);
    CHECK(fixture.view.statePanel().message().title == QStringLiteral("An empty circuit"));
    CHECK(
        fixture.view.statePanel().message().text
        == QStringLiteral("No head writes on the difference; the largest part is MLP 3."));
    CHECK(fixture.view.figure() == nullptr);
}

TEST_CASE("The title says what the circuit explains, a stale one of which run it is")
{
    CircuitViewFixture fixture;
    fixture.fill();
    CHECK(fixture.view.title() == QStringLiteral("Circuit · into Mary − John"));
    CHECK(fixture.view.figure() != nullptr);
    fixture.model.setRunInFront(0);
    CHECK(fixture.view.note() == QStringLiteral("The prompt has changed: this is the circuit of run 1."));
    CHECK(fixture.view.figure() == nullptr);
}

TEST_CASE("The nearest point within 30 px answers the mouse; click locks, click again releases")
{
    CircuitViewFixture fixture;
    fixture.fill();
    const CircuitSpot spot = fixture.node("5.5");
    const QPoint at = fixture.canvas().pointOf(spot);
    CHECK(fixture.canvas().spotAt(at + QPoint(0, -6)) == spot);
    CHECK_FALSE(fixture.canvas().spotAt(QPointF(60, 20)));
    QTest::mouseMove(fixture.canvas().viewport(), at);
    QTest::qWait(1);
    fixture.click(spot);
    CHECK(fixture.model.locked() == spot);
    fixture.click(spot);
    CHECK_FALSE(fixture.model.locked());
    const CircuitSpot edge = fixture.edge("3.5", "5.5");
    fixture.click(edge);
    CHECK(fixture.model.locked() == edge);
    QTest::keyClick(&fixture.canvas(), Qt::Key_Escape);
    CHECK_FALSE(fixture.model.locked());
}

TEST_CASE("What is locked is the selection of all views")
{
    CircuitViewFixture fixture;
    fixture.fill();
    fixture.click(fixture.edge("3.5", "5.5"));
    CHECK(fixture.selection.locked() == SelectionState{HeadIndex{5, 5}, 14, 2});
    fixture.click(fixture.node("4.4"));
    CHECK(fixture.selection.locked().head == HeadIndex{4, 4});
    // MLPs have no head: the selection stays.
    fixture.click(fixture.node("MLP 5"));
    CHECK(fixture.selection.locked().head == HeadIndex{4, 4});
    fixture.model.hover(fixture.node("1.5"));
    CHECK(fixture.selection.shown().head == HeadIndex{1, 5});
    fixture.model.hover(std::nullopt);
    CHECK(fixture.selection.shown().head == HeadIndex{4, 4});
}

TEST_CASE("Ctrl+click and P pin to the workbench")
{
    CircuitViewFixture fixture;
    fixture.fill();
    CHECK_FALSE(fixture.view.workbench().isUsed());
    fixture.click(fixture.node("5.5"), Qt::ControlModifier);
    CHECK_FALSE(fixture.model.locked());
    CHECK(fixture.model.desk().pinned.size() == 1);
    CHECK(fixture.view.workbench().countText() == QStringLiteral("1 pinned"));
    fixture.click(fixture.node("4.4"));
    QTest::keyClick(&fixture.canvas(), Qt::Key_P);
    CHECK(fixture.model.desk().pinned.size() == 2);
    QTest::keyClick(&fixture.canvas(), Qt::Key_P);
    CHECK(fixture.model.desk().pinned.size() == 1);
}

TEST_CASE("Arrow keys walk along the edges, the strongest first")
{
    CircuitViewFixture fixture;
    fixture.fill();
    CircuitCanvas& canvas = fixture.canvas();
    canvas.setFocus();
    QTest::keyClick(&canvas, Qt::Key_Down); // nothing is locked: the root
    REQUIRE(fixture.model.lockedNode());
    CHECK(fixture.model.lockedNode()->part == CircuitPart::Root);
    QTest::keyClick(&canvas, Qt::Key_Down);
    CHECK(fixture.model.locked() == fixture.edge("MLP 5", "Logit direction"));
    QTest::keyClick(&canvas, Qt::Key_Right); // the next of the root's edges
    CHECK(fixture.model.locked() == fixture.edge("5.5", "Logit direction"));
    QTest::keyClick(&canvas, Qt::Key_Down);
    CHECK(fixture.model.locked() == fixture.node("5.5"));
    QTest::keyClick(&canvas, Qt::Key_Down);
    CHECK(fixture.model.locked() == fixture.edge("3.5", "5.5"));
    QTest::keyClick(&canvas, Qt::Key_Up);
    CHECK(fixture.model.locked() == fixture.node("5.5"));
    QTest::keyClick(&canvas, Qt::Key_Left); // beside it in the layer stands nothing at the left
    CHECK(fixture.model.lockedNode()->layer == 5);
}

TEST_CASE("The wheel zooms about the mouse and 0 shows all again")
{
    CircuitViewFixture fixture;
    fixture.fill();
    CircuitCanvas& canvas = fixture.canvas();
    const QPoint at = canvas.pointOf(fixture.node("5.5"));
    QWheelEvent event(
        at, canvas.viewport()->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
        false);
    QApplication::sendEvent(canvas.viewport(), &event);
    CHECK(canvas.zoom() > 1.4);
    CHECK((canvas.pointOf(fixture.node("5.5")) - at).manhattanLength() <= 3);
    QTest::keyClick(&canvas, Qt::Key_0);
    CHECK(canvas.zoom() == 1);
    fixture.view.zoomIn();
    CHECK(canvas.zoom() > 1);
}

TEST_CASE("A screen reader finds every node and edge with its sentence")
{
    CircuitViewFixture fixture;
    fixture.fill();
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&fixture.canvas());
    REQUIRE(list);
    CHECK(list->role() == QAccessible::List);
    CHECK(list->childCount() == fixture.canvas().partCount());
    bool found = false;
    for (int index = 0; index < list->childCount(); ++index)
        found = found
            || list->child(index)->text(QAccessible::Name)
                == QStringLiteral("edge, key side, 0.2 at ·Mary into 5.5, weight 0.126");
    CHECK(found);
    list->child(1)->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
    CHECK(fixture.model.locked());
    CHECK(list->child(1)->text(QAccessible::Name).endsWith(QStringLiteral(", locked")));
    CHECK(list->child(1)->state().selected);
}

TEST_CASE("A trace starts from any head or edge that is locked")
{
    CircuitViewFixture fixture;
    fixture.fill();
    QSignalSpy wanted(&fixture.model, &CircuitModel::traceWanted);
    fixture.model.lock(fixture.node("4.4"));
    fixture.view.traceFromLocked();
    REQUIRE(wanted.count() == 1);
    const auto fromHead = wanted[0][0].value<TraceRequest>();
    CHECK(fromHead.seeding == Seeding::Roots);
    CHECK(fromHead.roots == std::vector<TraceRoot>{{{4, 4}, 14, 2}});
    CHECK(fromHead.targets.empty());
    // An edge from an MLP: the head that it enters.
    fixture.model.lock(fixture.edge("MLP 3", "4.4"));
    fixture.view.traceFromLocked();
    CHECK(wanted[1][0].value<TraceRequest>().roots == std::vector<TraceRoot>{{{4, 4}, 14, 2}});
    fixture.model.lock(fixture.edge("3.5", "5.5"));
    fixture.view.traceFromLocked();
    CHECK(wanted[2][0].value<TraceRequest>().roots[0].head == HeadIndex{3, 5});
}

TEST_CASE("The menu of a token traces what is predicted there; the button asks about the last one again")
{
    CircuitViewFixture fixture;
    fixture.fill();
    QSignalSpy wanted(&fixture.model, &CircuitModel::traceWanted);
    Q_EMIT fixture.canvas().menuWanted(QPoint(10, 10), std::nullopt, 10);
    QMenu* menu = fixture.view.findChild<QMenu*>(QString(), Qt::FindDirectChildrenOnly);
    REQUIRE(menu);
    CHECK(menu->actions()[0]->text() == QStringLiteral("Trace what is predicted after ·John"));
    menu->actions()[0]->trigger();
    REQUIRE(wanted.count() == 1);
    CHECK(wanted[0][0].value<TraceRequest>().position == 10);
    menu->close();
    fixture.view.controls().traceButton().click();
    CHECK_FALSE(wanted[1][0].value<TraceRequest>().position);
}
