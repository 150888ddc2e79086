#include "widgets/circuit/circuitview.h"

#include "support/testing.h"
#include "widgets/circuit/circuitcanvas.h"
#include "widgets/circuit/circuitcontrols.h"
#include "widgets/circuit/circuittext.h"
#include "widgets/circuit/circuittreeview.h"
#include "widgets/circuit/thresholdslider.h"
#include "widgets/circuit/tracesettings.h"
#include "widgets/circuit/workbench.h"
#include "widgets/common/statepanel.h"
#include "widgets/export/figure.h"
#include "widgets/support/samplecircuit.h"
#include "widgets/support/samplerun.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace headwaters;

namespace {

/// The view of the 1280 x 800 window: 728 x 666.
struct Fixture {
    Theme theme;
    Selection selection;
    RunModel run;
    CircuitModel model;
    CircuitView view{theme, selection, run, model};

    Fixture()
    {
        theme.setMode(Theme::Mode::Light);
        view.resize(728, 666);
        view.show();
        REQUIRE(QTest::qWaitForWindowExposed(&view));
    }
    void runPrompt()
    {
        selection.setModelShape(6, 6);
        selection.setTokenCount(15);
        fillSample(run);
        model.setRunInFront(1);
    }
    void fill(double threshold = 0.12)
    {
        runPrompt();
        model.finishTrace(sampleCircuit(), 1);
        model.setThreshold(threshold);
        QApplication::processEvents();
    }
    [[nodiscard]] CircuitCanvas& canvas() { return view.canvas(); }
    [[nodiscard]] CircuitSpot node(const char* name, const char* at = nullptr) const
    {
        const Circuit& circuit = *model.circuit();
        for (const int index : view.shown()->nodes) {
            const CircuitNode& each = circuit.nodes[static_cast<std::size_t>(index)];
            if (partName(each) == QLatin1String(name) && (!at || each.destination == QLatin1String(at)))
                return {CircuitSpot::Kind::Node, index};
        }
        FAIL("no such node is shown");
        return {};
    }
    [[nodiscard]] CircuitSpot edge(const char* from, const char* to) const
    {
        return {
            CircuitSpot::Kind::Edge, edgeBetween(*model.circuit(), QLatin1String(from), QLatin1String(to))};
    }
    void click(const CircuitSpot& spot, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(canvas().viewport(), Qt::LeftButton, modifiers, canvas().pointOf(spot));
    }
};

} // namespace

TEST_CASE("Without a run or a trace the view says what to do")
{
    Fixture fixture;
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
    Fixture fixture;
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
    Fixture fixture;
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
    Fixture fixture;
    fixture.fill();
    CHECK(fixture.view.title() == QStringLiteral("Circuit · into Mary − John"));
    CHECK(fixture.view.figure() != nullptr);
    fixture.model.setRunInFront(0);
    CHECK(fixture.view.note() == QStringLiteral("The prompt has changed: this is the circuit of run 1."));
    CHECK(fixture.view.figure() == nullptr);
}

TEST_CASE("The threshold says what it keeps")
{
    Fixture fixture;
    fixture.fill(0);
    CircuitControls& controls = fixture.view.controls();
    fixture.model.setThreshold(0);
    CHECK(controls.keptText() == QStringLiteral("292 of 292 edges, 100 % of weight"));
    controls.slider().setValue(40);
    CHECK(fixture.model.desk().threshold > 0);
    const FilteredCircuit kept = fixture.model.kept();
    CHECK(kept.keptEdges < 292);
    CHECK(controls.keptText().startsWith(QStringLiteral("%1 of 292 edges").arg(kept.keptEdges)));
    CHECK(fixture.canvas().partCount() == static_cast<int>(kept.nodes.size() + kept.edges.size()));
    fixture.model.undoStack().undo();
    CHECK(controls.slider().value() == 0);
    // Keys: arrows one bin, Page one tenth.
    controls.slider().setFocus();
    QTest::keyClick(&controls.slider(), Qt::Key_Right);
    CHECK(controls.slider().value() == 1);
    QTest::keyClick(&controls.slider(), Qt::Key_PageUp);
    CHECK(controls.slider().value() == 5);
}

TEST_CASE("Every edge stands in one bin of the histogram")
{
    Fixture fixture;
    fixture.fill(0);
    int sum = 0;
    for (const int count : fixture.view.controls().slider().counts())
        sum += count;
    CHECK(sum == 292);
}

