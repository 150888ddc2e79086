// What the application answers, and how the desk in front becomes another one.
#include "widgets/circuit/circuitmodel.h"

#include "widgets/circuit/circuittext.h"
#include "widgets/circuit/deskcommand.h"

#include <algorithm>
#include <utility>

namespace headwaters {

void CircuitModel::startTrace()
{
    m_done = 0;
    m_total = 0;
    m_progressText.clear();
    setState(State::Tracing);
}

void CircuitModel::setProgress(int done, int total, const QString& text)
{
    if (m_state != State::Tracing)
        return;
    m_done = done;
    m_total = total;
    m_progressText = text;
    Q_EMIT stateChanged();
}

void CircuitModel::finishTrace(std::shared_ptr<const Circuit> circuit, quint64 run)
{
    replaceCircuit(std::move(circuit), run, {}, tr("Trace"));
}

void CircuitModel::setOpened(std::shared_ptr<const Circuit> circuit, const QString& path)
{
    replaceCircuit(std::move(circuit), 0, path, tr("Open a circuit"));
}

void CircuitModel::failTrace(const Problem& problem)
{
    if (problem.kind == Problem::Kind::Cancelled) {
        cancelTrace();
        return;
    }
    m_problem = problem;
    setState(State::Failed);
}

void CircuitModel::cancelTrace()
{
    setState(settledState());
}

void CircuitModel::setRunInFront(quint64 run)
{
    if (run == m_runInFront)
        return;
    m_runInFront = run;
    if (m_state != State::Tracing && m_state != State::Failed)
        setState(settledState());
}

void CircuitModel::setPair(TokenId target, TokenId rival)
{
    if (m_pair == std::pair(target, rival))
        return;
    m_pair = std::pair(target, rival);
    Q_EMIT evidenceChanged();
}

void CircuitModel::setEvidence(int edge, std::shared_ptr<const EdgeEvidence> evidence)
{
    if (!isLockedEdge(edge))
        return;
    m_evidence = std::move(evidence);
    m_evidenceNote.clear();
    Q_EMIT evidenceChanged();
    if (m_evidence && !m_evidence->shares.empty() && !m_direction)
        setDirection(m_evidence->shares.front().direction);
}

void CircuitModel::failEvidence(int edge, const QString& why)
{
    if (!isLockedEdge(edge))
        return;
    m_evidence.reset();
    m_evidenceNote = why;
    Q_EMIT evidenceChanged();
}

void CircuitModel::setReading(std::shared_ptr<const DirectionReading> reading)
{
    const CircuitEdge* edge = lockedEdge();
    if (!edge || !reading || reading->direction != m_direction
        || reading->head != m_desk.circuit->nodes[static_cast<std::size_t>(edge->to)].headIndex())
        return;
    m_reading = std::move(reading);
    Q_EMIT evidenceChanged();
}

void CircuitModel::setChangeResult(const EdgeChange& change, const EdgeChangeResult& result)
{
    if (change.edges.empty() || !m_desk.circuit)
        return;
    const EdgeTarget& target = change.edges.front();
    const EdgeKey key{target.upstream.id, target.downstream.id, target.side};
    CircuitDesk desk = m_desk;
    const auto known = std::find_if(desk.trials.begin(), desk.trials.end(), [&](const EdgeTrial& trial) {
        return trial.edge == key && trial.operation == change.operation && trial.reach == change.reach
            && trial.target == change.target && trial.rival == change.rival;
    });
    if (change.randomDirections) {
        if (known == desk.trials.end())
            return;
        known->control = result;
    } else {
        if (known != desk.trials.end())
            desk.trials.erase(known);
        desk.trials.push_back({key, change.operation, change.reach, change.target, change.rival, result, {}});
        m_running.reset();
    }
    push(
        desk, change.operation == EdgeOperation::Remove ? tr("Remove an edge") : tr("Boost an edge"),
        DeskCommand::Trial);
    Q_EMIT evidenceChanged();
}

void CircuitModel::failChange()
{
    m_running.reset();
    Q_EMIT evidenceChanged();
}

void CircuitModel::setFaithfulness(const std::optional<Faithfulness>& faithfulness)
{
    m_isMeasuring = false;
    m_faithfulness = faithfulness;
    Q_EMIT faithfulnessChanged();
}

void CircuitModel::clear()
{
    m_undo.clear();
    m_request = {};
    m_pair.reset();
    m_runInFront = 0;
    m_problem = {};
    m_state = State::Empty;
    m_isMeasuring = false;
    apply({});
    Q_EMIT requestChanged();
    Q_EMIT stateChanged();
}

// --- inside

void CircuitModel::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

CircuitModel::State CircuitModel::settledState() const
{
    if (!m_desk.circuit)
        return State::Empty;
    return m_desk.run == 0 || m_desk.run == m_runInFront ? State::Ready : State::Stale;
}

void CircuitModel::replaceCircuit(
    std::shared_ptr<const Circuit> circuit, quint64 run, const QString& path, const QString& text)
{
    CircuitDesk desk = m_desk;
    desk.keepNodesOf(*circuit);
    desk.circuit = std::move(circuit);
    desk.run = run;
    desk.path = path;
    desk.firstThreshold =
        desk.circuit->isEmpty() ? 0 : CircuitFilter(desk.circuit).thresholdForSize(fluidNodes, legibleEdges);
    desk.threshold = desk.firstThreshold;
    desk.trials.clear();
    m_state = State::Ready; // what follows asks for the evidence of a settled circuit
    push(desk, text);
    setState(settledState());
}

void CircuitModel::push(const CircuitDesk& desk, const QString& text, int merging)
{
    m_undo.push(std::make_unique<DeskCommand>(*this, desk, text, merging).release());
}

void CircuitModel::apply(const CircuitDesk& desk)
{
    const CircuitDesk before = std::exchange(m_desk, desk);
    const bool isOther = before.circuit != desk.circuit;
    if (isOther)
        m_filter = desk.circuit && !desk.circuit->isEmpty() ? std::make_shared<CircuitFilter>(desk.circuit)
                                                            : nullptr;
    if (isOther || before.threshold != desk.threshold)
        m_kept = m_filter ? m_filter->above(desk.threshold) : FilteredCircuit();
    if (isOther) {
        if (m_state != State::Tracing)
            m_state = settledState(); // who hears of another circuit must not see the state of the one before
        const bool wasLocked = m_locked.has_value();
        m_locked.reset();
        m_hovered.reset();
        forgetEvidence();
        Q_EMIT circuitChanged();
        Q_EMIT spotChanged();
        if (wasLocked)
            Q_EMIT lockedChanged();
    }
    if (isOther || before.threshold != desk.threshold) {
        m_faithfulness.reset();
        Q_EMIT thresholdChanged();
        Q_EMIT faithfulnessChanged();
    }
    if (isOther || before.pinned != desk.pinned || before.groups != desk.groups)
        Q_EMIT workbenchChanged();
    if (!isOther)
        Q_EMIT evidenceChanged();
    if (isOther)
        Q_EMIT stateChanged();
}

void CircuitModel::forgetEvidence()
{
    m_evidence.reset();
    m_evidenceNote.clear();
    m_direction.reset();
    m_reading.reset();
    m_running.reset();
    Q_EMIT evidenceChanged();
}

void CircuitModel::wantEvidence()
{
    const CircuitEdge* edge = lockedEdge();
    if (!edge)
        return;
    if (edge->isConnector)
        return failEvidence(
            m_locked->index, tr("A connector joins a head's input to the head; it carries no weight."));
    if (isRootEdge(*m_desk.circuit, *edge))
        return failEvidence(
            m_locked->index, tr("This edge writes straight to the logits: its weight is its effect there."));
    if (m_state != State::Ready)
        return failEvidence(m_locked->index, tr("The circuit is of another run; trace it again."));
    Q_EMIT evidenceWanted(m_locked->index);
}

} // namespace headwaters
