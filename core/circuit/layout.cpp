#include "core/circuit/layout.h"

#include "core/circuit/layoutcolumns.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace headwaters {

namespace {

constexpr double columnGap = 0.5;
constexpr double emptyColumn = 0.5; ///< width of a token that nothing writes to
constexpr double layerGap = 0.5; ///< between the rows of two layers, beside the distance of rows

std::size_t index(int number)
{
    return static_cast<std::size_t>(number);
}

LayoutRow rowOf(const CircuitNode& node)
{
    using Kind = LayoutRow::Kind;
    switch (node.part) {
    case CircuitPart::Root:
        return {Kind::Root, -1, 0};
    case CircuitPart::Embedding:
    case CircuitPart::AttentionOffset:
        return {Kind::Start, -1, 0};
    case CircuitPart::HeadInput:
        return {Kind::HeadInput, node.layer, 0};
    case CircuitPart::Mlp:
        return {Kind::Mlp, node.layer, 0};
    case CircuitPart::Head:
    case CircuitPart::AttentionBias:
        break;
    }
    return {Kind::Attention, node.layer, 0};
}

/// From below: starts, the layers, roots.
std::tuple<int, int, int> heightOf(const LayoutRow& row)
{
    const int storey = row.kind == LayoutRow::Kind::Start ? 0 : row.kind == LayoutRow::Kind::Root ? 2 : 1;
    return {storey, row.layer, static_cast<int>(row.kind)};
}

/// Pairs of numbers of which the earlier is larger.
qint64
inversions(std::vector<double>& values, std::vector<double>& buffer, std::size_t begin, std::size_t end)
{
    if (end - begin < 2)
        return 0;
    const std::size_t middle = begin + (end - begin) / 2;
    qint64 count = inversions(values, buffer, begin, middle) + inversions(values, buffer, middle, end);
    std::size_t left = begin;
    std::size_t right = middle;
    for (std::size_t out = begin; out < end; ++out) {
        if (right >= end || (left < middle && values[left] <= values[right])) {
            buffer[out] = values[left++];
        } else {
            count += static_cast<qint64>(middle - left);
            buffer[out] = values[right++];
        }
    }
    std::copy(
        buffer.begin() + static_cast<std::ptrdiff_t>(begin),
        buffer.begin() + static_cast<std::ptrdiff_t>(end),
        values.begin() + static_cast<std::ptrdiff_t>(begin));
    return count;
}

class Layouter {
public:
    Layouter(const Circuit& circuit, int sweeps) : m_circuit(circuit), m_sweeps(sweeps) { }

    CircuitLayout layOut()
    {
        ColumnsOfNodes columns = columnsOf(m_circuit);
        m_layout.columns = std::move(columns.columns);
        m_layout.places.resize(m_circuit.nodes.size());
        for (std::size_t node = 0; node < m_layout.places.size(); ++node)
            m_layout.places[node].column = columns.ofNode[node];
        setRows();
        fillCells();
        setColumnPlaces();
        collectNeighbours();
        reduceCrossings();
        return std::move(m_layout);
    }

private:
    void setRows()
    {
        std::vector<LayoutRow> rows;
        for (const CircuitNode& node : m_circuit.nodes)
            rows.push_back(rowOf(node));
        m_layout.rows = rows;
        const auto lower = [](const LayoutRow& one, const LayoutRow& other) {
            return heightOf(one) < heightOf(other);
        };
        const auto same = [](const LayoutRow& one, const LayoutRow& other) {
            return heightOf(one) == heightOf(other);
        };
        std::sort(m_layout.rows.begin(), m_layout.rows.end(), lower);
        m_layout.rows.erase(
            std::unique(m_layout.rows.begin(), m_layout.rows.end(), same), m_layout.rows.end());
        for (std::size_t row = 1; row < m_layout.rows.size(); ++row) {
            LayoutRow& above = m_layout.rows[row];
            const LayoutRow& below = m_layout.rows[row - 1];
            const bool sameLayer = above.layer == below.layer && above.layer >= 0;
            above.y = below.y + 1 + (sameLayer ? 0 : layerGap);
        }
        m_layout.height = m_layout.rows.empty() ? 0 : m_layout.rows.back().y;
        for (std::size_t node = 0; node < rows.size(); ++node) {
            const auto at = std::lower_bound(m_layout.rows.begin(), m_layout.rows.end(), rows[node], lower);
            m_layout.places[node].row = static_cast<int>(at - m_layout.rows.begin());
            m_layout.places[node].y = at->y;
        }
    }

    // At first by head, so that what the sweeps leave alone is in the order a person expects.
    void fillCells()
    {
        std::map<std::pair<int, int>, std::vector<int>> cells; // row, column
        for (std::size_t node = 0; node < m_layout.places.size(); ++node) {
            const NodePlace& place = m_layout.places[node];
            cells[{place.row, place.column}].push_back(static_cast<int>(node));
        }
        for (auto& [place, nodes] : cells) {
            std::stable_sort(nodes.begin(), nodes.end(), [&](int one, int other) {
                return m_circuit.nodes[index(one)].head < m_circuit.nodes[index(other)].head;
            });
            m_cells.push_back(std::move(nodes)); // row by row from below, since the map is sorted
        }
    }

