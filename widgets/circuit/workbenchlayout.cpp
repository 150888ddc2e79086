#include "widgets/circuit/workbenchlayout.h"

#include "widgets/circuit/circuittext.h"
#include "widgets/common/numberformat.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace headwaters {

namespace {

constexpr double margin = 16;
using namespace workbenchsize;

constexpr double narrowestGroup = 120;
constexpr double widestGap = 220; // between columns
constexpr double highestGap = 40; // between boxes of a column
constexpr double thickest = 9; // of a line; the circuit's own edges are thinner

QString tr(const char* text)
{
    return QCoreApplication::translate("Workbench", text);
}

std::map<NodeId, int> nodeIndices(const Circuit& circuit)
{
    std::map<NodeId, int> indices;
    for (std::size_t index = 0; index < circuit.nodes.size(); ++index)
        indices.emplace(circuit.nodes[index].id, static_cast<int>(index));
    return indices;
}

QString placeOf(const Circuit& circuit, const std::vector<int>& nodes)
{
    std::set<QString> places;
    for (const int node : nodes)
        places.insert(circuit.nodes[static_cast<std::size_t>(node)].destination);
    if (places.size() != 1 || places.begin()->isEmpty())
        return {};
    return tr("at %1").arg(circuitToken(*places.begin()));
}

std::vector<WorkbenchBox> boxesOf(const CircuitDesk& desk)
{
    const Circuit& circuit = *desk.circuit;
    const std::map<NodeId, int> indices = nodeIndices(circuit);
    std::vector<WorkbenchBox> boxes;
    std::set<int> done;
    for (const NodeId& id : desk.pinned) {
        const auto known = indices.find(id);
        if (known == indices.end() || done.contains(known->second))
            continue;
        WorkbenchBox box;
        box.nodes = {known->second};
        box.isRoot = circuit.nodes[static_cast<std::size_t>(known->second)].part == CircuitPart::Root;
        if (const CircuitGroup* group = desk.groupOf(id)) {
            box.group = static_cast<int>(group - desk.groups.data());
            box.name = group->name;
            box.isFolded = group->isFolded;
            if (group->isFolded) {
                box.nodes.clear();
                for (const NodeId& member : group->members) {
                    if (const auto place = indices.find(member); place != indices.end())
                        box.nodes.push_back(place->second);
                }
            }
        }
        box.place = placeOf(circuit, box.nodes);
        done.insert(box.nodes.begin(), box.nodes.end());
        boxes.push_back(std::move(box));
    }
    // What everything runs into stands there unasked.
    for (std::size_t index = 0; index < circuit.nodes.size() && !boxes.empty(); ++index) {
        if (circuit.nodes[index].part == CircuitPart::Root && !done.contains(static_cast<int>(index)))
            boxes.push_back({{static_cast<int>(index)}, -1, false, true, {}, {}, {}, {}});
    }
    return boxes;
}

double highest(const Circuit& circuit, const WorkbenchBox& box)
{
    if (box.isRoot)
        return 1e9;
    double layer = -1;
    for (const int node : box.nodes) {
        const CircuitNode& part = circuit.nodes[static_cast<std::size_t>(node)];
        // Within a layer heads come before the MLP.
        layer = std::max(layer, part.layer + (part.part == CircuitPart::Mlp ? 0.5 : 0.0));
    }
    return layer;
}

/// Column of each box: one more than the farthest box that writes to it.
std::vector<int> columnsOf(
    const Circuit& circuit, const std::vector<WorkbenchBox>& boxes, const std::vector<FoldedEdge>& edges)
{
    std::vector<std::size_t> order(boxes.size());
    for (std::size_t index = 0; index < order.size(); ++index)
        order[index] = index;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return highest(circuit, boxes[a]) < highest(circuit, boxes[b]);
    });
    std::vector<std::size_t> rank(boxes.size());
    for (std::size_t place = 0; place < order.size(); ++place)
        rank[order[place]] = place;
    std::vector<int> columns(boxes.size(), 0);
    for (const std::size_t box : order) {
        for (const FoldedEdge& edge : edges) {
            const auto from = static_cast<std::size_t>(edge.from);
            const auto to = static_cast<std::size_t>(edge.to);
            // A group may lie both below and above another: such an edge runs backwards.
            if (to == box && rank[from] < rank[box])
                columns[box] = std::max(columns[box], columns[from] + 1);
        }
    }
    int last = 0;
    for (const int column : columns)
        last = std::max(last, column);
    for (std::size_t box = 0; box < boxes.size(); ++box) {
        if (boxes[box].isRoot)
            columns[box] = std::max(last, 1);
    }
    return columns;
}

QSizeF sizeOf(const WorkbenchBox& box, const CircuitStyle& style, const QString& into)
{
    const QFontMetricsF words(style.words);
    if (box.isRoot)
        return {words.horizontalAdvance(into) + 30, circuitsize::rootHeight};
    if (box.isFolded) {
        QFont bold = style.words;
        bold.setWeight(QFont::DemiBold);
        const double text = QFontMetricsF(bold).horizontalAdvance(box.name) + 16
            + QFontMetricsF(style.mono).horizontalAdvance(box.place);
        const double members = memberPitch * static_cast<double>(box.nodes.size());
        return {
            std::max({narrowestGroup, text + 2 * groupPadding, members + 2 * groupPadding}),
            groupHead + mark + groupPadding};
    }
    const double label =
        std::max(QFontMetricsF(style.mono).horizontalAdvance(box.place), words.horizontalAdvance(box.name));
    return {label + 8 + mark, mark + 4};
}

