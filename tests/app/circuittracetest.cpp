// Tracing as a person meets it: what a trace gives, what is shown of it, where it starts.
#include "app/circuitbench.h"
#include "app/cli/program.h"
#include "app/figureexport.h"
#include "app/viewarea.h"
#include "core/files/graphml.h"
#include "support/circuits.h"
#include "widgets/circuit/circuitcontrols.h"
#include "widgets/circuit/thresholdslider.h"
#include "widgets/common/errorbar.h"
#include "widgets/common/statepanel.h"
#include "widgets/prompt/promptdock.h"
#include "widgets/prompt/topstrip.h"
#include "widgets/tasks/taskstrip.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QStringList idsOf(const Circuit& circuit)
{
    QStringList ids;
    for (const CircuitNode& node : circuit.nodes)
        ids << nodeTitle(node);
    ids.sort();
    return ids;
}

QAction* entryOf(CircuitView& view, const QString& beginning)
{
    for (QMenu* menu : view.findChildren<QMenu*>()) {
        for (QAction* action : menu->actions()) {
            if (menu->isVisible() && action->text().startsWith(beginning))
                return action;
        }
    }
    return nullptr;
}

} // namespace

TEST_CASE("Ctrl+R traces the run in front and shows its circuit, as the authors' program finds it")
{
    CircuitBench bench;
    CHECK(bench.model().state() == CircuitModel::State::Empty);
    CHECK_FALSE(bench.actions().saveCircuit->isEnabled());
    QSignalSpy progress(&bench.window().tracing(), &Tracing::progressed);
    bench.actions().trace->trigger();
    CHECK(bench.window().taskStrip().taskCount() == 1);
    CHECK(bench.actions().cancel->isEnabled());
    CHECK_FALSE(bench.actions().trace->isEnabled());
    bench.waitForTrace();
    CHECK(bench.window().taskStrip().taskCount() == 0);
    CHECK_FALSE(bench.actions().cancel->isEnabled());
    CHECK(progress.size() > 1);
    for (qsizetype at = 1; at < progress.size(); ++at)
        CHECK(progress[at][1].toInt() >= progress[at - 1][1].toInt());

    const FixtureCircuits fixture(u"traces_accpp.json"_s);
    REQUIRE(fixture.fields(0)["prompt"_L1] == bench.document().runModel().result()->request.text);
    CHECK(idsOf(bench.circuit()) == idsOf(fixture.circuit(0)));
    CHECK(bench.circuit().edges.size() == fixture.circuit(0).edges.size());
    CHECK(bench.view().title().contains(u"Mary − John"_s));
    CHECK(bench.view().controls().keptText().contains(u" of 292 edges, "_s));
    CHECK(bench.window().errorBar().isHidden());
    CHECK(bench.actions().saveCircuit->isEnabled());
}

TEST_CASE("the button traces by the method and from where the row says")
{
    CircuitBench bench;
    CircuitControls& controls = bench.view().controls();
    const auto choose = [](QComboBox& box, int index) {
        box.setCurrentIndex(index);
        Q_EMIT box.activated(index);
    };
    const auto traced = [&] {
        QTest::mouseClick(&controls.traceButton(), Qt::LeftButton);
        REQUIRE(bench.model().state() == CircuitModel::State::Tracing);
        bench.waitForTrace();
        REQUIRE(bench.model().state() == CircuitModel::State::Ready);
    };
    choose(controls.seedings(), 1);
    traced();
    CHECK(bench.circuit().request.seeding == Seeding::Probability);
    CHECK(bench.view().title().contains(u"P(Mary)"_s));
    CHECK(bench.circuit().edges.size() == 295);

    choose(controls.methods(), 1);
    traced();
    CHECK(bench.circuit().request.method == TraceMethod::Acc);
    CHECK(bench.circuit().request.seeding == Seeding::Linear);

    choose(controls.methods(), 2);
    controls.heads().setFocus();
    QTest::keyClicks(&controls.heads(), u"5.5 4.4"_s);
    CHECK(controls.traceButton().isEnabled());
    QTest::keyClick(&controls.heads(), Qt::Key_Return);
    REQUIRE(bench.model().state() == CircuitModel::State::Tracing);
    bench.waitForTrace();
    CHECK(bench.circuit().request.method == TraceMethod::Sad);
    CHECK(bench.circuit().request.roots.size() == 2);
    CHECK_FALSE(bench.circuit().isEmpty());

    controls.heads().setFocus();
    controls.heads().selectAll();
    QTest::keyClicks(&controls.heads(), u"9.9"_s);
    CHECK_FALSE(controls.traceButton().isEnabled());
    CHECK(controls.blockedReason().contains(u"9.9"_s));
}

