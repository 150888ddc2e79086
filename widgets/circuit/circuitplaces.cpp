#include "widgets/circuit/circuitdrawing.h"
#include "widgets/circuit/circuittext.h"

#include <algorithm>
#include <map>
#include <set>

namespace headwaters {

// INTERIM until core/circuit/layout.h is there.
void CircuitDrawing::place(const QSizeF& size, const CircuitStyle& style)
{
    const double unit = style.unit;
    const Circuit& all = circuit();
    int columns = static_cast<int>(all.tokens.size());
    int layers = 0;
    for (const CircuitNode& node : all.nodes) {
        columns = std::max(columns, node.destinationPosition + 1);
        layers = std::max(layers, node.layer + 1);
    }
    columns = std::max(columns, 1);
    layers = std::max(layers, 1);
    std::map<std::pair<int, int>, std::vector<int>> cells;
    std::vector<int> need(static_cast<std::size_t>(columns), 1);
    std::vector<bool> used(static_cast<std::size_t>(columns), false);
    const auto columnOf = [&](const CircuitNode& node) { return std::clamp(node.destinationPosition, 0, columns - 1); };
    for (const int index : m_shown.nodes) {
        const CircuitNode& node = all.nodes[static_cast<std::size_t>(index)];
        used[static_cast<std::size_t>(columnOf(node))] = true;
        if (node.head < 0)
            continue;
        auto& cell = cells[{columnOf(node), node.layer}];
        cell.push_back(index);
        auto& n = need[static_cast<std::size_t>(columnOf(node))];
        n = std::max(n, static_cast<int>(cell.size()));
    }
    const double left = 36 * unit;
    const double top = 42 * unit;
    const double bottom = 62 * unit;
    double needed = 0;
    for (const int n : need)
        needed += std::max(12.0, (n - 1) * 26 + 30.0) * unit;
    const double width = std::max(size.width() - left - 10 * unit, needed);
    const double extra = (width - needed) / columns;
    double x = left;
    for (int c = 0; c < columns; ++c) {
        Column column;
        column.label = c < static_cast<int>(all.tokens.size()) ? circuitToken(all.tokens[static_cast<std::size_t>(c)]) : QString::number(c);
        column.position = c;
        column.left = x;
        x += std::max(12.0, (need[static_cast<std::size_t>(c)] - 1) * 26 + 30.0) * unit + extra;
        column.right = x;
        column.centre = (column.left + column.right) / 2;
        column.isUsed = used[static_cast<std::size_t>(c)];
        m_columns.push_back(column);
    }
    const double rowHeight = std::max((size.height() - top - bottom) / (layers + 0.5), 30 * unit);
    const double plotHeight = rowHeight * (layers + 0.5);
    m_plot = QRectF(left, top, width, plotHeight);
    m_size = QSizeF(left + width + 10 * unit, top + plotHeight + bottom);
    for (int layer = layers - 1; layer >= 0; --layer) {
        const double rowTop = top + (layers - 1 - layer) * rowHeight;
        m_rows.push_back({QStringLiteral("L%1").arg(layer), rowTop, rowTop + rowHeight});
    }
    m_rows.push_back({QStringLiteral("emb"), top + layers * rowHeight, top + plotHeight});
    m_positions.assign(all.nodes.size(), QPointF());
    for (const int index : m_shown.nodes) {
        const CircuitNode& node = all.nodes[static_cast<std::size_t>(index)];
        const Column& column = m_columns[static_cast<std::size_t>(columnOf(node))];
        const double rowBottom = top + (layers - std::max(node.layer, 0)) * rowHeight;
        QPointF place(column.centre, rowBottom - 0.25 * rowHeight);
        switch (node.part) {
        case CircuitPart::Root: place = QPointF(std::min(column.centre, size.width() - 60), 18 * unit); break;
        case CircuitPart::Head:
        case CircuitPart::HeadInput: {
            const auto& cell = cells[{columnOf(node), node.layer}];
            const auto at = std::find(cell.begin(), cell.end(), index) - cell.begin();
            const double pitch = std::min(32.0 * unit, (column.right - column.left) / static_cast<double>(cell.size()));
            place.rx() += (static_cast<double>(at) - (static_cast<double>(cell.size()) - 1) / 2) * pitch;
            break;
        }
        case CircuitPart::Mlp: place.ry() -= 0.45 * rowHeight; break;
        case CircuitPart::AttentionBias: place += QPointF(12, -0.45 * rowHeight); break;
        case CircuitPart::Embedding: place.setY(top + (layers + 0.3) * rowHeight); break;
        case CircuitPart::AttentionOffset: place = QPointF(column.centre + 12, top + (layers + 0.3) * rowHeight); break;
        }
        m_positions[static_cast<std::size_t>(index)] = place;
    }
}

} // namespace headwaters
