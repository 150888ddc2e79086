#include "widgets/circuit/circuitmodel.h"

#include "widgets/circuit/circuittext.h"
#include "widgets/circuit/deskcommand.h"

#include <algorithm>
#include <utility>

namespace headwaters {

namespace {

constexpr quint64 controlSeed = 1; // the same draw each time, so that a result can be repeated

} // namespace

CircuitModel::CircuitModel(QObject* parent) : QObject(parent) { }

const CircuitEdge* CircuitModel::lockedEdge() const
{
    if (!m_locked || m_locked->kind != CircuitSpot::Kind::Edge)
        return nullptr;
    return &m_desk.circuit->edges[static_cast<std::size_t>(m_locked->index)];
}

CircuitModel::~CircuitModel()
{
    // A history that ends says so, when those who listen may be gone.
    m_undo.disconnect();
}

const CircuitNode* CircuitModel::lockedNode() const
{
    if (!m_locked || m_locked->kind != CircuitSpot::Kind::Node)
        return nullptr;
    return &m_desk.circuit->nodes[static_cast<std::size_t>(m_locked->index)];
}

bool CircuitModel::isLockedEdge(int edge) const
{
    return m_locked == CircuitSpot{CircuitSpot::Kind::Edge, edge};
}

bool CircuitModel::isValid(const CircuitSpot& spot) const
{
    if (!m_desk.circuit || spot.index < 0)
        return false;
    const auto count = spot.kind == CircuitSpot::Kind::Node ? m_desk.circuit->nodes.size()
                                                            : m_desk.circuit->edges.size();
    return static_cast<std::size_t>(spot.index) < count;
}

// --- done by the person

void CircuitModel::setRequest(const TraceRequest& request)
{
    if (request == m_request)
        return;
    m_request = request;
    Q_EMIT requestChanged();
}

void CircuitModel::trace()
{
    Q_EMIT traceWanted(m_request);
}

void CircuitModel::trace(const TraceRequest& request)
{
    setRequest(request);
    trace();
}

void CircuitModel::cancel()
{
    if (m_state == State::Tracing)
        Q_EMIT cancelWanted();
}

void CircuitModel::setThreshold(double threshold)
{
    if (!m_desk.circuit || threshold == m_desk.threshold)
        return;
    CircuitDesk desk = m_desk;
    desk.threshold = threshold;
    push(desk, tr("Threshold"), DeskCommand::Threshold);
}

void CircuitModel::hover(std::optional<CircuitSpot> spot)
{
    if (spot && !isValid(*spot))
        spot.reset();
    if (spot == m_hovered)
        return;
    m_hovered = spot;
    Q_EMIT spotChanged();
}

void CircuitModel::toggle(CircuitSpot spot)
{
    lock(m_locked == spot ? std::nullopt : std::optional(spot));
}

void CircuitModel::lock(std::optional<CircuitSpot> spot)
{
    if (spot && !isValid(*spot))
        spot.reset();
    if (spot == m_locked)
        return;
    m_locked = spot;
    forgetEvidence();
    Q_EMIT spotChanged();
    Q_EMIT lockedChanged();
    wantEvidence();
}

void CircuitModel::togglePin(int node)
{
    if (!isValid({CircuitSpot::Kind::Node, node}))
        return;
    const NodeId& id = m_desk.circuit->nodes[static_cast<std::size_t>(node)].id;
    if (m_desk.isPinned(id)) {
        unpin(id);
        return;
    }
    CircuitDesk desk = m_desk;
    desk.pinned.push_back(id);
    push(desk, tr("Pin"));
}

void CircuitModel::unpin(const NodeId& node)
{
    if (!m_desk.isPinned(node))
        return;
    CircuitDesk desk = m_desk;
    desk.unpin(node);
    push(desk, tr("Unpin"));
}

void CircuitModel::clearWorkbench()
{
    if (m_desk.pinned.empty())
        return;
    CircuitDesk desk = m_desk;
    desk.pinned.clear();
    desk.groups.clear();
    push(desk, tr("Clear the workbench"));
}

void CircuitModel::group(const std::vector<NodeId>& members, const QString& name)
{
    CircuitGroup made{name, {}, true};
    for (const NodeId& member : members) {
        if (m_desk.isPinned(member))
            made.members.push_back(member);
    }
    if (made.members.empty())
        return;
    CircuitDesk desk = m_desk;
    for (CircuitGroup& other : desk.groups) {
        for (const NodeId& member : made.members)
            std::erase(other.members, member);
    }
    std::erase_if(desk.groups, [](const CircuitGroup& group) { return group.members.empty(); });
    desk.groups.push_back(made);
    push(desk, tr("Group"));
}

void CircuitModel::ungroup(int group)
{
    CircuitDesk desk = m_desk;
    if (group < 0 || group >= static_cast<int>(desk.groups.size()))
        return;
    desk.groups.erase(desk.groups.begin() + group);
    push(desk, tr("Ungroup"));
}

void CircuitModel::renameGroup(int group, const QString& name)
{
    const auto index = static_cast<std::size_t>(group);
    if (group < 0 || index >= m_desk.groups.size() || name.isEmpty() || m_desk.groups[index].name == name)
        return;
    CircuitDesk desk = m_desk;
    desk.groups[index].name = name;
    push(desk, tr("Rename"));
}

void CircuitModel::foldGroup(int group, bool isFolded)
{
    const auto index = static_cast<std::size_t>(group);
    if (group < 0 || index >= m_desk.groups.size() || m_desk.groups[index].isFolded == isFolded)
        return;
    CircuitDesk desk = m_desk;
    desk.groups[index].isFolded = isFolded;
    push(desk, isFolded ? tr("Fold") : tr("Unfold"));
}

void CircuitModel::setDirection(int direction)
{
    const CircuitEdge* edge = lockedEdge();
    if (!edge || direction == m_direction)
        return;
    m_direction = direction;
    m_reading.reset();
    Q_EMIT evidenceChanged();
    const auto head = m_desk.circuit->nodes[static_cast<std::size_t>(edge->to)].headIndex();
    if (head)
        Q_EMIT readingWanted(*head, direction);
}

void CircuitModel::setReach(EdgeReach reach)
{
    if (reach == m_reach)
        return;
    m_reach = reach;
    Q_EMIT evidenceChanged();
}

std::vector<int> CircuitModel::changedDirections() const
{
    const CircuitEdge* edge = lockedEdge();
    if (!edge)
        return {};
    std::vector<int> directions;
    if (m_evidence) {
        for (const EdgeEvidence::Share& share : m_evidence->shares) {
            if (share.isListed)
                directions.push_back(share.direction);
        }
    }
    return directions.empty() ? edge->directions.value_or(std::vector<int>()) : directions;
}

const EdgeTrial* CircuitModel::trial(EdgeOperation operation) const
{
    const CircuitEdge* edge = lockedEdge();
    if (!edge || !m_pair)
        return nullptr;
    const EdgeTrial* trial = m_desk.trial(edgeKey(*m_desk.circuit, *edge), operation, m_reach);
    return trial && std::pair(trial->target, trial->rival) == *m_pair ? trial : nullptr;
}

QString CircuitModel::changeBlocked() const
{
    const CircuitEdge* edge = lockedEdge();
    if (!edge)
        return tr("No edge is locked.");
    if (m_state != State::Ready)
        return tr("The circuit is not of the run in front.");
    if (isRootEdge(*m_desk.circuit, *edge))
        return tr("An edge to the logits has no directions that could be taken out.");
    const CircuitNode& to = m_desk.circuit->nodes[static_cast<std::size_t>(edge->to)];
    if (edge->isConnector || !to.headIndex() || to.destinationPosition < 0)
        return tr("An edge of a merged graph has no tokens in this run.");
    if (!m_pair)
        return tr("Target and rival are not known yet.");
    if (changedDirections().empty())
        return tr("Its directions are not known.");
    return {};
}

void CircuitModel::change(EdgeOperation operation)
{
    if (m_running || !changeBlocked().isEmpty())
        return;
    const CircuitEdge& edge = *lockedEdge();
    const auto node = [this](int index) { return m_desk.circuit->nodes[static_cast<std::size_t>(index)]; };
    EdgeChange change;
    change.edges = {{node(edge.from), node(edge.to), edge.side, changedDirections()}};
    change.method = m_desk.circuit->request.method;
    change.operation = operation;
    change.reach = m_reach;
    change.target = m_pair->first;
    change.rival = m_pair->second;
    m_running = operation;
    Q_EMIT evidenceChanged();
    Q_EMIT changeWanted(change);
    change.randomDirections = true;
    change.seed = controlSeed;
    Q_EMIT changeWanted(change);
}

void CircuitModel::measureFaithfulness()
{
    if (m_isMeasuring || m_state != State::Ready || m_desk.circuit->isEmpty())
        return;
    m_isMeasuring = true;
    Q_EMIT faithfulnessChanged();
    Q_EMIT faithfulnessWanted(m_desk.threshold);
}

void CircuitModel::open(const QString& path)
{
    Q_EMIT openWanted(path);
}

void CircuitModel::save(const QString& path)
{
    Q_EMIT saveWanted(path);
}

// --- answered by the application

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
        desk.trials.push_back(
            {key, change.operation, change.reach, change.target, change.rival, result, {}});
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
    desk.firstThreshold = 0;
    if (desk.circuit->nodes.size() > fluidNodes || desk.circuit->edges.size() > fluidEdges)
        desk.firstThreshold = CircuitFilter(desk.circuit).thresholdForSize(fluidNodes, fluidEdges);
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
    if (isOther && m_state != State::Tracing)
        setState(settledState());
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
        return failEvidence(m_locked->index, tr("A connector joins a head's input to the head; it carries no weight."));
    if (isRootEdge(*m_desk.circuit, *edge))
        return failEvidence(m_locked->index, tr("This edge writes straight to the logits: its weight is its effect there."));
    if (m_state != State::Ready)
        return failEvidence(m_locked->index, tr("The circuit is of another run; trace it again."));
    Q_EMIT evidenceWanted(m_locked->index);
}

} // namespace headwaters
