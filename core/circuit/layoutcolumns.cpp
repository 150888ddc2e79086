#include "core/circuit/layoutcolumns.h"

#include <QHash>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace headwaters {

namespace {

std::size_t index(int number)
{
    return static_cast<std::size_t>(number);
}

/// Heads look back: what one reads stands before what it writes to. In a merged graph prompts may disagree,
/// so each pair of labels is put to the vote; where votes run in a circle the label goes first that follows
/// fewest.
class LabelOrder {
public:
    void add(const QString& label)
    {
        if (!label.isEmpty() && !m_numbers.contains(label)) {
            m_numbers.insert(label, static_cast<int>(m_labels.size()));
            m_labels.push_back(label);
        }
    }

    void vote(const QString& earlier, const QString& later)
    {
        if (earlier != later && m_numbers.contains(earlier) && m_numbers.contains(later))
            ++m_votes[{m_numbers[earlier], m_numbers[later]}];
    }

    [[nodiscard]] std::vector<QString> sorted() const
    {
        std::vector<std::vector<int>> later(m_labels.size());
        std::vector<int> open(m_labels.size(), 0); // how many must still stand before it
        for (const auto& [pair, votes] : m_votes) {
            const auto reverse = m_votes.find({pair.second, pair.first});
            if (votes <= (reverse == m_votes.end() ? 0 : reverse->second))
                continue;
            later[index(pair.first)].push_back(pair.second);
            ++open[index(pair.second)];
        }
        std::set<std::pair<int, int>> next; // open, label
        for (std::size_t label = 0; label < open.size(); ++label)
            next.emplace(open[label], static_cast<int>(label));
        std::vector<QString> sorted;
        while (!next.empty()) {
            const int label = next.begin()->second;
            next.erase(next.begin());
            open[index(label)] = -1;
            sorted.push_back(m_labels[index(label)]);
            for (const int follower : later[index(label)]) {
                if (open[index(follower)] < 0)
                    continue;
                next.erase({open[index(follower)], follower});
                next.emplace(--open[index(follower)], follower);
            }
        }
        return sorted;
    }

private:
    std::vector<QString> m_labels;
    QHash<QString, int> m_numbers;
    std::map<std::pair<int, int>, int> m_votes; ///< earlier, later
};

std::vector<LayoutColumn> columnsByLabel(const Circuit& circuit)
{
    LabelOrder order;
    for (const CircuitNode& node : circuit.nodes)
        order.add(node.destination);
    for (const CircuitNode& node : circuit.nodes)
        order.vote(node.source, node.destination);
    for (const CircuitEdge& edge : circuit.edges)
        order.vote(edge.sourceToken, edge.destinationToken);
    std::vector<LayoutColumn> columns;
    for (const QString& label : order.sorted())
        columns.push_back({label, -1, false, 0, 0});
    return columns;
}

std::vector<LayoutColumn> columnsByPosition(const Circuit& circuit)
{
    std::map<int, QString> labels;
    for (std::size_t at = 0; at < circuit.tokens.size(); ++at)
        labels.emplace(static_cast<int>(at), circuit.tokens[at]);
    for (const CircuitNode& node : circuit.nodes) {
        if (node.destinationPosition >= 0)
            labels.emplace(node.destinationPosition, node.destination);
    }
    std::vector<LayoutColumn> columns;
    for (const auto& [position, label] : labels)
        columns.push_back({label, position, false, 0, 0});
    return columns;
}

/// Nodes without a token stand with a neighbour that has one: of several the one joined by the heaviest edge,
/// and connectors, which say most about where a head is, before others.
void placeTokenless(const Circuit& circuit, std::vector<int>& columns)
{
    const auto better = [](const CircuitEdge& one, const CircuitEdge& other) {
        if (one.isConnector != other.isConnector)
            return one.isConnector;
        if (one.isConnector)
            return one.count.value_or(0) > other.count.value_or(0);
        return std::abs(one.weight) > std::abs(other.weight);
    };
    for (bool changed = true; changed;) {
        changed = false;
        std::vector<const CircuitEdge*> best(columns.size(), nullptr);
        std::vector<int> wanted(columns.size(), -1);
        const auto offer = [&](int node, int neighbour, const CircuitEdge& edge) {
            if (columns[index(node)] >= 0 || columns[index(neighbour)] < 0)
                return;
            if (best[index(node)] == nullptr || better(edge, *best[index(node)])) {
                best[index(node)] = &edge;
                wanted[index(node)] = columns[index(neighbour)];
            }
        };
        for (const CircuitEdge& edge : circuit.edges) {
            offer(edge.from, edge.to, edge);
            offer(edge.to, edge.from, edge);
        }
        for (std::size_t node = 0; node < columns.size(); ++node) {
            if (wanted[node] >= 0) {
                columns[node] = wanted[node];
                changed = true;
            }
        }
    }
}

/// Whether every node stands at a position and every label at one alone. In a merged graph prompts disagree:
/// a role stands elsewhere in each, so that labels are the only order that all have.
bool hasPositions(const Circuit& circuit)
{
    QHash<QString, int> places;
    return std::all_of(circuit.nodes.begin(), circuit.nodes.end(), [&places](const CircuitNode& node) {
        if (node.destination.isEmpty())
            return true;
        if (node.destinationPosition < 0)
            return false;
        const auto place = places.constFind(node.destination);
        if (place != places.constEnd())
            return *place == node.destinationPosition;
        places.insert(node.destination, node.destinationPosition);
        return true;
    });
}

} // namespace

ColumnsOfNodes columnsOf(const Circuit& circuit)
{
    const bool positioned = hasPositions(circuit);
    ColumnsOfNodes result;
    result.columns = positioned ? columnsByPosition(circuit) : columnsByLabel(circuit);
    if (result.columns.empty())
        result.columns.push_back({});
    QHash<QString, int> byLabel;
    std::map<int, int> byPosition;
    for (std::size_t at = 0; at < result.columns.size(); ++at) {
        byLabel.insert(result.columns[at].label, static_cast<int>(at));
        byPosition.emplace(result.columns[at].position, static_cast<int>(at));
    }
    for (const CircuitNode& node : circuit.nodes) {
        if (node.destination.isEmpty() && node.destinationPosition < 0)
            result.ofNode.push_back(-1);
        else
            result.ofNode.push_back(
                positioned ? byPosition.at(node.destinationPosition) : byLabel.value(node.destination, 0));
    }
    placeTokenless(circuit, result.ofNode);
    for (int& column : result.ofNode) {
        column = std::max(column, 0);
        result.columns[index(column)].hasNodes = true;
    }
    return result;
}

} // namespace headwaters