    void setColumnPlaces()
    {
        std::vector<std::size_t> most(m_layout.columns.size(), 0);
        for (const std::vector<int>& cell : m_cells) {
            std::size_t& widest = most[index(m_layout.places[index(cell.front())].column)];
            widest = std::max(widest, cell.size());
        }
        double left = 0;
        for (std::size_t column = 0; column < most.size(); ++column) {
            LayoutColumn& place = m_layout.columns[column];
            place.left = left;
            place.width = most[column] == 0 ? emptyColumn : static_cast<double>(most[column]) + columnGap;
            left += place.width;
        }
        m_layout.width = left;
        for (const std::vector<int>& cell : m_cells)
            spread(cell);
    }

    /// Sets a cell's nodes side by side around the middle of their column.
    void spread(const std::vector<int>& cell)
    {
        const LayoutColumn& column = m_layout.columns[index(m_layout.places[index(cell.front())].column)];
        double x = column.left + column.width / 2 - (static_cast<double>(cell.size()) - 1) / 2;
        for (const int node : cell)
            m_layout.places[index(node)].x = x++;
    }

    void collectNeighbours()
    {
        m_below.resize(m_circuit.nodes.size());
        m_above.resize(m_circuit.nodes.size());
        for (const CircuitEdge& edge : m_circuit.edges) {
            m_below[index(edge.to)].push_back(edge.from);
            m_above[index(edge.from)].push_back(edge.to);
            m_groups[{m_layout.places[index(edge.from)].row, m_layout.places[index(edge.to)].row}].push_back(
                {edge.from, edge.to});
        }
    }

    void reduceCrossings()
    {
        std::vector<std::vector<int>> best = m_cells;
        qint64 fewest = crossingsBetweenRows();
        for (int sweep = 0; sweep < m_sweeps && fewest > 0; ++sweep) {
            const bool upwards = sweep % 2 == 0;
            for (std::size_t step = 0; step < m_cells.size(); ++step)
                orderCell(m_cells[upwards ? step : m_cells.size() - 1 - step], upwards ? m_below : m_above);
            if (const qint64 crossings = crossingsBetweenRows(); crossings < fewest) {
                fewest = crossings;
                best = m_cells;
            }
        }
        for (const std::vector<int>& cell : best)
            spread(cell);
    }

    void orderCell(std::vector<int>& cell, const std::vector<std::vector<int>>& neighbours)
    {
        if (cell.size() < 2)
            return;
        std::vector<std::pair<double, int>> wanted;
        for (const int node : cell) {
            const std::vector<int>& joined = neighbours[index(node)];
            double sum = 0;
            for (const int other : joined)
                sum += m_layout.places[index(other)].x;
            // Who has nobody on that side stays about where it is.
            wanted.emplace_back(
                joined.empty() ? m_layout.places[index(node)].x : sum / static_cast<double>(joined.size()),
                node);
        }
        std::stable_sort(wanted.begin(), wanted.end(), [](const auto& one, const auto& other) {
            return one.first < other.first;
        });
        std::transform(
            wanted.begin(), wanted.end(), cell.begin(), [](const auto& pair) { return pair.second; });
        spread(cell);
    }

    /// Crossings of edges that join the same two rows: most of all, and quick to count.
    [[nodiscard]] qint64 crossingsBetweenRows() const
    {
        qint64 crossings = 0;
        std::vector<std::pair<double, double>> lines;
        std::vector<double> ends;
        std::vector<double> buffer;
        for (const auto& [rows, edges] : m_groups) {
            lines.clear();
            for (const auto& [from, to] : edges)
                lines.emplace_back(m_layout.places[index(from)].x, m_layout.places[index(to)].x);
            std::sort(lines.begin(), lines.end());
            ends.clear();
            for (const auto& line : lines)
                ends.push_back(line.second);
            buffer.resize(ends.size());
            crossings += inversions(ends, buffer, 0, ends.size());
        }
        return crossings;
    }

    const Circuit& m_circuit;
    int m_sweeps;
    CircuitLayout m_layout;
    std::vector<std::vector<int>>
        m_cells; ///< nodes of one row and column, from left to right; rows from below
    std::vector<std::vector<int>> m_below; ///< [nodes] who writes to it
    std::vector<std::vector<int>> m_above; ///< [nodes] whom it writes to
    std::map<std::pair<int, int>, std::vector<std::pair<int, int>>> m_groups; ///< edges by the rows they join
};

} // namespace

CircuitLayout layOut(const Circuit& circuit, int sweeps)
{
    return Layouter(circuit, sweeps).layOut();
}

qint64 countCrossings(const Circuit& circuit, const CircuitLayout& layout)
{
    // On which side of the line from a to b point c lies.
    const auto side = [](const NodePlace& a, const NodePlace& b, const NodePlace& c) {
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    };
    qint64 crossings = 0;
    for (std::size_t one = 0; one < circuit.edges.size(); ++one) {
        const CircuitEdge& edge = circuit.edges[one];
        const NodePlace& a = layout.places[index(edge.from)];
        const NodePlace& b = layout.places[index(edge.to)];
        for (std::size_t next = one + 1; next < circuit.edges.size(); ++next) {
            const CircuitEdge& other = circuit.edges[next];
            if (edge.from == other.from || edge.to == other.to || edge.from == other.to
                || edge.to == other.from)
                continue;
            const NodePlace& c = layout.places[index(other.from)];
            const NodePlace& d = layout.places[index(other.to)];
            crossings += side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0 ? 1 : 0;
        }
    }
    return crossings;
}

} // namespace headwaters
