#include "widgets/circuit/circuitfigure.h"

#include "core/circuit/circuitfilter.h"
#include "core/files/graphml.h"
#include "support/problem.h"
#include "support/testing.h"
#include "widgets/export/exportdialog.h"
#include "widgets/export/figureformats.h"
#include "widgets/export/figurepage.h"
#include "widgets/export/figurewriter.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplecircuit.h"
#include "widgets/support/samplerun.h"

#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace headwaters;

namespace {

CircuitFigure sampleFigure(double threshold)
{
    const auto circuit = sampleCircuit();
    const CircuitFilter filter(circuit);
    const FilteredCircuit kept = filter.above(threshold);
    return CircuitFigure(
        {sampleModel(), sampleRun(), {}},
        {circuit, kept.edges, kept.nodes, filter.strengths(), QStringLiteral("Mary − John"), true},
        threshold);
}

/// The strength above which about so many edges are left.
double thresholdFor(int edges)
{
    return CircuitFilter(sampleCircuit()).thresholdForSize(1000, edges);
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

} // namespace

TEST_CASE("What is exported equals what is shown, threshold included")
{
    const CircuitFigure figure = sampleFigure(0.12);
    const FilteredCircuit kept = CircuitFilter(sampleCircuit()).above(0.12);
    const FigureData data = figure.data();
    REQUIRE(data.table.rows.size() == kept.edges.size());
    REQUIRE(data.tensors.size() == 4);
    CHECK(
        data.tensors[0].shape == std::vector<std::int64_t>{static_cast<std::int64_t>(kept.nodes.size()), 4});
    CHECK(data.tensors[1].values.size() == 3 * kept.edges.size());
    for (const float row : data.tensors[1].values) {
        CHECK(row >= 0);
        CHECK(row < static_cast<float>(kept.nodes.size()));
    }
    const auto index = static_cast<std::size_t>(kept.edges[0]);
    const CircuitEdge edge = sampleCircuit()->edges[index];
    CHECK(data.tensors[2].values[0] == static_cast<float>(edge.weight));
    CHECK(data.table.rows[0][7].toFloat() == static_cast<float>(edge.weight));
    const Circuit written =
        circuitFromGraphml(figure.bytesAs(FigureFormat::Graphml), QStringLiteral("a")).circuit;
    CHECK(written.edges.size() == kept.edges.size());
    CHECK(written.nodes.size() == kept.nodes.size());
}

TEST_CASE("The caption and the provenance say how the circuit was made, with its numbers")
{
    const CircuitFigure figure = sampleFigure(0.12);
    CHECK(figure.title() == QStringLiteral("Circuit · into Mary − John"));
    CHECK(figure.caption().startsWith(QStringLiteral("Circuit into Mary − John, traced by ACC++: ")));
    CHECK(figure.caption().contains(QStringLiteral("of 292 edges")));
    CHECK(figure.caption().contains(QStringLiteral("Edges below 12 % of the strongest one are left out.")));
    const Provenance provenance = figure.provenance();
    CHECK(provenance.prompt == samplePrompt());
    CHECK(provenance.settings.contains(QStringLiteral("tau min(1, 2.5/(d+1))")));
    CHECK(provenance.settings.contains(QStringLiteral("threshold 0.12")));
    const CircuitFigure opened(
        {{}, nullptr, QStringLiteral("/tmp/ioi.graphml")}, {sampleCircuit(), {}, {}, {}, {}, false}, 0);
    CHECK(opened.provenance().origin == Origin::Stored);
    CHECK(opened.provenance().settings.contains(QStringLiteral("read from ioi.graphml")));
    CHECK_FALSE(opened.caption().contains(QStringLiteral("left out")));
}

TEST_CASE("A circuit of 100 edges is one legible page, whatever the page")
{
    const CircuitFigure figure = sampleFigure(thresholdFor(100));
    CHECK(figure.data().table.rows.size() > 70);
    for (const PageWidth width : {PageWidth::OneColumn, PageWidth::TwoColumns, PageWidth::Slide}) {
        FigureOptions options = defaultOptions(width);
        options.dpi = 150;
        const FigurePage page(figure, options);
        CHECK(page.millimetres().height() < 280);
        const QImage image = toImage(page);
        QDir().mkpath(QStringLiteral("gallery"));
        image.save(QStringLiteral("gallery/circuitfigure-%1.png").arg(static_cast<int>(width)));
    }
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("circuit.pdf"));
    writeFigure(figure, defaultOptions(PageWidth::TwoColumns), path);
    CHECK(contentOf(path).startsWith("%PDF"));
    writeFigure(
        figure, defaultOptions(PageWidth::TwoColumns), folder.filePath(QStringLiteral("circuit.svg")));
    const QByteArray svg = contentOf(folder.filePath(QStringLiteral("circuit.svg")));
    CHECK(svg.contains(">5.5<")); // numbers stay text
}

TEST_CASE("A circuit is written as GraphML and as a page too; other figures are not")
{
    const CircuitFigure figure = sampleFigure(0.12);
    CHECK(
        dataFormatsOf(figure)
        == std::vector<FigureFormat>{
            FigureFormat::Csv, FigureFormat::Npz, FigureFormat::Json, FigureFormat::Graphml,
            FigureFormat::Html});
    CHECK(
        dataFileFilter(figure)
        == QStringLiteral("Table (*.csv);;NumPy arrays (*.npz);;JSON (*.json);;GraphML (*.graphml);;Web "
                          "page (*.html)"));
    QTemporaryDir folder;
    const QStringList files = saveFigure(
        figure, {}, folder.filePath(QStringLiteral("c.svg")),
        {FigureFormat::Graphml, FigureFormat::Html, FigureFormat::Csv});
    REQUIRE(files.size() == 4);
    CHECK(contentOf(files[1]).contains("<graphml"));
    CHECK(contentOf(files[2]).contains("<!doctype html") | contentOf(files[2]).contains("<!DOCTYPE html"));
    const Theme theme;
    ExportDialog dialog(theme, std::make_shared<CircuitFigure>(figure));
    QStringList boxes;
    for (const QCheckBox* box : dialog.findChildren<QCheckBox*>())
        boxes << box->text();
    CHECK(boxes.contains(QStringLiteral("GraphML")));
    CHECK(boxes.contains(QStringLiteral("HTML")));
    pictureOf(dialog, {940, 660}, "circuit-export");
}
