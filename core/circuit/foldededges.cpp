#include "core/circuit/foldededges.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace headwaters {

std::vector<FoldedEdge> foldedEdges(
    const Circuit& circuit, const std::vector<double>& strengths, const std::vector<std::vector<int>>& boxes)
{
    std::vector<int> boxOf(circuit.nodes.size(), -1);
    for (std::size_t box = 0; box < boxes.size(); ++box) {
        for (const int node : boxes[box])
            boxOf[static_cast<std::size_t>(node)] = static_cast<int>(box);
    }
    double total = 0;
    std::map<std::tuple<int, int, EdgeSide>, FoldedEdge> folded;
    for (std::size_t index = 0; index < circuit.edges.size(); ++index) {
        const CircuitEdge& edge = circuit.edges[index];
        if (edge.isConnector)
            continue;
        total += strengths[index];
        const int from = boxOf[static_cast<std::size_t>(edge.from)];
        const int to = boxOf[static_cast<std::size_t>(edge.to)];
        if (from < 0 || to < 0 || from == to)
            continue;
        FoldedEdge& line = folded[{from, to, edge.side}];
        line.from = from;
        line.to = to;
        line.side = edge.side;
        line.weight += edge.weight;
        line.share += strengths[index];
        line.edges.push_back(static_cast<int>(index));
    }
    std::vector<FoldedEdge> result;
    for (auto& [key, line] : folded) {
        line.share = total > 0 ? line.share / total : 0;
        std::stable_sort(line.edges.begin(), line.edges.end(), [&strengths](int a, int b) {
            return strengths[static_cast<std::size_t>(a)] > strengths[static_cast<std::size_t>(b)];
        });
        result.push_back(std::move(line));
    }
    return result;
}

} // namespace headwaters