QPointF leftEnd(const WorkbenchBox& box)
{
    return box.isFolded || box.isRoot ? QPointF(box.area.left(), box.area.center().y()) : box.centre;
}

QPointF rightEnd(const WorkbenchBox& box)
{
    return box.isFolded || box.isRoot ? QPointF(box.area.right(), box.area.center().y()) : box.centre;
}

void placeBoxes(
    std::vector<WorkbenchBox>& boxes, const std::vector<int>& columns, const QSizeF& size,
    const CircuitStyle& style, const QString& into)
{
    const int count = columns.empty() ? 0 : *std::max_element(columns.begin(), columns.end()) + 1;
    std::vector<double> widths(static_cast<std::size_t>(count), 0);
    std::vector<double> heights(static_cast<std::size_t>(count), 0);
    std::vector<int> counts(static_cast<std::size_t>(count), 0);
    double needed = 2 * margin;
    for (std::size_t index = 0; index < boxes.size(); ++index) {
        const auto column = static_cast<std::size_t>(columns[index]);
        const QSizeF own = sizeOf(boxes[index], style, into);
        widths[column] = std::max(widths[column], own.width());
        heights[column] += own.height();
        ++counts[column];
    }
    for (const double width : widths)
        needed += width;
    const double gap = count > 1 ? std::max((size.width() - needed) / (count - 1), 24.0) : 0;
    std::vector<double> lefts;
    double x = margin;
    for (const double width : widths) {
        lefts.push_back(x);
        x += width + std::min(gap, widestGap);
    }
    std::vector<double> gaps;
    std::vector<double> tops;
    for (std::size_t column = 0; column < widths.size(); ++column) {
        gaps.push_back(std::clamp((size.height() - heights[column]) / (counts[column] + 1), 2.0, highestGap));
        tops.push_back((size.height() - heights[column] - gaps[column] * (counts[column] - 1)) / 2);
    }
    for (std::size_t index = 0; index < boxes.size(); ++index) {
        WorkbenchBox& box = boxes[index];
        const auto column = static_cast<std::size_t>(columns[index]);
        const QSizeF own = sizeOf(box, style, into);
        const double middle = tops[column] + own.height() / 2;
        tops[column] += own.height() + gaps[column];
        // A mark stands at the right end of its column, its place at the left of it.
        const double left = box.isFolded || box.isRoot ? lefts[column] + (widths[column] - own.width()) / 2
                                                       : lefts[column] + widths[column] - own.width();
        box.area = QRectF(left, middle - own.height() / 2, own.width(), own.height());
        box.centre = box.isRoot ? box.area.center() : QPointF(box.area.right() - mark / 2, middle);
    }
}

EdgeShape lineShape(const QPointF& from, const QPointF& to, double width)
{
    // Laid on its side: left to right instead of upwards.
    EdgeShape shape = edgeShape({from.y(), -from.x()}, {to.y(), -to.x()}, 0, width);
    const QTransform turn(0, 1, -1, 0, 0, 0);
    shape.path = turn.map(shape.path);
    shape.points = turn.map(shape.points);
    shape.bounds = shape.points.boundingRect();
    shape.middle = turn.map(shape.middle);
    return shape;
}

} // namespace

WorkbenchLayout WorkbenchLayout::make(
    const CircuitDesk& desk, const std::vector<double>& strengths, const QSizeF& size,
    const CircuitStyle& style, const QString& into)
{
    WorkbenchLayout layout;
    if (!desk.circuit)
        return layout;
    layout.boxes = boxesOf(desk);
    std::vector<std::vector<int>> nodes;
    for (const WorkbenchBox& box : layout.boxes)
        nodes.push_back(box.nodes);
    const std::vector<FoldedEdge> edges = foldedEdges(*desk.circuit, strengths, nodes);
    placeBoxes(layout.boxes, columnsOf(*desk.circuit, layout.boxes, edges), size, style, into);
    double largest = 0;
    for (const FoldedEdge& edge : edges)
        largest = std::max(largest, edge.share);
    for (const FoldedEdge& edge : edges) {
        const WorkbenchBox& from = layout.boxes[static_cast<std::size_t>(edge.from)];
        const WorkbenchBox& to = layout.boxes[static_cast<std::size_t>(edge.to)];
        WorkbenchLine line;
        line.edge = edge;
        line.shape = lineShape(
            rightEnd(from), leftEnd(to),
            1 + (thickest - 1) * std::sqrt(largest > 0 ? edge.share / largest : 0));
        line.shape.look = to.isRoot        ? EdgeLook::Logits
            : edge.side == EdgeSide::Query ? EdgeLook::Query
                                           : EdgeLook::Key;
        line.shape.isNegative = edge.weight < 0;
        line.text = numberText(100 * edge.share, 1) + QChar(0x202F) + u'%';
        layout.lines.push_back(std::move(line));
    }
    return layout;
}

int WorkbenchLayout::boxAt(const QPointF& point) const
{
    for (std::size_t index = 0; index < boxes.size(); ++index) {
        if (boxes[index].area.adjusted(-3, -3, 3, 3).contains(point))
            return static_cast<int>(index);
    }
    return -1;
}

int WorkbenchLayout::lineAt(const QPointF& point, double reach) const
{
    int found = -1;
    for (std::size_t index = 0; index < lines.size(); ++index) {
        if (const auto distance = distanceTo(lines[index].shape, point, reach)) {
            reach = *distance;
            found = static_cast<int>(index);
        }
    }
    return found;
}

} // namespace headwaters
