#include "widgets/circuit/circuitcontrols.h"

#include "tests/widgets/circuit/circuitviewfixture.h"
#include "widgets/circuit/thresholdslider.h"
#include "widgets/circuit/tracesettings.h"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>

using namespace headwaters;

TEST_CASE("The threshold says what it keeps")
{
    CircuitViewFixture fixture;
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
    const int first = controls.slider().value();
    CHECK(first > 0);
    // Keys: arrows one bin, Page one tenth.
    controls.slider().setFocus();
    QTest::keyClick(&controls.slider(), Qt::Key_Right);
    CHECK(controls.slider().value() == first + 1);
    QTest::keyClick(&controls.slider(), Qt::Key_PageUp);
    CHECK(controls.slider().value() == first + 5);
}

TEST_CASE("Every edge stands in one bin of the histogram")
{
    CircuitViewFixture fixture;
    fixture.fill(0);
    int sum = 0;
    for (const int count : fixture.view.controls().slider().counts())
        sum += count;
    CHECK(sum == 292);
}

TEST_CASE("Method and seeding are chosen in the row, and what cannot be is off")
{
    CircuitViewFixture fixture;
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
