#include "core/circuit/circuitcycle.h"

#include "core/base/error.h"
#include "core/circuit/nodeidtext.h"

#include <QStringList>

#include <algorithm>
#include <functional>
#include <queue>

namespace headwaters {

namespace {

std::vector<std::vector<int>> targetsOf(const Circuit& circuit)
{
    std::vector<std::vector<int>> targets(circuit.nodes.size());
    for (const CircuitEdge& edge : circuit.edges)
        targets[static_cast<std::size_t>(edge.from)].push_back(edge.to);
    return targets;
}

} // namespace

std::vector<int> upstreamFirst(const Circuit& circuit)
{
    const std::vector<std::vector<int>> targets = targetsOf(circuit);
    std::vector<int> open(circuit.nodes.size(), 0);
    for (const CircuitEdge& edge : circuit.edges)
        ++open[static_cast<std::size_t>(edge.to)];
    std::priority_queue<int, std::vector<int>, std::greater<>> ready;
    for (std::size_t node = 0; node < open.size(); ++node) {
        if (open[node] == 0)
            ready.push(static_cast<int>(node));
    }
    std::vector<int> order;
    while (!ready.empty()) {
        const int node = ready.top();
        ready.pop();
        order.push_back(node);
        for (const int target : targets[static_cast<std::size_t>(node)]) {
            if (--open[static_cast<std::size_t>(target)] == 0)
                ready.push(target);
        }
    }
    return order;
}

QString cycleText(const Circuit& circuit)
{
    const std::vector<int> order = upstreamFirst(circuit);
    if (order.size() == circuit.nodes.size())
        return {};
    // Every node that was left out has a source that was left out, so that going back must come round.
    std::vector<bool> leftOut(circuit.nodes.size(), true);
    for (const int node : order)
        leftOut[static_cast<std::size_t>(node)] = false;
    std::vector<int> sourceOf(circuit.nodes.size(), -1);
    for (const CircuitEdge& edge : circuit.edges) {
        if (leftOut[static_cast<std::size_t>(edge.from)] && leftOut[static_cast<std::size_t>(edge.to)])
            sourceOf[static_cast<std::size_t>(edge.to)] = edge.from;
    }
    int node = static_cast<int>(std::find(leftOut.begin(), leftOut.end(), true) - leftOut.begin());
    std::vector<int> path;
    std::vector<bool> seen(circuit.nodes.size(), false);
    while (!seen[static_cast<std::size_t>(node)]) {
        seen[static_cast<std::size_t>(node)] = true;
        path.push_back(node);
        node = sourceOf[static_cast<std::size_t>(node)];
    }
    path.erase(path.begin(), std::find(path.begin(), path.end(), node));
    path.push_back(node);
    std::reverse(path.begin(), path.end());
    constexpr std::size_t mostNamed = 4;
    QStringList names;
    for (std::size_t at = 0; at < path.size() && (path.size() <= mostNamed + 1 || at < mostNamed); ++at)
        names << forMessage(nodeIdText(circuit.nodes[static_cast<std::size_t>(path[at])].id), 60);
    if (path.size() > mostNamed + 1)
        names << QStringLiteral("… (%1 nodes)").arg(path.size() - 1);
    return names.join(QStringLiteral(" → "));
}

} // namespace headwaters
