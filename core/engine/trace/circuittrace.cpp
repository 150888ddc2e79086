#include "core/engine/trace/circuittrace.h"

#include "core/circuit/circuitids.h"
#include "core/circuit/tau.h"
#include "core/engine/trace/acc.h"
#include "core/engine/trace/circuitbuilder.h"
#include "core/engine/trace/readings.h"
#include "core/engine/trace/seeds.h"

#include <algorithm>
#include <set>

namespace headwaters {

namespace {

// A deviation beyond this is no rounding of float64.
constexpr double tolerance = 1e-6;

int explainedPosition(const TracedRun& run, const TraceRequest& request)
{
    return request.position.value_or(run.size() - 1);
}

/// The parts that write on one of the targets, or on target minus rival.
SeedChoice
seedsOf(const TracedRun& run, const TraceRequest& request, std::size_t target, const CancelToken& cancel)
{
    at::Tensor direction = run.model().unembeddingColumn(request.targets[target]);
    if (request.rival)
        direction = direction - run.model().unembeddingColumn(*request.rival);
    const int position = explainedPosition(run, request);
    return linearSeeds(contributionsTo(
        run, direction, position, run.finalScale().data_ptr<double>()[position],
        static_cast<int>(run.config().nLayers) - 1, cancel));
}

class CircuitTrace {
public:
    CircuitTrace(
        const TracedRun& run, const TracePrompt& prompt, const TraceRequest& request,
        const CancelToken& cancel)
        : m_run(run),
          m_prompt(prompt),
          m_request(request),
          m_cancel(cancel),
          m_builder(prompt, static_cast<int>(run.config().nHeads)),
          m_waiting(static_cast<std::size_t>(run.config().nLayers))
    {
    }

    Circuit trace(const std::function<void(int done)>& layerDone)
    {
        Circuit& circuit = m_builder.circuit();
        circuit.request = m_request;
        if (m_request.seeding == Seeding::Roots)
            startAtRoots();
        else
            startAtSeeds();
        const int layers = static_cast<int>(m_waiting.size());
        for (int layer = layers - 1; layer >= 0; --layer) {
            traceLayer(layer);
            if (layerDone)
                layerDone(layers - layer);
        }
        tellWhatIsMissing(circuit);
        tellExhausted();
        return std::move(circuit);
    }

private:
    [[nodiscard]] int position() const { return explainedPosition(m_run, m_request); }
    [[nodiscard]] bool isHead(const PartRef& part) const { return part.component < m_run.config().nHeads; }
    [[nodiscard]] bool isAcc() const { return m_request.method == TraceMethod::Acc; }
    [[nodiscard]] double threshold(int destination) const
    {
        return isAcc() ? 1.0 / (destination + 1) : tauAt(m_request, destination);
    }
    [[nodiscard]] bool fires(const Firing& firing) const
    {
        return firing.head.layer > 0 && firing.destination > 0 && firing.source <= firing.destination
            && m_run.attention(firing.head, firing.destination, firing.source)
            >= threshold(firing.destination);
    }

    void tellWhatIsMissing(Circuit& circuit) const
    {
        if (circuit.edges.empty())
            circuit.nodes.clear(); // a head that nothing upstream explains is no circuit
        if (!circuit.note.isEmpty() || (circuit.firings > 0 && !circuit.edges.empty()))
            return;
        circuit.note = circuit.edges.empty()
            ? QStringLiteral("No upstream part holds the attention of the given heads up, so the circuit is "
                             "empty.")
            : QStringLiteral(
                "None of the heads that the trace starts from attends enough to be explained, so "
                "nothing upstream of them is shown.");
    }

    void startAtRoots()
    {
        Circuit& circuit = m_builder.circuit();
        for (const TraceRoot& root : m_request.roots) {
            const int destination = root.destination.value_or(position());
            for (int source = 0; source <= destination; ++source) {
                if (root.source && *root.source != source)
                    continue;
                const Firing firing{root.head, destination, source};
                if (!fires(firing))
                    continue;
                if (m_builder.node(firing))
                    visit(firing);
            }
        }
        if (m_visited.empty()) {
            circuit.note =
                QStringLiteral("None of the given heads attends with %1 or more there, so there is "
                               "nothing to trace.")
                    .arg(threshold(m_request.roots.front().destination.value_or(position())), 0, 'f', 3);
        }
    }

    void startAtSeeds()
    {
        if (m_request.seeding == Seeding::Probability) {
            const SeedChoice choice = probabilitySeeds(m_run, position(), {m_request.targets}, m_cancel);
            start(probabilityRootLabel(m_prompt.targetTexts), choice);
            return;
        }
        const bool isOne = m_request.targets.size() == 1;
        for (std::size_t at = 0; at < m_request.targets.size(); ++at) {
            const SeedChoice choice = seedsOf(m_run, m_request, at, m_cancel);
            start(isOne ? directionRootLabel() : logitRootLabel(m_prompt.targetTexts[at]), choice);
        }
    }

