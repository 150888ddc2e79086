// Pictures of the Circuit view for the eye, and what can be said of them without one.
#include "widgets/circuit/circuitview.h"

#include "support/circuits.h"
#include "support/testing.h"
#include "widgets/circuit/circuitcanvas.h"
#include "widgets/circuit/circuitinspector.h"
#include "widgets/circuit/circuitmodel.h"
#include "widgets/circuit/workbench.h"
#include "widgets/circuit/workbenchcanvas.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplecircuit.h"
#include "widgets/support/samplerun.h"

using namespace headwaters;

namespace {

void layOutWorkbench(CircuitModel& model)
{
    const Circuit& circuit = *model.circuit();
    std::vector<NodeId> movers;
    for (const char* name : {"5.5", "4.4", "4.0"}) {
        const int node = nodeNamed(circuit, QLatin1String(name));
        if (node < 0)
            continue;
        model.togglePin(node);
        movers.push_back(circuit.nodes[static_cast<std::size_t>(node)].id);
    }
    for (const char* name : {"0.2", "MLP 3"}) {
        if (const int node = nodeNamed(circuit, QLatin1String(name)); node >= 0)
            model.togglePin(node);
    }
    model.group(movers, QStringLiteral("name movers"));
}

} // namespace

TEST_CASE("The Circuit view is drawn in both themes and at both sizes")
{
    for (const bool dark : {false, true}) {
        const Dressed dressed(dark);
        Selection selection;
        RunModel run;
        CircuitModel model;
        CircuitView view(dressed.theme, selection, run, model);
        selection.setModelShape(6, 6);
        selection.setTokenCount(15);
        fillSample(run);
        const std::string suffix = dark ? "-dark" : "-light";
        pictureOf(view, {728, 666}, ("circuit-empty" + suffix).c_str());
        model.setRunInFront(1);
        model.finishTrace(sampleCircuit(), 1);
        model.setThreshold(0);
        pictureOf(view, {728, 666}, ("circuit-whole" + suffix).c_str());
        model.setThreshold(0.12);
        pictureOf(view, {728, 666}, ("circuit-kept" + suffix).c_str());
        layOutWorkbench(model);
        const int edge = edgeBetween(*model.circuit(), QStringLiteral("0.2"), QStringLiteral("5.5"));
        if (edge >= 0)
            model.lock(CircuitSpot{CircuitSpot::Kind::Edge, edge});
        const QImage narrow = pictureOf(view, {728, 666}, ("circuit" + suffix).c_str());
        CHECK(narrow.size() == QSize(728, 666));
        pictureOf(view, {1272, 946}, ("circuit-wide" + suffix).c_str());
        view.setTableShown(true);
        pictureOf(view, {728, 666}, ("circuit-tree" + suffix).c_str());
    }
}

TEST_CASE("The cards of the circuit are drawn in both themes")
{
    for (const bool dark : {false, true}) {
        const Dressed dressed(dark);
        RunModel run;
        CircuitModel model;
        fillSample(run);
        CircuitInspector inspector(dressed.theme, model, run);
        const std::string suffix = dark ? "-dark" : "-light";
        model.setRunInFront(1);
        model.setPair(run.result()->effects.target, run.result()->effects.rival);
        model.finishTrace(sampleCircuit(), 1);
        pictureOf(inspector, {288, 700}, ("circuitcard-none" + suffix).c_str());
        const int edge = edgeBetween(*model.circuit(), QStringLiteral("0.2"), QStringLiteral("5.5"));
        model.lock(CircuitSpot{CircuitSpot::Kind::Edge, edge});
        pictureOf(inspector, {288, 700}, ("circuitcard-waiting" + suffix).c_str());
        model.setEvidence(edge, sampleEvidence());
        model.setReading(sampleReading({5, 5}, 2));
        EdgeChange wanted;
        QObject::connect(
            &model, &CircuitModel::changeWanted, [&](const EdgeChange& change) { wanted = change; });
        model.change(EdgeOperation::Remove);
        wanted.randomDirections = false;
        model.setChangeResult(wanted, {4.62, 4.54, 0.997, 0.976, 0.98, 0.97, true, {}});
        wanted.randomDirections = true;
        model.setChangeResult(wanted, {4.62, 4.61, 0.997, 0.996, 0.99, 1.0, true, {}});
        pictureOf(inspector, {288, 760}, ("circuitcard-edge" + suffix).c_str());
        model.setFaithfulness(Faithfulness{4.62, 4.30, 0.05, 0.93, 0, 1});
        model.lock(CircuitSpot{CircuitSpot::Kind::Node, nodeNamed(*model.circuit(), QStringLiteral("5.5"))});
        pictureOf(inspector, {288, 760}, ("circuitcard-node" + suffix).c_str());
        CHECK(inspector.nodeCard().has_value());
    }
}

TEST_CASE("Circuits of every method and of a large model are drawn")
{
    const Dressed dressed(false);
    Selection selection;
    RunModel run;
    CircuitModel model;
    CircuitView view(dressed.theme, selection, run, model);
    struct Case {
        const char* file;
        int index;
        const char* picture;
    };
    for (const Case& each :
         {Case{"traces_sad.json", 0, "circuit-sad"}, Case{"traces_acc.json", 0, "circuit-acc"},
          Case{"smollm2_accpp.json", 0, "circuit-smollm2"}}) {
        const auto circuit =
            std::make_shared<const Circuit>(FixtureCircuits(QLatin1String(each.file)).circuit(each.index));
        model.setOpened(circuit, QStringLiteral("/tmp/%1").arg(QLatin1String(each.file)));
        INFO(each.file);
        CHECK(view.shown().has_value() != circuit->isEmpty());
        pictureOf(view, {728, 666}, each.picture);
    }
    model.setRunInFront(1);
    model.finishTrace(sampleCircuit(), 1);
    model.setThreshold(0.1);
    model.hover(CircuitSpot{CircuitSpot::Kind::Node, nodeNamed(*model.circuit(), QStringLiteral("4.4"))});
    pictureOf(view, {728, 666}, "circuit-hover");
    model.hover(std::nullopt);
    model.setRunInFront(2);
    pictureOf(view, {728, 666}, "circuit-stale");
    model.startTrace();
    model.setProgress(3, 12, QStringLiteral("firing 14"));
    pictureOf(view, {728, 666}, "circuit-tracing");
    model.failTrace(
        {Problem::Kind::Failed, QStringLiteral("The decomposition of L3H5 does not add up."), {}});
    pictureOf(view, {728, 666}, "circuit-failed");
}
