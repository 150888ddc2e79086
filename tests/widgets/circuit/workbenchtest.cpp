#include "widgets/circuit/workbench.h"

#include "core/circuit/circuitfilter.h"
#include "support/testing.h"
#include "widgets/circuit/workbenchcanvas.h"
#include "widgets/support/samplecircuit.h"

#include <QAccessible>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace headwaters;

namespace {

struct Fixture {
    Theme theme;
    CircuitModel model;
    Workbench bench{theme, model};

    Fixture()
    {
        model.setRunInFront(1);
        model.finishTrace(sampleCircuit(), 1);
        bench.setCircuit(model.filter()->strengths(), QStringLiteral("Mary − John"));
        bench.resize(728, 180);
        bench.show();
        REQUIRE(QTest::qWaitForWindowExposed(&bench));
    }
    void pin(std::initializer_list<const char*> names)
    {
        for (const char* name : names)
            model.togglePin(nodeNamed(*model.circuit(), QLatin1String(name)));
    }
    [[nodiscard]] WorkbenchCanvas& canvas() { return bench.canvas(); }
    [[nodiscard]] const WorkbenchBox& box(std::size_t index) { return canvas().boxes().boxes[index]; }
};

} // namespace

TEST_CASE("Without pins only the header stands there; the root joins the first pin")
{
    Fixture fixture;
    CHECK_FALSE(fixture.canvas().isVisible());
    CHECK(fixture.bench.countText() == QStringLiteral("Ctrl+click or P pins a node here"));
    QSignalSpy used(&fixture.bench, &Workbench::usedChanged);
    fixture.pin({"5.5"});
    CHECK(used.count() == 1);
    CHECK(fixture.canvas().isVisible());
    REQUIRE(fixture.canvas().boxes().boxes.size() == 2);
    CHECK(fixture.box(1).isRoot);
    REQUIRE(fixture.canvas().boxes().lines.size() == 1);
    CHECK(fixture.canvas().boxes().lines[0].shape.look == EdgeLook::Logits);
    // Upstream stands at the left.
    CHECK(fixture.box(0).area.right() < fixture.box(1).area.left());
}

TEST_CASE("A line's share is its strengths' part of all strengths")
{
    Fixture fixture;
    fixture.pin({"5.5"});
    const std::vector<double>& strengths = fixture.model.filter()->strengths();
    const int edge =
        edgeBetween(*fixture.model.circuit(), QStringLiteral("5.5"), QStringLiteral("Logit direction"));
    double sum = 0;
    for (const double strength : strengths)
        sum += strength;
    const FoldedEdge& line = fixture.canvas().boxes().lines[0].edge;
    CHECK(line.share == Approx(strengths[static_cast<std::size_t>(edge)] / sum));
    CHECK(line.edges == std::vector<int>{edge});
}

TEST_CASE("Chosen nodes are grouped under a name that is asked for at once")
{
    Fixture fixture;
    fixture.pin({"5.5", "4.4", "4.0", "3.5"});
    WorkbenchCanvas& canvas = fixture.canvas();
    for (const std::size_t index : {0U, 1U, 2U})
        QTest::mouseClick(&canvas, Qt::LeftButton, Qt::ControlModifier, fixture.box(index).centre.toPoint());
    canvas.group();
    REQUIRE(fixture.model.desk().groups.size() == 1);
    CHECK(fixture.model.desk().groups[0].members.size() == 3);
    REQUIRE(canvas.nameField().isVisible());
    CHECK(canvas.nameField().text() == QStringLiteral("group 1"));
    canvas.nameField().selectAll();
    QTest::keyClicks(&canvas.nameField(), QStringLiteral("name movers"));
    QTest::keyClick(&canvas.nameField(), Qt::Key_Return);
    CHECK(fixture.model.desk().groups[0].name == QStringLiteral("name movers"));
    CHECK_FALSE(canvas.nameField().isVisible());
    CHECK(fixture.bench.countText() == QStringLiteral("4 pinned, 1 group"));
    // One box for the group, one for the other head, one for the root.
    REQUIRE(canvas.boxes().boxes.size() == 3);
    CHECK(fixture.box(0).isFolded);
    CHECK(fixture.box(0).place == QStringLiteral("at ·to (1)"));
    QTest::mouseDClick(&canvas, Qt::LeftButton, {}, fixture.box(0).area.center().toPoint());
    CHECK(canvas.boxes().boxes.size() == 5);
}

TEST_CASE("Everything on the workbench has a key")
{
    Fixture fixture;
    fixture.pin({"5.5", "4.4"});
    WorkbenchCanvas& canvas = fixture.canvas();
    canvas.setFocus();
    QTest::keyClick(&canvas, Qt::Key_G);
    REQUIRE(fixture.model.desk().groups.size() == 1);
    QTest::keyClick(&canvas.nameField(), Qt::Key_Return);
    QTest::keyClick(&canvas, Qt::Key_Return); // unfolds
    CHECK_FALSE(fixture.model.desk().groups[0].isFolded);
    QTest::keyClick(&canvas, Qt::Key_Return);
    CHECK(fixture.model.desk().groups[0].isFolded);
    QTest::keyClick(&canvas, Qt::Key_F2);
    CHECK(canvas.nameField().isVisible());
    QTest::keyClick(&canvas.nameField(), Qt::Key_Escape);
    QTest::keyClick(&canvas, Qt::Key_Delete); // a group's box: its members stay
    CHECK(fixture.model.desk().groups.empty());
    CHECK(fixture.model.desk().pinned.size() == 2);
    QTest::keyClick(&canvas, Qt::Key_Right);
    QTest::keyClick(&canvas, Qt::Key_Left);
    CHECK(fixture.model.lockedNode());
    QTest::keyClick(&canvas, Qt::Key_Delete);
    CHECK(fixture.model.desk().pinned.size() == 1);
}

TEST_CASE("A screen reader finds the boxes and what runs between them")
{
    Fixture fixture;
    fixture.pin({"5.5"});
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&fixture.canvas());
    REQUIRE(list->childCount() == 3);
    CHECK(list->child(0)->text(QAccessible::Name).startsWith(QStringLiteral("head 5.5 at ·to (1)")));
    CHECK(list->child(1)->text(QAccessible::Name) == QStringLiteral("root, Mary − John"));
    CHECK(list->child(2)->text(QAccessible::Name).contains(QStringLiteral("to the logits, 1 edges")));
}

TEST_CASE("Faithfulness is measured from here and shown here")
{
    Fixture fixture;
    QSignalSpy wanted(&fixture.model, &CircuitModel::faithfulnessWanted);
    fixture.bench.measureButton().click();
    CHECK(wanted.count() == 1);
    CHECK_FALSE(fixture.bench.measureButton().isEnabled());
    fixture.model.setFaithfulness(Faithfulness{4.62, 4.3, 0.05, 0.93, 0.02, 20});
    CHECK(fixture.bench.faithfulnessText() == QStringLiteral("Faithfulness 93\u202F% ± 2\u202F%"));
    CHECK(fixture.bench.measureButton().isEnabled());
    fixture.model.setRunInFront(2);
    CHECK_FALSE(fixture.bench.measureButton().isEnabled());
}
