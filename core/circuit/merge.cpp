#include "core/circuit/merge.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace headwaters {

namespace {

class Merger {
public:
    Circuit merge(std::vector<PromptCircuit> circuits)
    {
        m_merged.request = circuits.front().circuit->request;
        // In the order of the prompts, whatever order they were traced in: sums of floats depend on it.
        std::stable_sort(
            circuits.begin(), circuits.end(),
            [](const PromptCircuit& one, const PromptCircuit& other) { return one.prompt < other.prompt; });
        m_merged.graphs = 0;
        for (const PromptCircuit& circuit : circuits)
            add(circuit);
        finish(static_cast<int>(circuits.size()));
        return std::move(m_merged);
    }

private:
    void add(const PromptCircuit& prompt)
    {
        const Circuit& circuit = *prompt.circuit;
        keepRequest(circuit.request);
        m_merged.firings += circuit.firings;
        m_merged.seconds += circuit.seconds;
        for (const NearTie& tie : circuit.nearTies)
            m_merged.nearTies.push_back(
                {QStringLiteral("prompt %1: %2").arg(prompt.prompt).arg(tie.where), tie.gap});
        if (circuit.isEmpty())
            return;
        ++m_merged.graphs;
        std::vector<int> numbers;
        for (const CircuitNode& node : circuit.nodes)
            numbers.push_back(addNode(node));
        for (const CircuitEdge& edge : circuit.edges) {
            addEdge(
                edge, numbers[static_cast<std::size_t>(edge.from)],
                numbers[static_cast<std::size_t>(edge.to)], prompt.prompt);
        }
    }

    // What differs from prompt to prompt is no setting of the whole.
    void keepRequest(const TraceRequest& other)
    {
        TraceRequest& request = m_merged.request;
        if (request.targets != other.targets)
            request.targets.clear();
        if (request.rival != other.rival)
            request.rival.reset();
        if (request.position != other.position)
            request.position.reset();
        if (request.roots != other.roots)
            request.roots.clear();
    }

    int addNode(const CircuitNode& node)
    {
        const auto [known, isNew] = m_nodes.try_emplace(node.id, static_cast<int>(m_merged.nodes.size()));
        if (isNew) {
            m_merged.nodes.push_back(node);
            m_merged.nodes.back().appearances = 1;
            m_attentions.push_back(node.attention ? 1 : 0);
            return known->second;
        }
        const auto at = static_cast<std::size_t>(known->second);
        CircuitNode& merged = m_merged.nodes[at];
        merged.appearances = *merged.appearances + 1;
        if (node.attention) {
            merged.attention = merged.attention.value_or(0) + *node.attention;
            ++m_attentions[at];
        }
        if (merged.destinationPosition != node.destinationPosition)
            merged.destinationPosition = -1;
        if (merged.sourcePosition != node.sourcePosition)
            merged.sourcePosition = -1;
        return known->second;
    }

    void addEdge(const CircuitEdge& edge, int from, int to, int prompt)
    {
        const auto [known, isNew] =
            m_edges.try_emplace({from, to, edge.side == EdgeSide::Key}, m_merged.edges.size());
        if (isNew) {
            m_merged.edges.push_back(edge);
            CircuitEdge& merged = m_merged.edges.back();
            merged.from = from;
            merged.to = to;
            merged.prompts = {prompt};
            return;
        }
        CircuitEdge& merged = m_merged.edges[known->second];
        merged.weight += edge.weight;
        merged.prompts.push_back(prompt);
    }

    void finish(int prompts)
    {
        for (CircuitEdge& edge : m_merged.edges)
            edge.weight /= m_merged.graphs;
        for (std::size_t at = 0; at < m_merged.nodes.size(); ++at) {
            if (std::optional<double>& attention = m_merged.nodes[at].attention)
                *attention /= m_attentions[at];
        }
        const int empty = prompts - m_merged.graphs;
        if (empty > 0)
            m_merged.note = QStringLiteral("%1 of %2 prompts gave no circuit.").arg(empty).arg(prompts);
    }

    Circuit m_merged;
    std::map<NodeId, int> m_nodes;
    std::vector<int> m_attentions; ///< [node] how many of its prompts know its attention
    std::map<std::tuple<int, int, bool>, std::size_t> m_edges;
};

} // namespace

Circuit mergedCircuit(const std::vector<PromptCircuit>& circuits)
{
    return Merger().merge(circuits);
}

} // namespace headwaters
