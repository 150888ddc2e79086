#include "app/circuitfiles.h"

#include "core/base/error.h"
#include "core/circuit/circuitfilter.h"
#include "core/files/circuithtml.h"
#include "core/files/circuitjson.h"
#include "core/files/graphml.h"
#include "core/files/writing.h"

#include <QFileInfo>
#include <QJsonDocument>

#include <numeric>

namespace headwaters {

using namespace Qt::StringLiterals;

CircuitFigure
circuitFigure(const std::shared_ptr<const Circuit>& circuit, const CircuitFigure::Source& source, int edges)
{
    const CircuitFilter filter(circuit);
    const int nodes = static_cast<int>(circuit->nodes.size());
    const double threshold = edges > 0 && !circuit->isEmpty() ? filter.thresholdForSize(nodes, edges) : 0;
    ShownCircuit shown;
    shown.circuit = circuit;
    shown.strengths = filter.strengths();
    if (threshold > 0) {
        const FilteredCircuit kept = filter.above(threshold);
        shown.nodes = kept.nodes;
        shown.edges = kept.edges;
    } else {
        shown.edges.resize(circuit->edges.size());
        std::iota(shown.edges.begin(), shown.edges.end(), 0);
        shown.nodes.resize(circuit->nodes.size());
        std::iota(shown.nodes.begin(), shown.nodes.end(), 0);
    }
    shown.into = source.into;
    for (const CircuitNode& node : circuit->nodes) {
        if (shown.into.isEmpty() && node.part == CircuitPart::Root)
            shown.into = node.label;
    }
    return {source, shown, threshold};
}

void writeCircuit(
    const QString& path, const std::shared_ptr<const Circuit>& circuit, const CircuitFigure::Source& source)
{
    const CircuitFigure figure = circuitFigure(circuit, source, 0);
    const QStringList provenance = figure.provenance().lines();
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == "json"_L1)
        writeFile(path, QJsonDocument(circuitJson(*circuit, provenance)).toJson());
    else if (ending == "html"_L1)
        writeFile(path, circuitHtml(*circuit, {figure.title(), provenance}));
    else if (ending == "graphml"_L1 || ending.isEmpty())
        writeFile(path, toGraphml(*circuit, provenance));
    else
        throw badInput(u"%1: a circuit is written as .graphml, .json or .html."_s.arg(forMessage(path)));
}

} // namespace headwaters
