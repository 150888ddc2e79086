#pragma once

#include "support/testing.h"
#include "widgets/circuit/circuitcanvas.h"
#include "widgets/circuit/circuittext.h"
#include "widgets/circuit/circuitview.h"
#include "widgets/support/samplecircuit.h"
#include "widgets/support/samplerun.h"

#include <QApplication>
#include <QTest>

namespace headwaters {

/// The view of the 1280 x 800 window: 728 x 666.
struct CircuitViewFixture {
    Theme theme;
    Selection selection;
    RunModel run;
    CircuitModel model;
    CircuitView view{theme, selection, run, model};

    CircuitViewFixture()
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

} // namespace headwaters
