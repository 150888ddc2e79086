// What depends on the size of a circuit.
#include "widgets/circuit/circuitview.h"

#include "support/testing.h"
#include "widgets/circuit/circuitcanvas.h"
#include "widgets/circuit/circuitcontrols.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplecircuit.h"
#include "widgets/support/samplerun.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPixmap>
#include <QTest>

using namespace headwaters;

namespace {

struct Fixture {
    Theme theme;
    Selection selection;
    RunModel run;
    CircuitModel model;
    CircuitView view{theme, selection, run, model};

    Fixture()
    {
        theme.setMode(Theme::Mode::Light);
        selection.setModelShape(12, 12);
        fillSample(run);
        model.setRunInFront(1);
        view.resize(1272, 946);
        view.show();
        REQUIRE(QTest::qWaitForWindowExposed(&view));
    }

    [[nodiscard]] double frame()
    {
        QElapsedTimer timer;
        timer.start();
        QPixmap picture(view.canvas().viewport()->size());
        view.canvas().viewport()->render(&picture);
        return static_cast<double>(timer.nsecsElapsed()) / 1e6;
    }
};

} // namespace

TEST_CASE("A graph of 300 nodes and 3,000 edges is shown whole; its frames are timed")
{
    Fixture fixture;
    QElapsedTimer timer;
    timer.start();
    fixture.model.finishTrace(largeCircuit(fluidNodes, fluidEdges), 1);
    const double shown = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    fixture.model.setThreshold(0);
    CHECK(fixture.model.kept().keptEdges == fluidEdges);
    CHECK(fixture.view.note().isEmpty());
    CircuitCanvas& canvas = fixture.view.canvas();
    const double first = fixture.frame();
    CHECK(canvas.isDraft());
    timer.start();
    while (canvas.isDraft())
        QApplication::processEvents();
    const double refined = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    const double second = fixture.frame();
    fixture.model.hover(CircuitSpot{CircuitSpot::Kind::Node, 1});
    const double hovered = fixture.frame();
    timer.start();
    for (int x = 0; x < 100; ++x)
        static_cast<void>(canvas.spotAt(QPointF(10 * x, 300)));
    const double hit = static_cast<double>(timer.nsecsElapsed()) / 1e8;
    timer.start();
    fixture.model.setThreshold(0.1);
    const double moved = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    WARN(
        "ms: shown " << shown << ", first frame " << first << ", next " << second << ", refined after "
                     << refined << ", hovered " << hovered << ", hit test " << hit << ", threshold moved "
                     << moved);
    pictureOf(fixture.view, {1272, 946}, "circuit-large");
}

TEST_CASE("A circuit begins with as many edges as the eye can follow and says what it leaves out")
{
    Fixture fixture;
    fixture.model.finishTrace(largeCircuit(600, 5000), 1);
    CHECK(fixture.model.desk().threshold > 0);
    CHECK(fixture.model.kept().keptEdges <= legibleEdges);
    CHECK(fixture.model.kept().nodes.size() <= fluidNodes);
    CHECK(fixture.view.note().contains(QStringLiteral("edges of small weight are not shown")));
    // Once the person has chosen, nothing is said.
    fixture.model.setThreshold(0.5);
    CHECK(fixture.view.note().isEmpty());
}
