#include "widgets/circuit/circuitfigure.h"

#include "core/files/circuithtml.h"
#include "core/files/graphml.h"
#include "core/files/writing.h"
#include "widgets/circuit/circuitlegend.h"
#include "widgets/circuit/circuittext.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double leastAspect = 1.25; // width by height of the graph
constexpr double screenSize = 11; // the lengths of the visual guide go with captions of 11 px
constexpr double rowHeight = 52;
constexpr double frame = 104; // root above, token labels below
constexpr double legendGap = 6;

QString tr(const char* sentence)
{
    return QCoreApplication::translate("CircuitFigure", sentence);
}

CircuitStyle paperStyle(const FigureStyle& style)
{
    CircuitStyle paper;
    paper.colours = style.palette.colours;
    paper.words = style.words;
    paper.mono = style.mono;
    paper.small = style.mono;
    paper.small.setPixelSize(std::max(1, static_cast<int>(std::lround(0.9 * style.mono.pixelSize()))));
    paper.unit = style.words.pixelSize() / screenSize;
    return paper;
}

int layersOf(const ShownCircuit& shown)
{
    int lowest = 1 << 20;
    int highest = 0;
    for (const int index : shown.nodes) {
        const CircuitNode& node = shown.circuit->nodes[static_cast<std::size_t>(index)];
        if (node.layer < 0)
            continue;
        lowest = std::min(lowest, node.layer);
        highest = std::max(highest, node.layer);
    }
    return std::max(highest - lowest + 1, 1);
}

QString seedingText(const TraceRequest& request)
{
    switch (request.seeding) {
    case Seeding::Linear:
        return tr("linear seeding");
    case Seeding::Probability:
        return tr("seeded by probability");
    case Seeding::Roots:
        break;
    }
    return tr("from given heads");
}

QString sideKey(const Circuit& circuit, const CircuitEdge& edge)
{
    if (edge.isConnector)
        return QStringLiteral("connector");
    if (isRootEdge(circuit, edge))
        return QStringLiteral("root");
    return edge.side == EdgeSide::Query ? QStringLiteral("query") : QStringLiteral("key");
}

template <typename Number> QString listText(const std::vector<Number>& numbers)
{
    QStringList texts;
    for (const Number number : numbers)
        texts << QString::number(number);
    return texts.join(u' ');
}

QString positionText(int position)
{
    return position < 0 ? QString() : QString::number(position);
}

} // namespace

CircuitFigure::CircuitFigure(const Source& source, const ShownCircuit& shown, double threshold)
    : m_source(source),
      m_shown(shown),
      m_threshold(threshold)
{
}

QString CircuitFigure::title() const
{
    return circuitTitle(circuit(), m_shown.into);
}

QString CircuitFigure::caption() const
{
    const Circuit& all = circuit();
    // SAD starts at heads: nothing stands in a root.
    const QString into = m_shown.into.isEmpty() ? QString() : tr(" into %1").arg(m_shown.into);
    QString caption = all.graphs > 1
        ? tr("Merged circuit of %1 prompts%2, traced by %3")
              .arg(all.graphs)
              .arg(into, methodName(all.request.method))
        : tr("Circuit%1, traced by %2").arg(into, methodName(all.request.method));
    caption += tr(": %1 of %2 nodes and %3 of %4 edges; x is the token, y the layer.")
                   .arg(m_shown.nodes.size())
                   .arg(all.nodes.size())
                   .arg(m_shown.edges.size())
                   .arg(all.edges.size());
    caption += tr(" Solid lines act on the query side of the head they enter, dashed ones on the key side; "
                  "their width goes with the square root of the weight (%1).")
                   .arg(weightUnit(all.request.method));
    if (m_threshold > 0)
        caption += tr(" Edges below %1 % of the strongest one are left out.")
                       .arg(QString::number(100 * m_threshold, 'g', 2));
    if (!all.note.isEmpty())
        caption += u' ' + all.note;
    return caption;
}

Provenance CircuitFigure::provenance() const
{
    const TraceRequest& request = circuit().request;
    Provenance provenance;
    provenance.dtype = QStringLiteral("float32");
    // A circuit out of a file may be another model's.
    if (m_source.path.isEmpty()) {
        provenance.modelName = m_source.model.name;
        provenance.modelSha256 = m_source.model.sha256;
    }
    if (m_source.run) {
        provenance.prompt = m_source.run->request.text;
        provenance.beginOfText = m_source.run->startsWithBeginOfText;
        provenance.hookName = QStringLiteral("blocks.N.attn.hook_pattern");
    }
    provenance.origin = m_source.path.isEmpty() ? Origin::Derived : Origin::Stored;
    if (!m_source.path.isEmpty())
        provenance.settings << tr("read from %1").arg(QFileInfo(m_source.path).fileName());
    if (!m_source.prompts.isEmpty())
        provenance.settings << m_source.prompts;
    provenance.settings << methodName(request.method) << seedingText(request);
    if (request.method == TraceMethod::AccPlusPlus)
        provenance.settings
            << (request.tau ? tr("tau %1").arg(*request.tau)
                            : tr("tau min(1, %1/(d+1))").arg(request.tauScale));
    if (request.compat)
        provenance.settings << tr("as the reference programs do");
    provenance.settings << tr("threshold %1").arg(QString::number(m_threshold, 'g', 3));
    return provenance;
}

