#include "core/engine/trace/familytrace.h"

#include "core/engine/trace/circuittrace.h"
#include "core/engine/trace/sadtrace.h"

namespace headwaters {

TraceRequest requestOf(const TracePrompt& prompt, const TraceRequest& request)
{
    TraceRequest own = request;
    if (!prompt.targets.empty()) {
        own.targets = prompt.targets;
        own.rival = prompt.rival;
    }
    return own;
}

FamilyTrace::FamilyTrace(const TraceRequest& request, const CancelToken& cancel)
    : m_request(request),
      m_cancel(cancel),
      m_sad(request.compat)
{
}

void FamilyTrace::add(const TracedRun& run, const TracePrompt& prompt, int number)
{
    ++m_prompts;
    TraceRequest request = requestOf(prompt, m_request);
    if (request.method == TraceMethod::Sad) {
        if (request.roots.empty())
            request.roots = headsThatWrite(run, request, m_cancel);
        m_decomposed += traceSad(run, prompt, number, request, m_sad, m_firings, m_cancel);
        return;
    }
    auto circuit = std::make_shared<const Circuit>(traceCircuit(run, prompt, request, m_cancel, {}));
    m_decomposed += circuit->firings;
    m_circuits.push_back({number, std::move(circuit)});
}

Circuit FamilyTrace::finish()
{
    Circuit circuit;
    if (m_request.method == TraceMethod::Sad) {
        circuit = m_sad.finish(m_firings);
        if (circuit.isEmpty()) {
            circuit.note =
                QStringLiteral("None of the heads that the trace starts from attends there with one "
                               "half or more to a token behind the first, so the circuit is empty.");
        }
    } else {
        circuit = mergedCircuit(m_circuits);
        for (const PromptCircuit& one : m_circuits) {
            const auto& ties = one.circuit->nearTies;
            circuit.nearTies.insert(circuit.nearTies.end(), ties.begin(), ties.end());
        }
        const bool hasReason = circuit.isEmpty() || (m_decomposed == 0 && circuit.note.isEmpty());
        if (hasReason && !m_circuits.empty())
            circuit.note = m_circuits.front().circuit->note;
    }
    circuit.request = m_request;
    circuit.graphs = m_request.method == TraceMethod::Sad ? m_prompts : circuit.graphs;
    circuit.firings = m_decomposed;
    return circuit;
}

} // namespace headwaters