TEST_CASE("moving the threshold changes what is counted and drawn, and can be undone")
{
    CircuitBench bench;
    bench.trace();
    ThresholdSlider& slider = bench.view().controls().slider();
    std::size_t edges = bench.view().shown()->edges.size();
    const std::size_t first = edges;
    const int place = slider.value();
    CHECK(edges > 50);
    CHECK(edges <= legibleEdges);
    slider.setFocus();
    for (int step = 0; step < 4; ++step) {
        QTest::keyClick(&slider, Qt::Key_PageUp);
        const std::size_t fewer = bench.view().shown()->edges.size();
        CHECK(fewer <= edges);
        edges = fewer;
        CHECK(bench.view().controls().keptText().startsWith(u"%1 of 292 edges, "_s.arg(edges)));
        CHECK(bench.canvas().partCount() == static_cast<int>(edges + bench.view().shown()->nodes.size()));
    }
    CHECK(edges < first);
    CHECK(bench.model().kept().keptWeight < 1);
    CHECK(bench.model().desk().threshold > 0);
    bench.actions().undo->trigger();
    CHECK(bench.view().shown()->edges.size() == first);
    CHECK(slider.value() == place);
    bench.actions().redo->trigger();
    CHECK(bench.view().shown()->edges.size() == edges);
}

TEST_CASE("a trace starts from a head that is locked, and from another token")
{
    CircuitBench bench;
    bench.trace();
    const int head = bench.headToClick();
    const CircuitNode start = bench.circuit().nodes[static_cast<std::size_t>(head)];
    bench.model().lock(CircuitSpot{CircuitSpot::Kind::Node, head});
    bench.view().traceFromLocked();
    REQUIRE(bench.model().state() == CircuitModel::State::Tracing);
    bench.waitForTrace();
    REQUIRE(bench.circuit().request.roots.size() == 1);
    CHECK(bench.circuit().request.seeding == Seeding::Roots);
    CHECK(bench.circuit().request.roots.front().head == start.headIndex());
    CHECK(bench.circuit().request.roots.front().destination == start.destinationPosition);
    CHECK(bench.circuit().request.roots.front().source == start.sourcePosition);

    // The menu of a token asks what is predicted behind it.
    bench.actions().undo->trigger();
    QComboBox& seedings = bench.view().controls().seedings();
    seedings.setCurrentIndex(0);
    Q_EMIT seedings.activated(0);
    Q_EMIT bench.canvas().menuWanted(bench.window().mapToGlobal(QPoint(400, 400)), std::nullopt, 11);
    QAction* entry = entryOf(bench.view(), u"Trace what is predicted after ·gave"_s);
    REQUIRE(entry);
    CHECK(entry->isEnabled());
    entry->trigger();
    REQUIRE(bench.model().state() == CircuitModel::State::Tracing);
    bench.waitForTrace();
    CHECK(bench.circuit().request.position == 11);
    for (const CircuitNode& node : bench.circuit().nodes)
        CHECK(node.destinationPosition <= 11);
}

