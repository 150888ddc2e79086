#include "app/cli/traceoptions.h"

#include "app/circuitfiles.h"
#include "app/cli/figureoutput.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/circuit/circuitids.h"
#include "core/files/circuithtml.h"
#include "core/files/circuitjson.h"
#include "core/files/graphml.h"
#include "core/files/writing.h"
#include "widgets/circuit/circuitmodel.h"

#include <algorithm>
#include <numeric>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int shownEdges = 20;
constexpr int mostEdges = 1'000'000;

const QStringList& methodWords()
{
    static const QStringList words{
        methodKey(TraceMethod::Sad), methodKey(TraceMethod::Acc), methodKey(TraceMethod::AccPlusPlus)};
    return words;
}

/// `9.6,9.9`.
std::vector<TraceRoot> rootsOf(const QString& typed)
{
    std::vector<TraceRoot> roots;
    for (const QString& word : typed.split(u',')) {
        const QStringList parts = word.trimmed().split(u'.');
        bool isLayer = false;
        bool isHead = false;
        const int layer = parts.size() == 2 ? parts[0].toInt(&isLayer) : 0;
        const int head = parts.size() == 2 ? parts[1].toInt(&isHead) : 0;
        if (!isLayer || !isHead || layer < 0 || head < 0)
            throw badInput(u"--roots is “%1”: “%2” is no head such as 9.6."_s.arg(typed, word));
        roots.push_back({{layer, head}, std::nullopt, std::nullopt});
    }
    return roots;
}

double tauOf(const Arguments& arguments, TraceMethod method)
{
    const double tau = arguments.number("tau"_L1);
    if (!(tau > 0 && tau <= 1))
        throw badInput(u"--tau is %1; expected an attention weight above 0 and at most 1, or dynamic."_s.arg(
            arguments.value("tau"_L1)));
    if (method != TraceMethod::AccPlusPlus)
        throw badInput(
            u"--tau is for ACC++; %1 has a rule of its own for what it explains."_s.arg(methodName(method)));
    return tau;
}

QString summary(const Circuit& circuit)
{
    QString text = u"%1: %2 nodes, %3 edges from %4 firings"_s.arg(methodName(circuit.request.method))
                       .arg(circuit.nodes.size())
                       .arg(circuit.edges.size())
                       .arg(circuit.firings);
    if (circuit.graphs > 1)
        text += u" of %1 prompts"_s.arg(circuit.graphs);
    text += u'\n';
    if (!circuit.note.isEmpty())
        text += circuit.note + u'\n';
    if (!circuit.nearTies.empty())
        text += u"%1 choices were so close that rounding may decide them.\n"_s.arg(circuit.nearTies.size());
    return text;
}

QString edgeTable(const Circuit& circuit)
{
    std::vector<std::size_t> order(circuit.edges.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return std::abs(circuit.edges[one].weight) > std::abs(circuit.edges[other].weight);
    });
    std::vector<QStringList> rows{{u"from"_s, u"into"_s, u"side"_s, u"weight"_s, u"directions"_s}};
    for (const std::size_t at : order) {
        const CircuitEdge& edge = circuit.edges[at];
        if (edge.isConnector)
            continue;
        if (rows.size() > shownEdges)
            break;
        QStringList directions;
        for (const int direction : edge.directions.value_or(std::vector<int>()))
            directions << QString::number(direction);
        rows.push_back(
            {nodeTitle(circuit.nodes[static_cast<std::size_t>(edge.from)]),
             nodeTitle(circuit.nodes[static_cast<std::size_t>(edge.to)]),
             edge.side == EdgeSide::Query ? u"query"_s : u"key"_s, QString::number(edge.weight, 'f', 4),
             directions.isEmpty() ? u"–"_s : directions.join(u' ')});
    }
    return alignedTable(rows);
}

} // namespace

