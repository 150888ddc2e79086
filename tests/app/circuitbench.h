#pragma once

#include "app/tracing.h"
#include "app/windowtesting.h"
#include "widgets/circuit/circuitcanvas.h"
#include "widgets/circuit/circuitview.h"

namespace headwaters {

/// The window on the bundled model with the Circuit view in front, and what the tests of it share.
struct CircuitBench {
    explicit CircuitBench(const QSize& size = {1440, 900});

    [[nodiscard]] MainWindow& window() { return offscreen->window(); }
    [[nodiscard]] Document& document() { return offscreen->document(); }
    [[nodiscard]] const WindowActions& actions() { return offscreen->window().actions(); }
    [[nodiscard]] CircuitModel& model() { return offscreen->window().tracing().model(); }
    [[nodiscard]] CircuitView& view() { return offscreen->window().circuit(); }
    [[nodiscard]] CircuitCanvas& canvas() { return view().canvas(); }
    [[nodiscard]] const Circuit& circuit() { return *model().circuit(); }

    /// Waits at most a minute.
    [[nodiscard]] static bool waitFor(const std::function<bool()>& isDone);
    /// Ctrl+R, and waits for the circuit.
    void trace();
    /// Waits until no trace is under way.
    void waitForTrace();
    /// Types a prompt and runs it.
    void run(const QString& text);
    /// Locks an edge and waits for its evidence.
    void lockEdge(int edge);
    void clickOn(const CircuitSpot& spot, Qt::KeyboardModifiers modifiers = {});
    void key(int key, Qt::KeyboardModifiers modifiers = {});

    /// The strongest edge into a head that the mouse meets at its middle.
    [[nodiscard]] int edgeToClick();
    /// A head that the mouse meets at its centre; `skipped` others before it.
    [[nodiscard]] int headToClick(int skipped = 0);

    std::unique_ptr<OffscreenWindow> offscreen;
};

} // namespace headwaters
