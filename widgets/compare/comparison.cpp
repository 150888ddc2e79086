#include "widgets/compare/comparison.h"

#include <QScopedValueRollback>

#include <utility>

namespace headwaters {

Comparison::Comparison(RunModel& a, Selection& selectionA, QObject* parent)
    : QObject(parent),
      m_a(a),
      m_selectionA(selectionA)
{
    connect(&m_selectionA, &Selection::changed, this, &Comparison::followA);
    connect(&m_selectionB, &Selection::changed, this, &Comparison::followB);
    // B's bounds are new: what it could not show before it may show now.
    connect(&m_b, &RunModel::modelChanged, this, &Comparison::followA);
    connect(&m_b, &RunModel::runChanged, this, &Comparison::followA);
    for (const RunModel* side : {static_cast<const RunModel*>(&m_a), static_cast<const RunModel*>(&m_b)}) {
        connect(side, &RunModel::modelChanged, this, &Comparison::blockedChanged);
        connect(side, &RunModel::runChanged, this, &Comparison::blockedChanged);
    }
}

QString Comparison::runBlocked() const
{
    if (!m_a.result())
        return tr("A has not run yet.");
    if (m_b.result())
        return {};
    switch (m_b.state()) {
    case RunModel::State::Running:
        return tr("B is running.");
    case RunModel::State::Failed:
        return tr("B was not finished: %1").arg(m_b.problem().summary);
    default:
        return tr("B has not run yet.");
    }
}

QString Comparison::mapBlocked() const
{
    const QString blocked = runBlocked();
    if (!blocked.isEmpty())
        return blocked;
    return mapDifferenceBlocked(
        static_cast<int>(m_a.result()->tokens.size()), static_cast<int>(m_b.result()->tokens.size()));
}

QString Comparison::wallBlocked() const
{
    const QString blocked = runBlocked();
    if (!blocked.isEmpty())
        return blocked;
    return wallDifferenceBlocked(
        m_a.model(), m_b.model(), static_cast<int>(m_a.result()->tokens.size()),
        static_cast<int>(m_b.result()->tokens.size()));
}

void Comparison::show(Shown shown)
{
    if (!m_isOn || shown == m_shown)
        return;
    m_shown = shown;
    Q_EMIT changed();
    if (shown == Shown::Difference)
        wantDifferences();
}

void Comparison::wantDifferences()
{
    if (!m_isOn || std::exchange(m_wantsDifferences, true))
        return;
    Q_EMIT differencesWanted();
}

void Comparison::start()
{
    m_isOn = true;
    m_shown = Shown::SideBySide;
    m_isHeadLinked = true;
    m_wantsDifferences = false;
    m_differences.clear();
    Q_EMIT changed();
    Q_EMIT linkChanged();
}

void Comparison::stop()
{
    m_isOn = false;
    m_wantsDifferences = false;
    m_differences.clear();
    Q_EMIT changed();
    {
        const QScopedValueRollback<bool> following(m_isFollowing, true);
        m_selectionB.setTokenCount(0);
        m_selectionB.setModelShape(0, 0);
        m_b.setModel({}, nullptr);
    }
    m_isHeadLinked = true;
}

void Comparison::clearDifferences()
{
    if (m_differences.empty())
        return;
    m_differences.clear();
    Q_EMIT differencesChanged();
}

void Comparison::addDifference(std::shared_ptr<const LayerDifference> layer)
{
    const int index = layer->layer;
    if (!m_isOn || index < 0 || index >= m_a.model().nLayers)
        return;
    m_differences.resize(static_cast<std::size_t>(m_a.model().nLayers));
    m_differences[static_cast<std::size_t>(index)] = std::move(layer);
    Q_EMIT differencesChanged();
}

// --- the two selections

bool Comparison::isHeadOf(const Selection& selection, HeadIndex head) const
{
    return head.layer < selection.nLayers() && head.head < selection.nHeads();
}

void Comparison::followA()
{
    m_tokensB = m_selectionB.tokenCount();
    m_layersB = m_selectionB.nLayers();
    m_headsB = m_selectionB.nHeads();
    if (!m_isOn || m_isFollowing)
        return;
    const QScopedValueRollback<bool> following(m_isFollowing, true);
    SelectionState locked = m_selectionA.locked();
    SelectionState hovered = m_selectionA.hovered();
    if (!m_isHeadLinked) {
        locked.head = m_selectionB.locked().head;
        hovered.head.reset();
    }
    m_selectionB.lock(locked);
    m_selectionB.hoverHead(hovered.head);
    m_selectionB.hoverPair(hovered.destination, hovered.source);
}

void Comparison::followB()
{
    const bool hasOtherBounds = m_selectionB.tokenCount() != m_tokensB || m_selectionB.nLayers() != m_layersB
        || m_selectionB.nHeads() != m_headsB;
    if (!m_isOn || m_isFollowing || hasOtherBounds)
        return;
    const QScopedValueRollback<bool> following(m_isFollowing, true);
    SelectionState locked = m_selectionB.locked();
    SelectionState hovered = m_selectionB.hovered();
    if (m_isHeadLinked && locked.head && !isHeadOf(m_selectionA, *locked.head)) {
        m_isHeadLinked = false; // A has no such head: it is B's alone
        Q_EMIT linkChanged();
    }
    const SelectionState lockedA = m_selectionA.locked();
    // What B cannot show it cannot release either.
    if (!m_isHeadLinked || (lockedA.head && !isHeadOf(m_selectionB, *lockedA.head)))
        locked.head = lockedA.head;
    if (!m_isHeadLinked)
        hovered.head.reset();
    if (lockedA.destination.value_or(0) >= m_selectionB.tokenCount() && !locked.destination) {
        locked.destination = lockedA.destination;
        locked.source = lockedA.source;
    }
    // The views of directions are A's alone.
    locked.direction = locked.head == lockedA.head ? lockedA.direction : std::nullopt;
    m_selectionA.lock(locked);
    m_selectionA.hoverHead(hovered.head);
    m_selectionA.hoverPair(hovered.destination, hovered.source);
}

void Comparison::lockHeadOfB(HeadIndex head)
{
    if (!m_isOn || !isHeadOf(m_selectionB, head))
        return;
    m_isHeadLinked = m_selectionA.locked().head == head;
    {
        const QScopedValueRollback<bool> following(m_isFollowing, true);
        m_selectionB.hoverHead(std::nullopt);
        m_selectionB.lockHead(head);
    }
    Q_EMIT linkChanged();
}

void Comparison::linkHeads()
{
    if (std::exchange(m_isHeadLinked, true))
        return;
    followA();
    Q_EMIT linkChanged();
}

} // namespace headwaters
