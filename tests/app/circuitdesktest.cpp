// What a person lays out: pins, groups, folding, all of it undone and redone; the keys of the Circuit view;
// what a screen reader finds.
#include "app/circuitbench.h"
#include "app/viewarea.h"
#include "widgets/atlas/atlasview.h"
#include "widgets/circuit/circuitcontrols.h"
#include "widgets/circuit/circuitinspector.h"
#include "widgets/circuit/circuittreeview.h"
#include "widgets/circuit/thresholdslider.h"
#include "widgets/circuit/workbench.h"
#include "widgets/circuit/workbenchcanvas.h"
#include "widgets/common/helppanel.h"
#include "widgets/common/statepanel.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

void pin(CircuitBench& bench, int node)
{
    bench.clickOn({CircuitSpot::Kind::Node, node}, Qt::ControlModifier);
    QApplication::processEvents(); // the workbench opens and the graph is laid out anew
}

} // namespace

TEST_CASE("Ctrl+click pins, G groups and names, Enter unfolds, and all of it is undone and redone")
{
    CircuitBench bench;
    bench.trace();
    CHECK_FALSE(bench.view().workbench().isUsed());
    const int first = bench.headToClick();
    pin(bench, first);
    CHECK(bench.model().desk().pinned.size() == 1);
    CHECK(bench.view().workbench().isUsed());
    CHECK_FALSE(bench.model().locked()); // a pin locks nothing
    int second = bench.headToClick(1);
    if (second == first)
        second = bench.headToClick();
    pin(bench, second);
    REQUIRE(bench.model().desk().pinned.size() == 2);

    bench.canvas().setFocus();
    bench.key(Qt::Key_G);
    REQUIRE(bench.model().desk().groups.size() == 1);
    QLineEdit& name = bench.view().workbench().canvas().nameField();
    CHECK(name.isVisible());
    QTest::keyClicks(&name, u"movers"_s);
    QTest::keyClick(&name, Qt::Key_Return);
    CHECK(bench.model().desk().groups.front().name == u"movers"_s);
    CHECK(bench.model().desk().groups.front().members.size() == 2);
    CHECK(bench.model().desk().groups.front().isFolded);
    CHECK(bench.view().workbench().countText() == u"2 pinned, 1 group"_s);
    bench.model().foldGroup(0, false);
    CHECK_FALSE(bench.model().desk().groups.front().isFolded);

    const CircuitDesk laidOut = bench.model().desk();
    int steps = 0;
    while (bench.model().desk().circuit && steps < 20) {
        bench.actions().undo->trigger();
        ++steps;
    }
    CHECK(steps == 6); // trace, two pins, group, name, unfold
    CHECK(bench.model().state() == CircuitModel::State::Empty);
    CHECK_FALSE(bench.actions().undo->isEnabled());
    CHECK(bench.view().statePanel().isVisible());
    while (bench.actions().redo->isEnabled())
        bench.actions().redo->trigger();
    CHECK(bench.model().desk().pinned == laidOut.pinned);
    CHECK(bench.model().desk().groups == laidOut.groups);
    CHECK(bench.model().circuit() == laidOut.circuit);
    CHECK(bench.model().state() == CircuitModel::State::Ready);
}

TEST_CASE("pins that stand in the next circuit stay")
{
    CircuitBench bench;
    bench.trace();
    const int head = bench.headToClick();
    const NodeId pinned = bench.circuit().nodes[static_cast<std::size_t>(head)].id;
    pin(bench, head);
    bench.trace();
    CHECK(bench.model().desk().pinned == std::vector<NodeId>{pinned});
    bench.run(u"amber basil cedar delta amber basil"_s);
    bench.trace();
    CHECK(bench.model().desk().pinned.empty());
    bench.actions().undo->trigger();
    CHECK(bench.model().desk().pinned == std::vector<NodeId>{pinned});
}

