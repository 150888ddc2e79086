#include "core/circuit/circuitcheck.h"

#include "core/circuit/circuitcycle.h"
#include "core/circuit/circuitids.h"
#include "core/circuit/nodeidtext.h"
#include "core/circuit/tau.h"
#include "core/text/jsonfields.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace headwaters {

namespace {

std::size_t index(int number)
{
    return static_cast<std::size_t>(number);
}

class Checker {
public:
    Checker(const Circuit& circuit, const CheckContext& context)
        : m_circuit(circuit),
          m_context(context),
          m_incoming(circuit.nodes.size()),
          m_outgoing(circuit.nodes.size())
    {
    }

    QStringList broken()
    {
        if (!indicesFit())
            return m_broken;
        checkNames();
        for (const CircuitEdge& edge : m_circuit.edges) {
            m_incoming[index(edge.to)].push_back(&edge);
            m_outgoing[index(edge.from)].push_back(&edge);
        }
        checkShape();
        for (const CircuitEdge& edge : m_circuit.edges)
            checkEdge(edge);
        for (std::size_t at = 0; at < m_circuit.nodes.size(); ++at)
            checkNode(at);
        return m_broken;
    }

private:
    [[nodiscard]] bool isSad() const { return m_circuit.request.method == TraceMethod::Sad; }
    [[nodiscard]] bool isPlus() const { return m_circuit.request.method == TraceMethod::AccPlusPlus; }
    /// Of one prompt, so that weights and attention are those of one firing.
    [[nodiscard]] bool isSingle() const
    {
        return std::all_of(m_circuit.nodes.begin(), m_circuit.nodes.end(), [](const CircuitNode& node) {
            return !node.appearances;
        });
    }

    void add(const QString& where, const QString& what) { m_broken << where + QStringLiteral(": ") + what; }
    [[nodiscard]] static QString nameOf(const CircuitNode& node) { return nodeIdText(node.id); }
    [[nodiscard]] QString nameOf(const CircuitEdge& edge) const
    {
        const QString side = edge.side == EdgeSide::Query ? QStringLiteral("d") : QStringLiteral("s");
        return QStringLiteral("%1 → %2 (%3)").arg(nameOf(from(edge)), nameOf(to(edge)), side);
    }
    [[nodiscard]] const CircuitNode& from(const CircuitEdge& edge) const
    {
        return m_circuit.nodes[index(edge.from)];
    }
    [[nodiscard]] const CircuitNode& to(const CircuitEdge& edge) const
    {
        return m_circuit.nodes[index(edge.to)];
    }

    bool indicesFit()
    {
        const auto fits = [&](int node) { return node >= 0 && index(node) < m_circuit.nodes.size(); };
        for (const CircuitEdge& edge : m_circuit.edges) {
            if (!fits(edge.from) || !fits(edge.to)) {
                m_broken << QStringLiteral("an edge leads from node %1 to node %2 of %3")
                                .arg(edge.from)
                                .arg(edge.to)
                                .arg(m_circuit.nodes.size());
                return false;
            }
        }
        return true;
    }

    void checkNames()
    {
        std::set<NodeId> names;
        for (const CircuitNode& node : m_circuit.nodes) {
            if (!names.insert(node.id).second)
                add(nameOf(node), QStringLiteral("two nodes have this name"));
            if (nodeIdOf(node) != node.id)
                add(nameOf(node), QStringLiteral("its fields mean %1").arg(nodeIdText(nodeIdOf(node))));
            checkPosition(node, node.destinationPosition, node.destination);
            checkPosition(node, node.sourcePosition, node.source);
        }
    }

    void checkPosition(const CircuitNode& node, int position, const QString& label)
    {
        if (position < 0 || m_circuit.tokens.empty())
            return;
        if (index(position) >= m_circuit.tokens.size() || m_circuit.tokens[index(position)] != label)
            add(nameOf(node), QStringLiteral("token %1 is not %2").arg(position).arg(quoted(label)));
    }

