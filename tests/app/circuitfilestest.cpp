// Circuits to files and back, and as figures.
#include "app/circuitbench.h"
#include "app/figureexport.h"
#include "core/files/graphml.h"
#include "core/files/npz.h"
#include "widgets/circuit/circuitcontrols.h"
#include "widgets/circuit/thresholdslider.h"
#include "widgets/common/errorbar.h"
#include "widgets/export/exportdialog.h"

#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

void setBytes(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    REQUIRE(file.write(bytes) == bytes.size());
}

ExportDialog* exportDialog(CircuitBench& bench)
{
    QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    bench.actions().exportFigure->trigger();
    auto* dialog = bench.window().findChild<ExportDialog*>();
    REQUIRE(dialog);
    return dialog;
}

} // namespace

TEST_CASE("a circuit that is saved as GraphML is opened again equal")
{
    CircuitBench bench;
    bench.trace();
    QTemporaryDir folder;
    const QString path = folder.filePath(u"circuit.graphml"_s);
    bench.view().controls().slider().setValue(30); // the file has what is hidden too
    bench.model().save(path);
    CHECK(bench.window().errorBar().isHidden());
    const OpenedCircuit read = readGraphml(path);
    CHECK(read.provenance.join(u'\n').contains(u"demo"_s));
    CHECK(read.provenance.join(u'\n').contains(bench.document().runModel().result()->request.text));

    Circuit saved = bench.circuit();
    bench.model().open(path);
    saved.seconds = bench.circuit().seconds;
    CHECK(bench.circuit() == saved);
    CHECK(bench.model().state() == CircuitModel::State::Ready);
    CHECK(bench.model().desk().path == path);
    CHECK(bench.view().controls().keptText().contains(u" of 292 edges"_s));
    CHECK(bench.view().note().contains(u"circuit.graphml"_s));
    bench.actions().undo->trigger();
    CHECK(bench.model().desk().path.isEmpty());
}

TEST_CASE("an edge out of a file is looked for by its tokens in the prompt in front")
{
    CircuitBench bench;
    bench.trace();
    QTemporaryDir folder;
    const QString path = folder.filePath(u"circuit.graphml"_s);
    bench.model().save(path);
    const int edge = bench.edgeToClick();
    bench.lockEdge(edge);
    REQUIRE(bench.model().evidence());

    // Long enough for each position in the file, but without its tokens.
    bench.run(u"one two three four five six seven eight nine ten one two three four five six"_s);
    bench.model().open(path);
    bench.lockEdge(edge);
    CHECK_FALSE(bench.model().evidence());
    CHECK(bench.model().evidenceNote().contains(u"does not have the tokens"_s));
    bench.model().change(EdgeOperation::Remove);
    CHECK_FALSE(bench.model().running());
    CHECK(bench.window().errorBar().isVisible());
}

TEST_CASE("saving goes by the ending: GraphML, JSON or a page")
{
    CircuitBench bench;
    bench.trace();
    QTemporaryDir folder;
    bench.model().save(folder.filePath(u"circuit.json"_s));
    const QJsonObject json = QJsonDocument::fromJson(bytesOf(folder.filePath(u"circuit.json"_s))).object();
    CHECK(json["nodes"_L1].toArray().size() == 119);
    CHECK(json["edges"_L1].toArray().size() == 292);
    bench.model().save(folder.filePath(u"circuit.html"_s));
    CHECK(bytesOf(folder.filePath(u"circuit.html"_s)).toLower().startsWith("<!doctype html>"));
    bench.model().save(folder.filePath(u"circuit"_s));
    CHECK(readGraphml(folder.filePath(u"circuit"_s)).circuit.edges.size() == 292);
    CHECK(bench.window().errorBar().isHidden());

    bench.model().save(folder.filePath(u"circuit.txt"_s));
    CHECK(bench.window().errorBar().isVisible());
    CHECK(bench.window().errorBar().problem().summary.contains(u"circuit.txt"_s));
    CHECK_FALSE(QFileInfo::exists(folder.filePath(u"circuit.txt"_s)));
    bench.model().save(folder.filePath(u"none/circuit.graphml"_s));
    CHECK(bench.window().errorBar().problem().summary.contains(u"none"_s));
    CHECK(bench.model().state() == CircuitModel::State::Ready);
}