TEST_CASE("Ctrl+3 shows the view and its inspector; arrows, Space, Esc, P, T, 0 and the signs work in it")
{
    CircuitBench bench;
    bench.trace();
    bench.window().views().setCurrentView(&bench.window().atlas());
    auto& inspector = *bench.window().findChild<CircuitInspector*>();
    CHECK_FALSE(inspector.isVisible());
    QTest::keyClick(&bench.window(), Qt::Key_4, Qt::ControlModifier);
    CHECK(bench.window().views().currentView() == &bench.view());
    CHECK(inspector.isVisible());
    CHECK(bench.canvas().hasFocus());

    bench.key(Qt::Key_Down); // to the root, along its strongest edge, to the edge's end
    REQUIRE(bench.model().lockedNode());
    CHECK(bench.model().lockedNode()->part == CircuitPart::Root);
    bench.key(Qt::Key_Down);
    REQUIRE(bench.model().lockedEdge());
    const int strongest = bench.model().locked()->index;
    for (const CircuitEdge& edge : bench.circuit().edges) {
        if (bench.circuit().nodes[static_cast<std::size_t>(edge.to)].part == CircuitPart::Root)
            CHECK(
                std::abs(edge.weight)
                <= std::abs(bench.circuit().edges[static_cast<std::size_t>(strongest)].weight));
    }
    bench.key(Qt::Key_Right);
    CHECK(bench.model().locked()->index != strongest);
    bench.key(Qt::Key_Left);
    CHECK(bench.model().locked()->index == strongest);
    bench.key(Qt::Key_Down);
    REQUIRE(bench.model().lockedNode());
    bench.key(Qt::Key_P);
    CHECK(bench.model().desk().pinned.size() == 1);
    QApplication::processEvents();
    bench.key(Qt::Key_P);
    CHECK(bench.model().desk().pinned.empty());
    bench.key(Qt::Key_Space);
    CHECK_FALSE(bench.model().locked());
    bench.key(Qt::Key_Down);
    bench.key(Qt::Key_Escape);
    CHECK_FALSE(bench.model().locked());

    bench.key(Qt::Key_Plus);
    CHECK(bench.canvas().zoom() > 1);
    bench.key(Qt::Key_Minus);
    CHECK(bench.canvas().zoom() == Approx(1));
    bench.key(Qt::Key_Plus);
    bench.key(Qt::Key_0);
    CHECK(bench.canvas().zoom() == 1);
    QTest::keyClick(&bench.canvas(), Qt::Key_T);
    CHECK(bench.view().isTableShown());
    CHECK(bench.view().tree().isVisible());
    QTest::keyClick(&bench.view().tree(), Qt::Key_T);
    CHECK_FALSE(bench.view().isTableShown());
}

TEST_CASE("Ctrl+Z undoes in the view and not while a prompt is written")
{
    CircuitBench bench;
    bench.trace();
    const double first = bench.model().desk().threshold;
    bench.view().controls().slider().setValue(50);
    REQUIRE(bench.model().desk().threshold > first);
    bench.canvas().setFocus();
    QTest::keyClick(&bench.canvas(), Qt::Key_Z, Qt::ControlModifier);
    CHECK(bench.model().desk().threshold == first);
    QTest::keyClick(&bench.canvas(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    CHECK(bench.model().desk().threshold > first);
    typePrompt(bench.window(), u"Another prompt"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z, Qt::ControlModifier);
    CHECK(bench.model().desk().threshold > first);
}

TEST_CASE("F1 explains the Circuit view")
{
    CircuitBench bench;
    QTest::keyClick(&bench.window(), Qt::Key_F1);
    auto* help = bench.window().findChild<HelpPanel*>();
    REQUIRE(help);
    CHECK(help->currentKey() == u"circuit"_s);
}

TEST_CASE("a screen reader finds every control of the view, every node and every edge by name")
{
    CircuitBench bench;
    bench.trace();
    bench.lockEdge(bench.edgeToClick());
    auto& inspector = *bench.window().findChild<CircuitInspector*>();
    const auto named = [](const QWidget& widget) {
        const auto* button = qobject_cast<const QAbstractButton*>(&widget);
        return !widget.accessibleName().isEmpty()
            || (button && (!button->text().isEmpty() || !button->toolTip().isEmpty()));
    };
    for (QWidget* parent : std::initializer_list<QWidget*>{&bench.view(), &inspector}) {
        for (const QWidget* widget : parent->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusProxy() || widget->focusPolicy() == Qt::NoFocus
                || widget->objectName().startsWith(u"qt_"_s))
                continue;
            INFO(widget->metaObject()->className() << " in " << widget->parent()->metaObject()->className());
            CHECK(named(*widget));
        }
    }
    const FilteredCircuit& kept = bench.model().kept();
    REQUIRE(bench.canvas().partCount() == static_cast<int>(kept.nodes.size() + kept.edges.size()));
    for (int part = 0; part < bench.canvas().partCount(); ++part) {
        CHECK_FALSE(bench.canvas().partText(part).isEmpty());
        CHECK_FALSE(bench.canvas().partRect(part).isEmpty());
    }
    CHECK(bench.canvas().accessibleName().contains(u"edge"_s)); // what is locked
    bench.model().lock(CircuitSpot{CircuitSpot::Kind::Node, bench.headToClick()});
    CHECK(bench.canvas().accessibleName().contains(u"head"_s));
    CHECK(bench.canvas().accessibleName().contains(u"locked"_s));
    CHECK_FALSE(bench.view().controls().slider().accessibleDescription().isEmpty());
}

TEST_CASE("the head that is locked in the circuit is the one of all views")
{
    CircuitBench bench;
    bench.trace();
    const int head = bench.headToClick();
    const CircuitNode node = bench.circuit().nodes[static_cast<std::size_t>(head)];
    bench.clickOn({CircuitSpot::Kind::Node, head});
    const SelectionState locked = bench.document().selection().locked();
    CHECK(locked.head == node.headIndex());
    CHECK(locked.destination == node.destinationPosition);
    CHECK(locked.source == node.sourcePosition);
}
