#pragma once

#include "core/circuit/circuit.h"

#include <QString>

#include <memory>
#include <vector>

namespace headwaters {

/// What is left of a circuit above a threshold.
struct FilteredCircuit {
    std::vector<int> nodes; ///< indices into the circuit, ascending
    std::vector<int> edges;
    int keptEdges = 0; ///< without connectors, which are drawn but say nothing
    int allEdges = 0;
    double keptWeight = 1; ///< share of the strengths of all edges, 0 to 1

    /// `37 of 412 edges, 91 % of weight`.
    [[nodiscard]] QString text() const;
};

/// The circuit with what was kept alone.
[[nodiscard]] Circuit shownPart(const Circuit& circuit, const FilteredCircuit& kept);

/// How many edges have which strength, for the background of a slider.
struct StrengthHistogram {
    double lowest = 0; ///< log10 of the strength at the left end; the right end is 0
    std::vector<int> counts; ///< equally wide in log10; what is weaker than the left end counts in the first
};

/// Keeps the strong edges of a circuit.
///
/// An edge's strength is the size of its weight by the largest of its kind, 0 to 1: edges into roots are
/// measured in other units (logits, log probabilities) than edges into heads (attention weights, scores), so
/// the two kinds are compared within themselves. Of the edges at or above the threshold those stay that lead
/// to a root on kept edges; where a circuit has no root (SAD), the heads it was traced from and those that
/// write to nobody are its roots. Nodes without a kept edge are dropped.
class CircuitFilter {
public:
    explicit CircuitFilter(std::shared_ptr<const Circuit> circuit);

    /// [edges], 0 to 1; 1 for connectors.
    [[nodiscard]] const std::vector<double>& strengths() const { return m_strengths; }

    /// [edges] The highest threshold at which each edge is kept; -1 for those that lead to no root.
    [[nodiscard]] const std::vector<double>& limits() const { return m_limits; }

    /// At a threshold of 0 or more.
    [[nodiscard]] FilteredCircuit above(double threshold) const;
    /// The highest threshold that keeps at least this share of the weight (0 to 1); 0 where none does, since
    /// edges that lead to no root are always dropped.
    [[nodiscard]] double thresholdForWeight(double share) const;
    /// The lowest threshold that keeps no more than so many nodes and edges.
    [[nodiscard]] double thresholdForSize(int nodes, int edges) const;
    [[nodiscard]] StrengthHistogram histogram(int bins) const;

private:
    [[nodiscard]] std::vector<bool> roots() const;
    /// The strengths that occur, each once, from 0 upwards.
    [[nodiscard]] std::vector<double> steps() const;

    std::shared_ptr<const Circuit> m_circuit;
    std::vector<double> m_strengths;
    std::vector<double> m_limits;
    double m_sum = 0; ///< of the strengths of all edges but connectors
    int m_count = 0; ///< of those edges
};

} // namespace headwaters
