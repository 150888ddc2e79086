#pragma once

#include "core/circuit/circuit.h"
#include "core/engine/trace/firing.h"
#include "core/engine/trace/tracer.h"

#include <map>
#include <optional>

namespace headwaters {

/// Puts a prompt's circuit together: one node for each part and pair of tokens, named by their labels. Tokens
/// without a label get no nodes.
class CircuitBuilder {
public:
    CircuitBuilder(const TracePrompt& prompt, int nHeads) : m_prompt(prompt), m_nHeads(nHeads) { }

    /// A root at `position`.
    int root(const QString& label, int position);
    /// The node of a part that writes at `position`; none where a token has no label.
    [[nodiscard]] std::optional<int> node(const PartRef& part, int position);
    [[nodiscard]] std::optional<int> node(const Firing& firing);
    void setAttention(int node, double weight);
    void addEdge(int from, int to, EdgeSide side, double weight, std::optional<std::vector<int>> directions);

    [[nodiscard]] Circuit& circuit() { return m_circuit; }

private:
    struct Key {
        int layer = 0;
        int component = 0;
        int position = 0;
        int source = 0;
        auto operator<=>(const Key&) const = default;
    };
    int add(CircuitNode node, int destination, int source);

    const TracePrompt& m_prompt;
    int m_nHeads;
    Circuit m_circuit;
    std::map<Key, int> m_nodes;
};

} // namespace headwaters