TEST_CASE("a trace that finds no head is an answer with its sentence")
{
    CircuitBench bench;
    bench.actions().beginOfText->trigger();
    settle(*bench.offscreen);
    bench.run(u"Mary"_s);
    TraceRequest request = bench.model().request();
    request.seeding = Seeding::Probability;
    request.targets = {276}; // the likeliest next token, which MLPs write
    request.rival.reset();
    bench.model().trace(request);
    bench.waitForTrace();
    CHECK(bench.model().state() == CircuitModel::State::Ready);
    CHECK(bench.circuit().isEmpty());
    CHECK_FALSE(bench.circuit().note.isEmpty());
    CHECK_FALSE(bench.view().shown());
    CHECK(bench.view().statePanel().isVisible());
    CHECK(bench.window().errorBar().isHidden());
    CHECK(bench.window().figureExport().blockedReason() != QString());
}

TEST_CASE("the window's circuit is that of the command line, to the last weight")
{
    CircuitBench bench;
    const QString text = u"Then, Mary and David came to the school, and David sent the drink to"_s;
    bench.run(text);
    bench.trace();
    const TraceRequest& request = bench.circuit().request;
    REQUIRE(request.targets.size() == 1);
    REQUIRE(request.rival);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"circuit.graphml"_s);
    checkSuccess(headwatersProgram(
        {u"trace"_s, u"--prompt"_s, text, u"--target"_s, u"#%1"_s.arg(request.targets.front()), u"--rival"_s,
         u"#%1"_s.arg(*request.rival), u"--graphml"_s, path}));
    Circuit printed = readGraphml(path).circuit;
    printed.seconds = bench.circuit().seconds;
    CHECK(bench.circuit() == printed);
    CHECK_FALSE(printed.isEmpty());
}

TEST_CASE("the family of an example is traced from the window, as the command line merges it")
{
    CircuitBench bench;
    REQUIRE(bench.window().promptDock().showExample(u"indirect-object"_s, 1));
    CHECK(bench.actions().traceFamily->isEnabled());
    bench.actions().run->trigger();
    settle(*bench.offscreen);
    bench.actions().traceFamily->trigger();
    REQUIRE(bench.model().state() == CircuitModel::State::Tracing);
    bench.waitForTrace();
    REQUIRE(bench.model().state() == CircuitModel::State::Ready);
    CHECK(bench.window().errorBar().isHidden());

    QTemporaryDir folder;
    const QString path = folder.filePath(u"family.graphml"_s);
    checkSuccess(headwatersProgram(
        {u"trace-family"_s, u"--family"_s, u"indirect-object"_s, u"--count"_s, u"32"_s, u"--seed"_s, u"1"_s,
         u"--graphml"_s, path}));
    const Circuit printed = readGraphml(path).circuit;
    CHECK(bench.circuit().graphs == printed.graphs); // not 32: a prompt without a circuit counts none
    CHECK(printed.graphs > 16);
    CHECK(bench.circuit().nodes == printed.nodes);
    CHECK(bench.circuit().edges == printed.edges);
    CHECK_FALSE(printed.isEmpty());

    // The answers are the examples' own, so a text of one's own has no family to trace.
    bench.run(u"Mary went home"_s);
    CHECK_FALSE(bench.actions().traceFamily->isEnabled());
    CHECK(bench.model().state() == CircuitModel::State::Ready); // of no one run, so never stale
}

TEST_CASE("target and rival that are one token leave nothing to trace, and the row says so")
{
    CircuitBench bench;
    const TokenId mary = bench.document().runModel().effects()->target;
    bench.window().topStrip().chooseRival(mary);
    settle(*bench.offscreen);
    const auto effects = bench.document().runModel().effects();
    if (effects->target == effects->rival) {
        CHECK_FALSE(bench.view().controls().traceButton().isEnabled());
        CHECK(bench.view().controls().blockedReason().contains(u"same token"_s));
    } else {
        bench.trace(); // the strip has taken another target
        CHECK(bench.circuit().request.targets.front() != *bench.circuit().request.rival);
    }
}