QString CircuitFigure::fileStem() const
{
    return QStringLiteral("circuit-") + methodKey(circuit().request.method);
}

CircuitDrawing CircuitFigure::drawing(double width, const CircuitStyle& style) const
{
    const double height = (frame + rowHeight * (layersOf(m_shown) + 0.5)) * style.unit;
    // What is higher than wide is laid out wider and shrinks as a whole, so that it fits on a page.
    return CircuitDrawing(m_shown, QSizeF(std::max(width, leastAspect * height), height), style);
}

double CircuitFigure::heightForWidth(double width, const FigureStyle& style) const
{
    const CircuitStyle paper = paperStyle(style);
    const CircuitDrawing drawn = drawing(width, paper);
    const double scale = std::min(1.0, width / drawn.size().width());
    const double legend =
        style.legend ? circuitLegendHeight(m_shown, width, paper) + legendGap * paper.unit : 0;
    return drawn.size().height() * scale + legend;
}

void CircuitFigure::paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const
{
    const CircuitStyle paper = paperStyle(style);
    const CircuitDrawing drawn = drawing(area.width(), paper);
    // A graph that is wider than the page shrinks as a whole.
    const double scale = std::min(1.0, area.width() / drawn.size().width());
    painter.save();
    painter.translate(area.topLeft());
    painter.scale(scale, scale);
    drawn.paint(painter, paper);
    painter.restore();
    if (style.legend)
        paintCircuitLegend(
            painter, area.adjusted(0, drawn.size().height() * scale + legendGap * paper.unit, 0, 0), m_shown,
            paper);
}

FigureData CircuitFigure::data() const
{
    const Circuit& all = circuit();
    std::vector<int> rowOf(all.nodes.size(), -1);
    for (std::size_t row = 0; row < m_shown.nodes.size(); ++row)
        rowOf[static_cast<std::size_t>(m_shown.nodes[row])] = static_cast<int>(row);

    const auto nodeCount = static_cast<std::int64_t>(m_shown.nodes.size());
    const auto edgeCount = static_cast<std::int64_t>(m_shown.edges.size());
    NamedTensor nodes{QStringLiteral("nodes"), {nodeCount, 4}, {}};
    for (const int index : m_shown.nodes) {
        const CircuitNode& node = all.nodes[static_cast<std::size_t>(index)];
        for (const int value : {node.layer, node.head, node.destinationPosition, node.sourcePosition})
            nodes.values.push_back(static_cast<float>(value));
    }
    NamedTensor edges{QStringLiteral("edges"), {edgeCount, 3}, {}};
    NamedTensor weights{QStringLiteral("weights"), {edgeCount}, {}};
    NamedTensor strengths{QStringLiteral("strengths"), {edgeCount}, {}};
    FigureData data;
    data.table.header = {
        QStringLiteral("source"),    QStringLiteral("source_token"), QStringLiteral("source_position"),
        QStringLiteral("target"),    QStringLiteral("target_token"), QStringLiteral("target_position"),
        QStringLiteral("side"),      QStringLiteral("weight"),       QStringLiteral("strength"),
        QStringLiteral("directions")};
    if (all.graphs > 1)
        data.table.header << QStringLiteral("prompts");
    for (const int index : m_shown.edges) {
        const CircuitEdge& edge = all.edges[static_cast<std::size_t>(index)];
        const CircuitNode& from = all.nodes[static_cast<std::size_t>(edge.from)];
        const CircuitNode& to = all.nodes[static_cast<std::size_t>(edge.to)];
        const double strength = m_shown.strengths[static_cast<std::size_t>(index)];
        data.table.rows.push_back(
            {partName(from), from.destination, positionText(from.destinationPosition), partName(to),
             to.destination, positionText(to.destinationPosition), sideKey(all, edge),
             numberText(static_cast<float>(edge.weight)), numberText(static_cast<float>(strength)),
             edge.directions ? listText(*edge.directions) : QString()});
        if (all.graphs > 1)
            data.table.rows.back() << listText(edge.prompts);
        edges.values.push_back(static_cast<float>(rowOf[static_cast<std::size_t>(edge.from)]));
        edges.values.push_back(static_cast<float>(rowOf[static_cast<std::size_t>(edge.to)]));
        edges.values.push_back(edge.side == EdgeSide::Query ? 0.0F : 1.0F);
        weights.values.push_back(static_cast<float>(edge.weight));
        strengths.values.push_back(static_cast<float>(strength));
    }
    data.tensors = {std::move(nodes), std::move(edges), std::move(weights), std::move(strengths)};
    return data;
}

std::vector<FigureFormat> CircuitFigure::moreFormats() const
{
    return {FigureFormat::Graphml, FigureFormat::Html};
}

QByteArray CircuitFigure::bytesAs(FigureFormat format) const
{
    if (format == FigureFormat::Graphml)
        return toGraphml(shownPart(m_shown), provenance().lines());
    if (format == FigureFormat::Html)
        return circuitHtml(shownPart(m_shown), {m_shown.into, provenance().lines()});
    return Figure::bytesAs(format);
}

} // namespace headwaters