TEST_CASE("The nearest point within 30 px answers the mouse; click locks, click again releases")
{
    Fixture fixture;
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
    Fixture fixture;
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
    Fixture fixture;
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
    Fixture fixture;
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
    Fixture fixture;
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
    Fixture fixture;
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

TEST_CASE("The tree twin shows the same, and choosing a line locks it")
{
    Fixture fixture;
    fixture.fill();
    QTest::keyClick(&fixture.canvas(), Qt::Key_T);
    CHECK(fixture.view.isTableShown());
    CircuitTreeView& tree = fixture.view.tree();
    const QAbstractItemModel& lines = *tree.model();
    REQUIRE(lines.rowCount() == 1);
    const QModelIndex root = lines.index(0, 0);
    CHECK(root.data().toString() == QStringLiteral("Mary − John"));
    REQUIRE(lines.rowCount(root) == 3);
    const QModelIndex head = lines.index(1, 0, root);
    CHECK(head.data().toString() == QStringLiteral("5.5 at ·to (1) from ·Mary"));
    CHECK(head.siblingAtColumn(1).data().toString() == QStringLiteral("to the logits"));
    CHECK(lines.parent(head) == root);
    tree.setCurrentIndex(head);
    CHECK(fixture.model.locked() == fixture.edge("5.5", "Logit direction"));
    const QModelIndex below = lines.index(0, 0, head);
    CHECK(
        below.data(Qt::AccessibleTextRole).toString()
        == QStringLiteral("edge, key side, 3.5 at ·Mary into 5.5, weight 0.171"));
    // What is locked elsewhere is found here.
    fixture.model.lock(fixture.edge("0.2", "5.5"));
    CHECK(tree.lines().spotAt(tree.currentIndex()) == fixture.edge("0.2", "5.5"));
    QTest::keyClick(&tree, Qt::Key_P);
    CHECK(fixture.model.desk().pinned.size() == 1);
    QTest::keyClick(&tree, Qt::Key_T);
    CHECK_FALSE(fixture.view.isTableShown());
}

TEST_CASE("Each edge has one line in the tree, and each node is opened once")
{
    Fixture fixture;
    fixture.fill(0);
    const CircuitTreeModel& lines = fixture.view.tree().lines();
    int edges = 0;
    int roots = 0;
    const std::function<void(const QModelIndex&)> count = [&](const QModelIndex& parent) {
        for (int row = 0; row < lines.rowCount(parent); ++row) {
            const QModelIndex line = lines.index(row, 0, parent);
            (lines.spotAt(line).kind == CircuitSpot::Kind::Edge ? edges : roots) += 1;
            CHECK(lines.parent(line) == parent);
            count(line);
        }
    };
    count({});
    CHECK(edges == 292);
    CHECK(roots == 1);
}

TEST_CASE("Method and seeding are chosen in the row, and what cannot be is off")
{
    Fixture fixture;
    fixture.runPrompt();
    CircuitControls& controls = fixture.view.controls();
    CHECK(controls.seedings().currentText() == QStringLiteral("Mary − John"));
    controls.methods().setCurrentIndex(2);
    Q_EMIT controls.methods().activated(2);
    CHECK(fixture.model.request().method == TraceMethod::Sad);
    CHECK(fixture.model.request().seeding == Seeding::Roots);
    CHECK(fixture.model.request().targets.empty());
    CHECK_FALSE(controls.traceButton().isEnabled());
    CHECK(controls.blockedReason() == QStringLiteral("Name the heads to start from: 5.5, 4.4"));
    controls.heads().clear();
    QTest::keyClicks(&controls.heads(), QStringLiteral("5.5, L4H4"));
    INFO(controls.heads().text().toStdString());
    REQUIRE(fixture.model.request().roots.size() == 2);
    CHECK(fixture.model.request().roots[1].head == HeadIndex{4, 4});
    CHECK(controls.traceButton().isEnabled());
    QTest::keyClicks(&controls.heads(), QStringLiteral(" 9.9"));
    CHECK(
        controls.blockedReason() == QStringLiteral("Head 9.9 does not exist: layers 0 to 5, heads 0 to 5."));
    CHECK_FALSE(controls.traceButton().isEnabled());
    controls.methods().setCurrentIndex(0);
    Q_EMIT controls.methods().activated(0);
    controls.seedings().setCurrentIndex(1);
    Q_EMIT controls.seedings().activated(1);
    CHECK(fixture.model.request().seeding == Seeding::Probability);
    CHECK(fixture.model.request().targets.size() == 1);
    CHECK(controls.traceButton().isEnabled());
}

TEST_CASE("A trace starts from any head or edge that is locked")
{
    Fixture fixture;
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
    Fixture fixture;
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

TEST_CASE("The settings of a trace")
{
    CircuitModel model;
    TraceSettings settings(model);
    CHECK(settings.dynamicAction().isChecked());
    settings.tauField().setValue(0.4);
    CHECK(model.request().tau == 0.4);
    settings.dynamicAction().trigger();
    CHECK_FALSE(model.request().tau);
    settings.compatAction().trigger();
    CHECK(model.request().compat);
    TraceRequest request = model.request();
    request.method = TraceMethod::Acc;
    model.setRequest(request);
    CHECK_FALSE(settings.constantAction().isEnabled());
}