    void start(const QString& label, const SeedChoice& choice)
    {
        Circuit& circuit = m_builder.circuit();
        circuit.nearTies.insert(circuit.nearTies.end(), choice.nearTies.begin(), choice.nearTies.end());
        if (!choice.note.isEmpty())
            circuit.note = choice.note;
        const bool hasHead =
            std::any_of(choice.seeds.begin(), choice.seeds.end(), [this](const PartShare& seed) {
                return isHead(seed.part);
            });
        if (!hasHead) {
            if (choice.note.isEmpty()) {
                circuit.note =
                    QStringLiteral("No head is among the %1 parts that the trace would start from, "
                                   "so the circuit is empty.")
                        .arg(choice.seeds.size());
            }
            return;
        }
        const int root = m_builder.root(label, position());
        for (const PartShare& seed : choice.seeds) {
            const std::optional<int> node = m_builder.node(seed.part, position());
            if (!node)
                continue;
            m_builder.addEdge(*node, root, EdgeSide::Query, seed.weight, std::nullopt);
            if (isHead(seed.part))
                visit({{seed.part.layer, seed.part.component}, position(), seed.part.token});
        }
    }

    /// Equal scores leave each visible key the same weight, below which no removal gets.
    void tellExhausted()
    {
        if (m_exhausted == 0)
            return;
        QString& note = m_builder.circuit().note;
        if (!note.isEmpty())
            note += QLatin1Char(' ');
        note += QStringLiteral("In %1 of %2 firings the attention stayed at tau or above when all, or 1000, "
                               "of their parts and directions were removed.")
                    .arg(m_exhausted)
                    .arg(m_builder.circuit().firings);
    }

    void visit(const Firing& firing)
    {
        if (m_visited.insert(firing).second)
            m_waiting[static_cast<std::size_t>(firing.head.layer)].insert(firing);
    }

    void traceLayer(int layer)
    {
        std::optional<UpstreamReadings> readings;
        for (const Firing& firing : m_waiting[static_cast<std::size_t>(layer)]) {
            m_cancel.throwIfCancelled();
            if (!fires(firing))
                continue;
            const std::optional<int> node = m_builder.node(firing);
            if (!node)
                continue;
            if (!readings || readings->head != firing.head)
                readings = UpstreamReadings::of(m_run, firing.head, m_cancel);
            explain(firing, *node, *readings);
        }
    }

    void explain(const Firing& firing, int node, const UpstreamReadings& readings)
    {
        Circuit& circuit = m_builder.circuit();
        ++circuit.firings;
        FiringTrace trace;
        if (isAcc()) {
            trace = traceRelativeScore(m_run, readings, firing, m_cancel);
        } else {
            m_builder.setAttention(node, m_run.attention(firing.head, firing.destination, firing.source));
            trace = traceFiring(
                m_run, readings, firing, {threshold(firing.destination), m_request.compat}, m_cancel);
        }
        if (trace.residual > tolerance) {
            throw failure(QStringLiteral("The parts of %1 miss its score by %2 of it; the trace is not to be "
                                         "trusted.")
                              .arg(firing.text())
                              .arg(trace.residual, 0, 'e', 1));
        }
        circuit.nearTies.insert(circuit.nearTies.end(), trace.nearTies.begin(), trace.nearTies.end());
        m_exhausted += trace.query.exhausted || trace.key.exhausted ? 1 : 0;
        addSide(trace.query, EdgeSide::Query, firing.destination, node);
        addSide(trace.key, EdgeSide::Key, firing.source, node);
    }

    void addSide(const SideTrace& side, EdgeSide which, int position, int node)
    {
        for (const PartShare& share : side.parts) {
            // Acts only through the other keys: it counts in the sum but writes at no token of the pair.
            if (share.part.token > position)
                continue;
            const std::optional<int> from = m_builder.node(share.part, position);
            if (!from)
                continue;
            m_builder.addEdge(
                *from, node, which, share.weight, isAcc() ? std::nullopt : std::optional(share.directions));
            if (!isHead(share.part))
                continue;
            const Firing upstream{{share.part.layer, share.part.component}, position, share.part.token};
            if (!isAcc())
                m_builder.setAttention(
                    *from, m_run.attention(upstream.head, upstream.destination, upstream.source));
            visit(upstream);
        }
    }

    const TracedRun& m_run;
    const TracePrompt& m_prompt;
    const TraceRequest& m_request;
    const CancelToken& m_cancel;
    CircuitBuilder m_builder;
    std::set<Firing> m_visited;
    int m_exhausted = 0; // firings
    std::vector<std::set<Firing>> m_waiting; // [layer]
};

} // namespace

std::vector<TraceRoot>
headsThatWrite(const TracedRun& run, const TraceRequest& request, const CancelToken& cancel)
{
    std::vector<TraceRoot> roots;
    for (std::size_t at = 0; at < request.targets.size(); ++at) {
        for (const PartShare& seed : seedsOf(run, request, at, cancel).seeds) {
            if (seed.part.component < run.config().nHeads)
                roots.push_back({{seed.part.layer, seed.part.component}, std::nullopt, seed.part.token});
        }
    }
    return roots;
}

Circuit traceCircuit(
    const TracedRun& run, const TracePrompt& prompt, const TraceRequest& request, const CancelToken& cancel,
    const std::function<void(int done)>& layerDone)
{
    return CircuitTrace(run, prompt, request, cancel).trace(layerDone);
}

} // namespace headwaters
