#include "core/circuit/circuitfilter.h"

#include "core/circuit/subcircuit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

namespace headwaters {

namespace {

constexpr double weakestShown = -6; ///< log10; what is weaker still is rounding

std::size_t index(int number)
{
    return static_cast<std::size_t>(number);
}

std::vector<double> strengthsOf(const Circuit& circuit)
{
    const auto isRoot = [&](const CircuitEdge& edge) {
        return circuit.nodes[index(edge.to)].part == CircuitPart::Root;
    };
    double largest[2] = {0, 0};
    for (const CircuitEdge& edge : circuit.edges) {
        if (!edge.isConnector)
            largest[isRoot(edge)] = std::max(largest[isRoot(edge)], std::abs(edge.weight));
    }
    std::vector<double> strengths;
    strengths.reserve(circuit.edges.size());
    for (const CircuitEdge& edge : circuit.edges) {
        const double most = largest[isRoot(edge)];
        strengths.push_back(edge.isConnector ? 1.0 : most > 0 ? std::abs(edge.weight) / most : 0.0);
    }
    return strengths;
}

/// [nodes] The highest threshold at which a node leads to a root: along its best path the weakest edge
/// decides.
std::vector<double>
reachOf(const Circuit& circuit, const std::vector<double>& strengths, const std::vector<bool>& roots)
{
    constexpr double always = std::numeric_limits<double>::infinity();
    std::vector<std::vector<int>> incoming(circuit.nodes.size());
    for (std::size_t at = 0; at < circuit.edges.size(); ++at)
        incoming[index(circuit.edges[at].to)].push_back(static_cast<int>(at));
    std::vector<double> reach(circuit.nodes.size(), -1);
    std::priority_queue<std::pair<double, int>> open;
    for (std::size_t node = 0; node < roots.size(); ++node) {
        if (roots[node]) {
            reach[node] = always;
            open.emplace(always, static_cast<int>(node));
        }
    }
    while (!open.empty()) {
        const auto [best, node] = open.top();
        open.pop();
        if (best < reach[index(node)])
            continue;
        for (const int edge : incoming[index(node)]) {
            const int source = circuit.edges[index(edge)].from;
            const double along = std::min(best, strengths[index(edge)]);
            if (along > reach[index(source)]) {
                reach[index(source)] = along;
                open.emplace(along, source);
            }
        }
    }
    return reach;
}

/// [edges] The highest threshold at which an edge is kept.
std::vector<double>
limitsOf(const Circuit& circuit, const std::vector<double>& strengths, const std::vector<double>& reach)
{
    std::vector<double> limits(circuit.edges.size());
    std::vector<double> entered(circuit.nodes.size(), -1);
    for (std::size_t at = 0; at < limits.size(); ++at) {
        const int to = circuit.edges[at].to;
        limits[at] = std::min(strengths[at], reach[index(to)]);
        entered[index(to)] = std::max(entered[index(to)], limits[at]);
    }
    // A connector shows what enters a head; where nothing does it would hang in the air.
    for (std::size_t at = 0; at < limits.size(); ++at) {
        const CircuitEdge& edge = circuit.edges[at];
        if (edge.isConnector)
            limits[at] = std::min(limits[at], entered[index(edge.from)]);
    }
    return limits;
}

} // namespace

QString FilteredCircuit::text() const
{
    return QStringLiteral("%1 of %2 edges, %3 % of weight")
        .arg(keptEdges)
        .arg(allEdges)
        .arg(std::lround(100 * keptWeight));
}

CircuitFilter::CircuitFilter(std::shared_ptr<const Circuit> circuit)
    : m_circuit(std::move(circuit)),
      m_strengths(strengthsOf(*m_circuit)),
      m_limits(limitsOf(*m_circuit, m_strengths, reachOf(*m_circuit, m_strengths, roots())))
{
    for (std::size_t at = 0; at < m_strengths.size(); ++at) {
        if (m_circuit->edges[at].isConnector)
            continue;
        m_sum += m_strengths[at];
        ++m_count;
    }
}

std::vector<bool> CircuitFilter::roots() const
{
    const std::vector<CircuitNode>& nodes = m_circuit->nodes;
    std::vector<bool> roots(nodes.size(), false);
    for (std::size_t at = 0; at < nodes.size(); ++at)
        roots[at] = nodes[at].part == CircuitPart::Root;
    if (std::find(roots.begin(), roots.end(), true) != roots.end())
        return roots;
    roots.assign(nodes.size(), true);
    for (const CircuitEdge& edge : m_circuit->edges)
        roots[index(edge.from)] = false;
    for (std::size_t at = 0; at < nodes.size(); ++at) {
        for (const TraceRoot& root : m_circuit->request.roots) {
            if (nodes[at].part == CircuitPart::Head && nodes[at].headIndex() == root.head)
                roots[at] = true;
        }
    }
    return roots;
}

FilteredCircuit CircuitFilter::above(double threshold) const
{
    const Circuit& circuit = *m_circuit;
    FilteredCircuit filtered;
    filtered.allEdges = m_count;
    std::vector<bool> touched(circuit.nodes.size(), false);
    double sum = 0;
    for (std::size_t at = 0; at < m_limits.size(); ++at) {
        if (m_limits[at] < threshold)
            continue;
        const CircuitEdge& edge = circuit.edges[at];
        filtered.edges.push_back(static_cast<int>(at));
        touched[index(edge.from)] = true;
        touched[index(edge.to)] = true;
        if (!edge.isConnector) {
            ++filtered.keptEdges;
            sum += m_strengths[at];
        }
    }
    for (std::size_t node = 0; node < touched.size(); ++node) {
        if (touched[node])
            filtered.nodes.push_back(static_cast<int>(node));
    }
    const bool all = filtered.keptEdges == m_count;
    filtered.keptWeight = all ? 1 : m_sum > 0 ? sum / m_sum : 0;
    return filtered;
}

std::vector<double> CircuitFilter::steps() const
{
    std::vector<double> steps{0};
    for (std::size_t at = 0; at < m_strengths.size(); ++at) {
        if (!m_circuit->edges[at].isConnector)
            steps.push_back(m_strengths[at]);
    }
    std::sort(steps.begin(), steps.end());
    steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
    return steps;
}

double CircuitFilter::thresholdForWeight(double share) const
{
    // A lower threshold keeps all that a higher one keeps, so the steps that keep enough are the first ones.
    const std::vector<double> all = steps();
    const auto enough = std::partition_point(
        all.begin(), all.end(), [&](double threshold) { return above(threshold).keptWeight >= share; });
    return enough == all.begin() ? 0 : *(enough - 1);
}

double CircuitFilter::thresholdForSize(int nodes, int edges) const
{
    const std::vector<double> all = steps();
    const auto fits = std::partition_point(all.begin(), all.end(), [&](double threshold) {
        const FilteredCircuit kept = above(threshold);
        return static_cast<int>(kept.nodes.size()) > nodes || kept.keptEdges > edges;
    });
    // Where many edges are equally strong none may fit; then only what is stronger than all is left.
    return fits == all.end() ? std::nextafter(all.back(), 2.0) : *fits;
}

StrengthHistogram CircuitFilter::histogram(int bins) const
{
    StrengthHistogram histogram;
    histogram.counts.assign(index(bins), 0);
    double weakest = 1;
    for (const double strength : m_strengths) {
        if (strength > 0)
            weakest = std::min(weakest, strength);
    }
    histogram.lowest = std::clamp(std::floor(std::log10(weakest)), weakestShown, -1.0);
    for (std::size_t at = 0; at < m_strengths.size(); ++at) {
        if (m_circuit->edges[at].isConnector)
            continue;
        const double place = m_strengths[at] > 0 ? 1 - std::log10(m_strengths[at]) / histogram.lowest : 0;
        const int bin = std::clamp(static_cast<int>(place * bins), 0, bins - 1);
        ++histogram.counts[index(bin)];
    }
    return histogram;
}

Circuit shownPart(const Circuit& circuit, const FilteredCircuit& kept)
{
    CircuitChoice choice(circuit);
    choice.nodes.assign(circuit.nodes.size(), false);
    choice.edges.assign(circuit.edges.size(), false);
    for (const int node : kept.nodes)
        choice.nodes[static_cast<std::size_t>(node)] = true;
    for (const int edge : kept.edges)
        choice.edges[static_cast<std::size_t>(edge)] = true;
    return subCircuit(circuit, choice);
}

} // namespace headwaters
