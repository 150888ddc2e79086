#include "core/circuit/circuittree.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

std::size_t index(int number)
{
    return static_cast<std::size_t>(number);
}

struct Open {
    int row; ///< whose children are to be listed
    std::size_t next; ///< of its node's incoming edges
};

} // namespace

std::vector<CircuitTreeRow> circuitTree(const Circuit& circuit)
{
    std::vector<std::vector<int>> incoming(circuit.nodes.size());
    std::vector<bool> writes(circuit.nodes.size(), false);
    for (std::size_t at = 0; at < circuit.edges.size(); ++at) {
        incoming[index(circuit.edges[at].to)].push_back(static_cast<int>(at));
        writes[index(circuit.edges[at].from)] = true;
    }
    for (std::vector<int>& edges : incoming) {
        std::stable_sort(edges.begin(), edges.end(), [&](int one, int other) {
            return std::abs(circuit.edges[index(one)].weight) > std::abs(circuit.edges[index(other)].weight);
        });
    }

    std::vector<CircuitTreeRow> rows;
    std::vector<int> firstRow(circuit.nodes.size(), -1);
    const auto add = [&](int node, int edge, int parent) {
        const int row = static_cast<int>(rows.size());
        CircuitTreeRow line;
        line.node = node;
        line.edge = edge;
        line.parent = parent;
        line.depth = parent < 0 ? 0 : rows[index(parent)].depth + 1;
        line.seenAbove = firstRow[index(node)] >= 0 && !incoming[index(node)].empty();
        if (!line.seenAbove)
            firstRow[index(node)] = row;
        line.firstRow = firstRow[index(node)];
        if (parent >= 0)
            rows[index(parent)].children.push_back(row);
        rows.push_back(std::move(line));
        return row;
    };
    // With a stack of its own: how deep a file's circuit is, is not ours to say.
    for (std::size_t root = 0; root < circuit.nodes.size(); ++root) {
        if (writes[root])
            continue;
        std::vector<Open> open{{add(static_cast<int>(root), -1, -1), 0}};
        while (!open.empty()) {
            Open& top = open.back();
            const std::vector<int>& edges = incoming[index(rows[index(top.row)].node)];
            if (rows[index(top.row)].seenAbove || top.next == edges.size()) {
                open.pop_back();
                continue;
            }
            const int edge = edges[top.next++];
            const int child = add(circuit.edges[index(edge)].from, edge, top.row);
            open.push_back({child, 0});
        }
    }
    return rows;
}

} // namespace headwaters
