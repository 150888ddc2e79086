#include "app/circuitbench.h"

#include "app/viewarea.h"
#include "widgets/circuit/circuittext.h"

#include <QApplication>
#include <QTest>

#include <algorithm>

namespace headwaters {

namespace {

constexpr int patience = 60000;

} // namespace

CircuitBench::CircuitBench(const QSize& size) : offscreen(openedWindow(size))
{
    window().activateWindow();
    window().views().setCurrentView(&view());
    view().setFocus();
    QApplication::processEvents();
}

bool CircuitBench::waitFor(const std::function<bool()>& isDone)
{
    return QTest::qWaitFor(isDone, patience);
}

void CircuitBench::trace()
{
    actions().trace->trigger();
    REQUIRE(model().state() == CircuitModel::State::Tracing);
    waitForTrace();
    REQUIRE(model().state() == CircuitModel::State::Ready);
    REQUIRE(model().circuit());
    QApplication::processEvents(); // layouts and repaints
}

void CircuitBench::waitForTrace()
{
    REQUIRE(waitFor([this] { return model().state() != CircuitModel::State::Tracing; }));
}

void CircuitBench::run(const QString& text)
{
    typePrompt(window(), text);
    actions().run->trigger();
    settle(*offscreen);
    REQUIRE(document().runModel().result()->request.text == text);
}

void CircuitBench::lockEdge(int edge)
{
    model().lock(CircuitSpot{CircuitSpot::Kind::Edge, edge});
    REQUIRE(waitFor([this] { return model().evidence() || !model().evidenceNote().isEmpty(); }));
}

void CircuitBench::clickOn(const CircuitSpot& spot, Qt::KeyboardModifiers modifiers)
{
    QTest::mouseClick(canvas().viewport(), Qt::LeftButton, modifiers, canvas().pointOf(spot));
}

void CircuitBench::key(int key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(&canvas(), static_cast<Qt::Key>(key), modifiers);
}

int CircuitBench::edgeToClick()
{
    const auto& shown = view().shown();
    REQUIRE(shown);
    std::vector<int> edges;
    for (const int edge : shown->edges) {
        const CircuitSpot spot{CircuitSpot::Kind::Edge, edge};
        if (!isRootEdge(circuit(), circuit().edges[static_cast<std::size_t>(edge)])
            && canvas().spotAt(canvas().pointOf(spot)) == spot)
            edges.push_back(edge);
    }
    REQUIRE_FALSE(edges.empty());
    return *std::max_element(edges.begin(), edges.end(), [&](int one, int other) {
        return shown->strengths[static_cast<std::size_t>(one)]
            < shown->strengths[static_cast<std::size_t>(other)];
    });
}

int CircuitBench::headToClick(int skipped)
{
    REQUIRE(view().shown());
    for (const int node : view().shown()->nodes) {
        const CircuitSpot spot{CircuitSpot::Kind::Node, node};
        if (circuit().nodes[static_cast<std::size_t>(node)].headIndex()
            && canvas().spotAt(canvas().pointOf(spot)) == spot && skipped-- == 0)
            return node;
    }
    FAIL("too few heads");
    return -1;
}

} // namespace headwaters
