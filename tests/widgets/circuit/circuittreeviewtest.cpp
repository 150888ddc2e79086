#include "widgets/circuit/circuittreeview.h"

#include "tests/widgets/circuit/circuitviewfixture.h"

#include <functional>

using namespace headwaters;

TEST_CASE("The tree twin shows the same, and choosing a line locks it")
{
    CircuitViewFixture fixture;
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
    CircuitViewFixture fixture;
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