    void checkShape()
    {
        if (const QString cycle = cycleText(m_circuit); !cycle.isEmpty())
            m_broken << QStringLiteral("its edges run in a circle: %1").arg(cycle);
        std::set<std::tuple<int, int, EdgeSide>> seen;
        for (const CircuitEdge& edge : m_circuit.edges) {
            if (!seen.insert({edge.from, edge.to, isSad() ? EdgeSide::Query : edge.side}).second)
                add(nameOf(edge), QStringLiteral("it stands twice"));
        }
        for (std::size_t at = 0; at < m_circuit.nodes.size(); ++at) {
            const CircuitNode& node = m_circuit.nodes[at];
            if (m_incoming[at].empty() && m_outgoing[at].empty())
                add(nameOf(node), QStringLiteral("no edge touches it"));
            else if (!isSad() && node.part != CircuitPart::Root && m_outgoing[at].empty())
                add(nameOf(node), QStringLiteral("it leads to no root"));
        }
    }

    void checkEdge(const CircuitEdge& edge)
    {
        const CircuitNode& upstream = from(edge);
        const CircuitNode& downstream = to(edge);
        if (!std::isfinite(edge.weight))
            add(nameOf(edge), QStringLiteral("its weight is not finite"));
        if (upstream.part == CircuitPart::Root)
            add(nameOf(edge), QStringLiteral("it leads out of a root"));
        if (isSad())
            return checkSadEdge(edge);
        if (downstream.part == CircuitPart::Root)
            return checkRootEdge(edge);
        if (downstream.part != CircuitPart::Head)
            return add(nameOf(edge), QStringLiteral("it enters what is neither a head nor a root"));
        if (upstream.layer >= downstream.layer)
            add(nameOf(edge), QStringLiteral("it does not lead upwards"));
        const bool query = edge.side == EdgeSide::Query;
        if (upstream.destination != (query ? downstream.destination : downstream.source))
            add(nameOf(edge), QStringLiteral("it writes to another token than this side reads"));
        if (upstream.sourcePosition > upstream.destinationPosition)
            add(nameOf(edge), QStringLiteral("it reads a later token than it writes to"));
        if (isPlus() && (!edge.directions || edge.directions->empty()))
            add(nameOf(edge), QStringLiteral("it has no directions"));
        if (isPlus() && !query && upstream.part == CircuitPart::AttentionOffset && !m_context.rotary)
            add(nameOf(edge), QStringLiteral("an offset enters the key side only in a rotary model"));
    }

    void checkRootEdge(const CircuitEdge& edge)
    {
        if (edge.side != EdgeSide::Query)
            add(nameOf(edge), QStringLiteral("an edge into a root counts as query side"));
        if (edge.directions)
            add(nameOf(edge), QStringLiteral("an edge into a root has no directions"));
        if (from(edge).destination != to(edge).destination)
            add(nameOf(edge), QStringLiteral("it writes to another token than the root is read at"));
    }

    void checkSadEdge(const CircuitEdge& edge)
    {
        const CircuitNode& upstream = from(edge);
        const CircuitNode& downstream = to(edge);
        const bool connects = upstream.part == CircuitPart::HeadInput && downstream.part == CircuitPart::Head
            && upstream.headIndex() == downstream.headIndex();
        const bool writes = upstream.part == CircuitPart::Head && downstream.part == CircuitPart::HeadInput;
        if (edge.isConnector != connects || (!connects && !writes))
            add(nameOf(edge),
                QStringLiteral("it neither writes to a head's input nor joins that to its head"));
        if (writes && upstream.layer >= downstream.layer)
            add(nameOf(edge), QStringLiteral("it does not lead upwards"));
    }

    void checkNode(std::size_t at)
    {
        const CircuitNode& node = m_circuit.nodes[at];
        if (isSad())
            return checkHeadInput(at);
        const bool isHead = node.part == CircuitPart::Head;
        if (!isHead && node.part != CircuitPart::Root) {
            if (node.source != node.destination)
                add(nameOf(node), QStringLiteral("a part that is no head reads the token it writes to"));
            if (node.layer > 0
                && (node.part == CircuitPart::Embedding || node.part == CircuitPart::AttentionOffset))
                add(nameOf(node), QStringLiteral("it stands at layer 0"));
        }
        if (isHead && isSingle())
            checkFiring(at);
    }