QList<QCommandLineOption> traceOptions()
{
    return {
        {u"method"_s, u"sad, acc or accpp (default: accpp)."_s, u"METHOD"_s},
        {u"seeding"_s,
         u"linear (parts that write on the target, or on target minus rival) or prob (parts that raise its "
         "probability) (default: linear with a rival, else prob)."_s,
         u"S"_s},
        {u"tau"_s,
         u"ACC++: the attention weight from which a head is explained, or dynamic: 2.5 by the number of "
         u"tokens "
         "so far (default: dynamic)."_s,
         u"X"_s},
        {u"roots"_s,
         u"Start from these heads at the last token instead, 9.6,9.9 (SAD without roots starts from heads "
         u"that "
         "write on the target)."_s,
         u"HEADS"_s},
        {u"compat"_s, u"Do as the authors' programs do where that differs, to compare with them."_s},
    };
}

QList<QCommandLineOption> circuitOutputOptions()
{
    return {
        {u"edges"_s, u"How many edges the figure shows, the strongest; 0: all (default: 100)."_s, u"N"_s},
        {u"graphml"_s, u"Write the circuit as GraphML."_s, u"FILE"_s},
        {u"html"_s, u"Write it as one self-contained HTML page."_s, u"FILE"_s},
    };
}

TraceRequest chosenTrace(const Arguments& arguments, bool hasRival)
{
    TraceRequest request;
    if (arguments.isSet("method"_L1))
        request.method = *methodFromKey(methodWords()[arguments.choice("method"_L1, methodWords())]);
    request.seeding = hasRival ? Seeding::Linear : Seeding::Probability;
    if (arguments.isSet("seeding"_L1)) {
        const int seeding = arguments.choice("seeding"_L1, {u"linear"_s, u"prob"_s});
        request.seeding = seeding == 0 ? Seeding::Linear : Seeding::Probability;
    }
    if (arguments.isSet("tau"_L1) && arguments.value("tau"_L1) != "dynamic"_L1)
        request.tau = tauOf(arguments, request.method);
    if (arguments.isSet("roots"_L1)) {
        request.roots = rootsOf(arguments.required("roots"_L1));
        request.seeding = Seeding::Roots;
    }
    request.compat = arguments.isSet("compat"_L1);
    return request;
}

void checkCircuitOutput(const Arguments& arguments)
{
    const auto check = [&](QLatin1StringView option, const QString& ending) {
        if (!arguments.isSet(option))
            return;
        const QString path = arguments.required(option);
        (void)checkedEnding(u"--"_s + option, path, {ending});
        checkWritable(path);
    };
    check("graphml"_L1, u"graphml"_s);
    check("html"_L1, u"html"_s);
    if (arguments.isSet("out"_L1))
        checkFigureOptions(arguments);
}

void deliverCircuit(
    const Arguments& arguments, const std::shared_ptr<const Circuit>& traced,
    const CircuitFigure::Source& source)
{
    const Circuit& circuit = *traced;
    const CircuitFigure figure = circuitFigure(traced, source, 0);
    const QStringList provenance = figure.provenance().lines();
    if (arguments.isSet("out"_L1)) {
        const int edges =
            arguments.isSet("edges"_L1) ? arguments.integer("edges"_L1, 0, mostEdges) : legibleEdges;
        writeFigureTo(arguments, circuitFigure(traced, source, edges), PageWidth::TwoColumns);
    }
    if (arguments.isSet("graphml"_L1))
        writeFile(arguments.value("graphml"_L1), toGraphml(circuit, provenance));
    if (arguments.isSet("html"_L1))
        writeFile(arguments.value("html"_L1), circuitHtml(circuit, {figure.title(), provenance}));
    if (arguments.isSet("json"_L1))
        printJson(circuitJson(circuit, provenance));
    else
        print(summary(circuit) + (circuit.isEmpty() ? QString() : edgeTable(circuit)));
}

} // namespace headwaters