TEST_CASE("a circuit of another program is opened, and the view says what it knows")
{
    CircuitBench bench;
    bench.trace();
    const auto before = bench.model().circuit();
    for (const QString& name : {u"sad"_s, u"accpp"_s, u"accpp-compact"_s, u"combined"_s}) {
        CAPTURE(name);
        bench.model().open(testData(u"graphml/"_s + name + u".graphml"_s));
        CHECK(bench.window().errorBar().isHidden());
        CHECK(bench.model().circuit() != before);
        CHECK(bench.model().state() == CircuitModel::State::Ready);
        REQUIRE(bench.view().shown());
        CHECK_FALSE(bench.view().shown()->edges.empty());
        CHECK(bench.view().note().contains(name + u".graphml"_s));
        // Its edges are of another model or prompt: each gives its evidence or a sentence, and no more.
        const auto count = static_cast<int>(bench.circuit().edges.size());
        for (int edge = 0; edge < std::min(count, 12); ++edge) {
            bench.lockEdge(edge);
            CHECK(bench.window().errorBar().isHidden());
        }
        bench.model().lock(std::nullopt);
        QApplication::processEvents();
    }
}

TEST_CASE("a file that cannot be read is one sentence, and nothing is lost")
{
    CircuitBench bench;
    bench.trace();
    bench.view().controls().slider().setValue(12);
    bench.lockEdge(bench.edgeToClick());
    const auto circuit = bench.model().circuit();
    const auto locked = bench.model().locked();
    const double threshold = bench.model().desk().threshold;
    const int steps = bench.model().undoStack().count();
    QTemporaryDir folder;
    const QString path = folder.filePath(u"broken.graphml"_s);
    const QByteArray whole = bytesOf(testData(u"graphml/accpp.graphml"_s));
    const QByteArray broken[] = {
        "",
        "no XML at all",
        "<html><body>a page</body></html>",
        whole.left(whole.size() / 2),
        QByteArray(whole).replace("edge source", "edge sauce"),
        "<?xml version='1.0'?><!DOCTYPE g [<!ENTITY a \"aaaa\">]><graphml>&a;</graphml>",
        QByteArray(whole).replace("(", "__import__('os')("),
    };
    for (const QByteArray& bytes : broken) {
        setBytes(path, bytes);
        bench.model().open(path);
        CAPTURE(bytes.left(80));
        CHECK(bench.window().errorBar().isVisible());
        const QString sentence = bench.window().errorBar().problem().summary;
        CHECK(sentence.contains(u"broken.graphml"_s));
        CHECK_FALSE(sentence.contains(u'\n'));
        CHECK(sentence.size() <= 500);
        CHECK(bench.model().circuit() == circuit);
        CHECK(bench.model().state() == CircuitModel::State::Ready);
        CHECK(bench.model().locked() == locked);
        CHECK(bench.model().desk().threshold == threshold);
        CHECK(bench.model().undoStack().count() == steps);
    }
    bench.model().open(folder.filePath(u"absent.graphml"_s));
    CHECK(bench.window().errorBar().problem().summary.contains(u"absent.graphml"_s));
    bench.model().open(folder.path());
    CHECK(bench.model().circuit() == circuit);
}

TEST_CASE("what is exported is what is shown, the same bytes twice, in every format")
{
    CircuitBench bench;
    bench.trace();
    bench.view().controls().slider().setValue(20);
    const auto shown = bench.view().shown()->edges.size();
    REQUIRE(shown < 292);
    QTemporaryDir folder;
    for (const QString& ending : {u"pdf"_s, u"svg"_s, u"png"_s}) {
        const QString first = folder.filePath(u"first."_s + ending);
        const QString second = folder.filePath(u"second."_s + ending);
        REQUIRE(exportDialog(bench)->save(first));
        REQUIRE(exportDialog(bench)->save(second));
        CHECK(bytesOf(first).size() > 1000);
        CHECK(bytesOf(first) == bytesOf(second));
    }
    REQUIRE(exportDialog(bench)->save(folder.filePath(u"circuit.npz"_s)));
    for (const NamedTensor& tensor : readNpz(folder.filePath(u"circuit.npz"_s))) {
        if (tensor.name == u"weights"_s)
            CHECK(tensor.shape == std::vector<std::int64_t>{static_cast<std::int64_t>(shown)});
    }
    REQUIRE(exportDialog(bench)->save(folder.filePath(u"circuit.graphml"_s)));
    CHECK(readGraphml(folder.filePath(u"circuit.graphml"_s)).circuit.edges.size() == shown);
    CHECK(bench.window().errorBar().isHidden());

    typePrompt(bench.window(), u"Another prompt"_s);
    CHECK_FALSE(bench.actions().exportFigure->isEnabled());
}
