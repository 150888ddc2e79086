// How the workbench is drawn; where things stand is settled in workbenchlayout.cpp.
#include "widgets/circuit/workbenchlayout.h"

#include <QFontMetricsF>

namespace headwaters {

namespace {

using namespace workbenchsize;

void paintGroup(QPainter& painter, const WorkbenchBox& box, const Circuit& circuit, const CircuitStyle& style)
{
    QPen dashed(style.colours.lineStrong, 1);
    dashed.setDashPattern({4, 3});
    painter.setPen(dashed);
    painter.setBrush(style.colours.panel);
    painter.drawRoundedRect(box.area.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    QFont bold = style.words;
    bold.setWeight(QFont::DemiBold);
    const QRectF head(
        box.area.left() + groupPadding, box.area.top(), box.area.width() - 2 * groupPadding, groupHead);
    painter.setFont(bold);
    painter.setPen(style.colours.text);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, box.name);
    painter.setFont(style.words);
    painter.setPen(style.colours.text2);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, box.place);
    double x = box.area.left() + groupPadding + mark / 2;
    for (const int node : box.nodes) {
        paintCircuitNode(
            painter, {x, box.area.top() + groupHead + mark / 2},
            circuit.nodes[static_cast<std::size_t>(node)], {}, style);
        x += memberPitch;
    }
}

void paintBox(
    QPainter& painter, const WorkbenchBox& box, const Circuit& circuit, const CircuitStyle& style,
    const QString& into)
{
    if (box.isFolded) {
        paintGroup(painter, box, circuit, style);
        return;
    }
    paintCircuitNode(
        painter, box.centre, circuit.nodes[static_cast<std::size_t>(box.nodes.front())], {}, style, into);
    if (box.isRoot)
        return;
    painter.setFont(style.words);
    painter.setPen(style.colours.text2);
    const QRectF label(box.area.left(), box.area.top(), box.area.width() - mark - 8, box.area.height());
    painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter, box.place);
    if (!box.name.isEmpty()) {
        painter.setPen(style.colours.text3);
        painter.drawText(label.translated(0, 13), Qt::AlignRight | Qt::AlignVCenter, box.name);
    }
}

} // namespace

void WorkbenchLayout::paint(
    QPainter& painter, const Circuit& circuit, const CircuitStyle& style, const QString& into,
    const std::vector<bool>& chosen, int focused) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(edgeOpacity);
    for (const WorkbenchLine& line : lines) {
        EdgeShape plain = line.shape;
        plain.isNegative = false; // its mark would lie under the share
        paintEdge(painter, plain, style);
    }
    painter.setOpacity(1);
    const QFontMetricsF measure(style.mono);
    for (const WorkbenchLine& line : lines) {
        const QString text = line.shape.isNegative ? QChar(0x2212) + line.text : line.text;
        const double width = measure.horizontalAdvance(text) + 10;
        const QRectF area(line.shape.middle.x() - width / 2, line.shape.middle.y() - 9, width, 18);
        painter.setPen(Qt::NoPen);
        painter.setBrush(style.colours.panel);
        painter.drawRoundedRect(area, 3, 3);
        painter.setFont(style.mono);
        painter.setPen(style.colours.text);
        painter.drawText(area, Qt::AlignCenter, text);
    }
    for (std::size_t index = 0; index < boxes.size(); ++index) {
        const WorkbenchBox& box = boxes[index];
        paintBox(painter, box, circuit, style, into);
        const bool isFocused = static_cast<int>(index) == focused;
        if (!isFocused && !(index < chosen.size() && chosen[index]))
            continue;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(isFocused ? style.colours.accent : style.colours.mark, 2));
        painter.drawRoundedRect(box.area.adjusted(-3, -3, 3, 3), 6, 6);
    }
    painter.restore();
}

} // namespace headwaters