    void checkHeadInput(std::size_t at)
    {
        const CircuitNode& node = m_circuit.nodes[at];
        if (node.part != CircuitPart::HeadInput)
            return;
        int connectors = 0;
        int connected = 0;
        for (const CircuitEdge* edge : m_outgoing[at]) {
            connectors += edge->isConnector ? 1 : 0;
            connected += edge->isConnector ? edge->count.value_or(0) : 0;
        }
        int entering = 0;
        for (const CircuitEdge* edge : m_incoming[at])
            entering += edge->count.value_or(0);
        if (connectors != 1)
            add(nameOf(node), QStringLiteral("it has %1 connectors").arg(connectors));
        else if (connected != entering && !m_incoming[at].empty())
            add(nameOf(node),
                QStringLiteral("its connector counts %1, what enters %2").arg(connected).arg(entering));
    }

    void checkFiring(std::size_t at)
    {
        const CircuitNode& node = m_circuit.nodes[at];
        const int d = node.destinationPosition;
        const bool expanded = !m_incoming[at].empty();
        if (expanded && (node.layer == 0 || d == 0))
            add(nameOf(node), QStringLiteral("it is expanded at layer 0 or token 0"));
        if (!node.attention || d < 0) {
            if (expanded && isPlus() && !node.attention)
                add(nameOf(node), QStringLiteral("it is expanded, but its attention is unknown"));
            return;
        }
        const double least = isPlus() ? tauAt(m_circuit.request, d) : 1.0 / (d + 1);
        const double above = *node.attention - least;
        if (expanded && above < -m_context.tolerance)
            add(nameOf(node),
                QStringLiteral("it is expanded, but its attention %1 is below %2")
                    .arg(*node.attention)
                    .arg(least));
        if (!isPlus())
            return;
        if (!expanded && node.layer > 0 && d > 0 && above > m_context.tolerance)
            add(nameOf(node),
                QStringLiteral("it is not expanded, but its attention %1 reaches %2")
                    .arg(*node.attention)
                    .arg(least));
        if (expanded)
            checkSides(at, least);
    }

    void checkSides(std::size_t at, double tau)
    {
        const CircuitNode& node = m_circuit.nodes[at];
        // With all rows removed every token gets the same weight, so that a tau below it is never passed.
        const bool outOfReach = tau <= 1.0 / (node.destinationPosition + 1) + m_context.tolerance;
        const bool bounded =
            std::find(m_context.bounded.begin(), m_context.bounded.end(), node.id) != m_context.bounded.end();
        if (outOfReach || bounded)
            return;
        for (const EdgeSide side : {EdgeSide::Query, EdgeSide::Key}) {
            // Parts that read a token behind the source act through the other keys and give no edge.
            if (side == EdgeSide::Key && node.sourcePosition != node.destinationPosition)
                continue;
            double left = *node.attention;
            for (const CircuitEdge* edge : m_incoming[at])
                left -= edge->side == side ? edge->weight : 0;
            if (left >= tau + m_context.tolerance) {
                add(nameOf(node),
                    QStringLiteral("its %1 side leaves %2 of its attention, which is not below %3")
                        .arg(side == EdgeSide::Query ? QStringLiteral("query") : QStringLiteral("key"))
                        .arg(left)
                        .arg(tau));
            }
        }
    }

    const Circuit& m_circuit;
    const CheckContext& m_context;
    std::vector<std::vector<const CircuitEdge*>> m_incoming; ///< [nodes]
    std::vector<std::vector<const CircuitEdge*>> m_outgoing; ///< [nodes]
    QStringList m_broken;
};

} // namespace

QStringList brokenRules(const Circuit& circuit, const CheckContext& context)
{
    return Checker(circuit, context).broken();
}

} // namespace headwaters
