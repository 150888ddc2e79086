// Where the nodes of a drawing stand: the layout of core, set into an area.
#include "widgets/circuit/circuitdrawing.h"

#include "core/circuit/layout.h"
#include "widgets/circuit/circuittext.h"

#include <QFontMetricsF>

#include <algorithm>

namespace headwaters {

namespace {

constexpr double left = 36; // row labels
constexpr double right = 10;
constexpr double top = 10;
constexpr double bottom = 66; // token labels
constexpr double narrowestUnit = 25; // a node with its rim
constexpr double lowestUnit = 19;
constexpr double highestUnit = 60;
constexpr double belowLowest = 0.75; // from the lowest row to the end of the bands, in rows
constexpr double aboveHighest = 0.75;

QString rowLabel(const LayoutRow& row)
{
    switch (row.kind) {
    case LayoutRow::Kind::Start:
        return QStringLiteral("emb");
    case LayoutRow::Kind::Root:
        return {};
    default:
        return QStringLiteral("L%1").arg(row.layer);
    }
}

bool isSameBand(const LayoutRow& one, const LayoutRow& other)
{
    return one.layer == other.layer && rowLabel(one) == rowLabel(other);
}

} // namespace

void CircuitDrawing::place(const QSizeF& size, const CircuitStyle& style)
{
    const CircuitLayout layout = layOut(shownPart(m_shown));
    const double unit = style.unit;
    // A graph that needs more than there is is shown smaller, with its margins as large as ever; what it
    // needs in one direction it then has in the other too.
    const double columns = std::max(layout.width, 1.0);
    const double rows = layout.height + belowLowest + aboveHighest;
    const double across = std::max(size.width() - (left + right) * unit, 100 * unit);
    const double down = std::max(size.height() - (top + bottom) * unit, 60 * unit);
    m_excess = std::max({1.0, columns * narrowestUnit * unit / across, rows * lowestUnit * unit / down});
    const double margin = unit * m_excess;
    const double unitX = across * m_excess / columns;
    const double unitY = std::min(down * m_excess / rows, highestUnit * margin);
    m_plot = QRectF(left * margin, top * margin, columns * unitX, rows * unitY);
    m_size = {
        m_plot.right() + right * margin,
        std::max(m_plot.bottom() + bottom * margin, size.height() * m_excess)};
    const auto yOf = [&](double y) { return m_plot.bottom() - (y + belowLowest) * unitY; };

    for (const LayoutColumn& column : layout.columns) {
        Column placed;
        const bool isBegin = column.position == 0 && m_shown.startsWithBeginOfText;
        placed.label = isBegin ? QStringLiteral("bos") : circuitToken(column.label);
        placed.position = column.position;
        placed.left = m_plot.left() + column.left * unitX;
        placed.right = placed.left + column.width * unitX;
        placed.centre = (placed.left + placed.right) / 2;
        placed.isUsed = column.hasNodes;
        m_columns.push_back(placed);
    }
    for (std::size_t index = 0; index < layout.rows.size(); ++index) {
        const LayoutRow& row = layout.rows[index];
        if (!m_rows.empty() && isSameBand(row, layout.rows[index - 1])) {
            m_rows.back().top = yOf(row.y);
            continue;
        }
        m_rows.push_back({rowLabel(row), yOf(row.y), yOf(row.y)});
    }
    // Bands meet halfway between their rows.
    for (std::size_t index = 0; index < m_rows.size(); ++index) {
        Row& row = m_rows[index];
        if (index == 0)
            row.bottom = m_plot.bottom();
        const double end =
            index + 1 < m_rows.size() ? (row.top + m_rows[index + 1].bottom) / 2 : m_plot.top();
        row.top = end;
        if (index + 1 < m_rows.size())
            m_rows[index + 1].bottom = end;
    }

    m_positions.assign(circuit().nodes.size(), QPointF());
    for (std::size_t index = 0; index < m_shown.nodes.size(); ++index) {
        const NodePlace& place = layout.places[index];
        m_positions[static_cast<std::size_t>(m_shown.nodes[index])] =
            QPointF(m_plot.left() + place.x * unitX, yOf(place.y));
    }
    keepRootsInside(style);
}

// A root's words are wider than a node: at the edge they move inwards.
void CircuitDrawing::keepRootsInside(const CircuitStyle& style)
{
    for (const int index : m_shown.nodes) {
        const CircuitNode& node = circuit().nodes[static_cast<std::size_t>(index)];
        if (node.part != CircuitPart::Root)
            continue;
        QPointF& position = m_positions[static_cast<std::size_t>(index)];
        const double half = circuitNodeArea(position, node, style, rootText(index)).width() / 2 + 2;
        position.setX(std::clamp(position.x(), half, std::max(m_size.width() - half, half)));
    }
}

} // namespace headwaters
