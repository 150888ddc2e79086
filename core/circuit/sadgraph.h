#pragma once

#include "core/circuit/circuit.h"

#include <map>
#include <set>

namespace headwaters {

/// Merges the edges of SAD traces over prompts (specification 3.3): heads as outputs `(layer, head)` and as
/// inputs at a role `(layer, head, role)`, joined by connectors. An edge counts once a prompt; with `compat`
/// by the reference's rule, which suppresses repetitions only in the prompt that had the edge first.
class SadGraph {
public:
    explicit SadGraph(bool compat) : m_compat(compat) { }

    /// An edge from the output of a head to the input of another.
    struct Edge {
        HeadIndex from;
        HeadIndex to;
        QString role; ///< of the token it writes at
        int position = -1; ///< that token
        EdgeSide side = EdgeSide::Query;
        double weight = 0;
        QString sourceToken; ///< role or position of the firing's source
        QString destinationToken;
    };
    void add(int prompt, const Edge& edge);

    /// The graph with connectors and, on each node of a head, its number of firings.
    [[nodiscard]] Circuit finish(const std::map<HeadIndex, int>& firings) const;

    /// What a connector weighs: a display constant of the reference's files.
    static constexpr double connectorWeight = 2000;

private:
    struct Input {
        HeadIndex head;
        QString role;
        bool operator<(const Input& other) const
        {
            return head != other.head ? head < other.head : role < other.role;
        }
    };
    struct Kept {
        Edge first;
        int firstPrompt = 0;
        double total = 0;
        int count = 0;
        std::set<int> prompts;
        std::size_t order = 0;
    };
    using Key = std::pair<HeadIndex, Input>;

    bool m_compat;
    std::map<Key, Kept> m_edges;
    std::set<int> m_prompts; ///< that told edges
};

} // namespace headwaters
