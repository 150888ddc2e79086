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

CircuitModel::~CircuitModel()
{
    // A history that ends says so, when those who listen may be gone.
    m_undo.disconnect();
}

const CircuitEdge* CircuitModel::lockedEdge() const
{
    if (!m_locked || m_locked->kind != CircuitSpot::Kind::Edge)
        return nullptr;
    return &m_desk.circuit->edges[static_cast<std::size_t>(m_locked->index)];
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
    const auto count =
        spot.kind == CircuitSpot::Kind::Node ? m_desk.circuit->nodes.size() : m_desk.circuit->edges.size();
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

void CircuitModel::stepDirection(int by)
{
    if (!m_evidence || m_evidence->shares.empty())
        return;
    const auto& shares = m_evidence->shares;
    const auto now = std::find_if(shares.begin(), shares.end(), [this](const EdgeEvidence::Share& share) {
        return share.direction == m_direction;
    });
    const auto next = now - shares.begin() + by;
    if (next >= 0 && next < static_cast<std::ptrdiff_t>(shares.size()))
        setDirection(shares[static_cast<std::size_t>(next)].direction);
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
    // SAD and ACC take those that carry the firing.
    if (changedDirections().empty() && m_desk.circuit->request.method == TraceMethod::AccPlusPlus)
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

} // namespace headwaters
