#include "core/circuit/sadgraph.h"

#include "core/circuit/circuitids.h"

namespace headwaters {

void SadGraph::add(int prompt, const Edge& edge)
{
    m_prompts.insert(prompt);
    const Key key{edge.from, {edge.to, edge.role}};
    const auto [place, isNew] = m_edges.try_emplace(key);
    Kept& kept = place->second;
    if (isNew) {
        kept.first = edge;
        kept.firstPrompt = prompt;
        kept.order = m_edges.size();
    } else if (m_compat ? kept.firstPrompt == prompt : kept.prompts.count(prompt) > 0) {
        return;
    }
    kept.prompts.insert(prompt);
    kept.total += edge.weight;
    ++kept.count;
}

Circuit SadGraph::finish(const std::map<HeadIndex, int>& firings) const
{
    Circuit circuit;
    std::map<HeadIndex, int> outputs;
    std::map<Input, int> inputs;
    const auto withFirings = [&](CircuitNode node, HeadIndex head) {
        const auto found = firings.find(head);
        node.firings = found == firings.end() ? 0 : found->second;
        circuit.nodes.push_back(std::move(node));
        return static_cast<int>(circuit.nodes.size()) - 1;
    };
    const auto output = [&](HeadIndex head) {
        const auto [place, isNew] = outputs.try_emplace(head, 0);
        if (isNew)
            place->second = withFirings(headOutputNode(head), head);
        return place->second;
    };

    struct Entering {
        int count = 0;
        const Kept* first = nullptr;
    };
    std::map<Input, Entering> entering;
    for (const auto& [key, kept] : m_edges) {
        const Input& input = key.second;
        const auto [place, isNew] = inputs.try_emplace(input, 0);
        if (isNew) {
            CircuitNode node = headInputNode(input.head, input.role);
            if (m_prompts.size() == 1) // each prompt has the role at another token
                node.destinationPosition = kept.first.position;
            place->second = withFirings(std::move(node), input.head);
        }
        CircuitEdge edge;
        edge.from = output(key.first);
        edge.to = place->second;
        edge.side = kept.first.side;
        edge.total = kept.total;
        edge.count = kept.count;
        edge.weight = kept.total / kept.count;
        edge.firstPrompt = kept.firstPrompt;
        edge.sourceToken = kept.first.sourceToken;
        edge.destinationToken = kept.first.destinationToken;
        edge.prompts.assign(kept.prompts.begin(), kept.prompts.end());
        circuit.edges.push_back(std::move(edge));
        Entering& in = entering[input];
        in.count += kept.count;
        if (in.first == nullptr || kept.order < in.first->order)
            in.first = &kept;
    }
    for (const auto& [input, in] : entering) {
        CircuitEdge edge;
        edge.from = inputs.at(input);
        edge.to = output(input.head);
        edge.side = in.first->first.side;
        edge.isConnector = true;
        edge.weight = connectorWeight;
        edge.total = connectorWeight;
        edge.count = in.count;
        edge.sourceToken = in.first->first.sourceToken;
        edge.destinationToken = in.first->first.destinationToken;
        circuit.edges.push_back(std::move(edge));
    }
    return circuit;
}

} // namespace headwaters
