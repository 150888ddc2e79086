#include "widgets/selection/selection.h"

#include <algorithm>

namespace headwaters {

namespace {

// A member that points outside the model or the run is dropped; a source after its destination is masked, so
// both are dropped together.
SelectionState clipped(SelectionState state, int nLayers, int nHeads, int tokenCount, int directionCount)
{
    const auto outside = [](int index, int count) { return index < 0 || index >= count; };
    if (state.head && (outside(state.head->layer, nLayers) || outside(state.head->head, nHeads)))
        state.head.reset();
    if (state.destination && outside(*state.destination, tokenCount))
        state.destination.reset();
    if (state.source && outside(*state.source, tokenCount))
        state.source.reset();
    if (state.destination && state.source && *state.source > *state.destination) {
        state.destination.reset();
        state.source.reset();
    }
    if (state.direction && outside(*state.direction, directionCount))
        state.direction.reset();
    return state;
}

} // namespace

Selection::Selection(QObject* parent) : QObject(parent) { }

void Selection::setModelShape(int nLayers, int nHeads)
{
    m_nLayers = std::max(nLayers, 0);
    m_nHeads = std::max(nHeads, 0);
    update(m_locked, m_hovered);
}

void Selection::setTokenCount(int count)
{
    m_tokenCount = std::max(count, 0);
    update(m_locked, m_hovered);
}

void Selection::setDirectionCount(int count)
{
    m_directionCount = std::max(count, 0);
    update(m_locked, m_hovered);
}

SelectionState Selection::shown() const
{
    SelectionState state = m_locked;
    if (m_hovered.head)
        state.head = m_hovered.head;
    if (m_hovered.destination)
        state.destination = m_hovered.destination;
    if (m_hovered.source)
        state.source = m_hovered.source;
    if (state.destination && state.source && *state.source > *state.destination) {
        if (m_hovered.destination)
            state.source = m_hovered.source;
        else
            state.destination.reset();
    }
    if (state.head != m_locked.head)
        state.direction.reset();
    if (!state.direction && m_suggestedDirection && *m_suggestedDirection < m_directionCount)
        state.direction = m_suggestedDirection;
    return state;
}

void Selection::hoverHead(std::optional<HeadIndex> head)
{
    SelectionState hovered = m_hovered;
    hovered.head = head;
    update(m_locked, hovered);
}

void Selection::hoverPair(std::optional<int> destination, std::optional<int> source)
{
    SelectionState hovered = m_hovered;
    hovered.destination = destination;
    hovered.source = source;
    update(m_locked, hovered);
}

void Selection::toggleHead(HeadIndex head)
{
    SelectionState locked = m_locked;
    if (locked.head == head)
        locked.head.reset();
    else
        locked.head = head;
    locked.direction.reset();
    update(locked, m_hovered);
}

void Selection::togglePair(int destination, int source)
{
    SelectionState locked = m_locked;
    if (locked.destination == destination && locked.source == source) {
        locked.destination.reset();
        locked.source.reset();
    } else {
        locked.destination = destination;
        locked.source = source;
    }
    update(locked, m_hovered);
}

void Selection::lockHead(HeadIndex head)
{
    SelectionState locked = m_locked;
    if (locked.head != head)
        locked.direction.reset();
    locked.head = head;
    update(locked, m_hovered);
}

void Selection::toggleDirection(int direction)
{
    SelectionState locked = m_locked;
    if (locked.direction == direction)
        locked.direction.reset();
    else
        locked.direction = direction;
    update(locked, m_hovered);
}

void Selection::suggestDirection(std::optional<int> direction)
{
    const SelectionState before = shown();
    m_suggestedDirection = direction;
    if (shown() != before)
        Q_EMIT changed();
}

void Selection::lock(const SelectionState& state)
{
    update(state, m_hovered);
}

void Selection::release()
{
    SelectionState locked = m_locked;
    if (locked.direction) {
        locked.direction.reset();
    } else if (locked.destination || locked.source) {
        locked.destination.reset();
        locked.source.reset();
    } else {
        locked.head.reset();
    }
    update(locked, m_hovered);
}

void Selection::stepHead(int dLayer, int dHead)
{
    if (m_nLayers == 0 || m_nHeads == 0)
        return;
    SelectionState locked = m_locked;
    const std::optional<HeadIndex> from = shown().head;
    locked.head = from
        ? HeadIndex{std::clamp(from->layer + dLayer, 0, m_nLayers - 1), std::clamp(from->head + dHead, 0, m_nHeads - 1)}
        : HeadIndex{};
    if (locked.head != m_locked.head)
        locked.direction.reset();
    update(locked, {std::nullopt, m_hovered.destination, m_hovered.source});
}

void Selection::stepPair(int dDestination, int dSource)
{
    if (m_tokenCount == 0)
        return;
    const SelectionState from = shown();
    const int last = m_tokenCount - 1;
    SelectionState locked = m_locked;
    if (!from.destination && !from.source) {
        // Nothing to step from: start where a prompt is usually read, at the last token looking at itself.
        locked.destination = last;
        locked.source = last;
    } else {
        const int destination = from.destination.value_or(last);
        const int source = from.source.value_or(destination);
        locked.source = std::clamp(source + dSource, 0, destination);
        locked.destination = std::clamp(destination + dDestination, *locked.source, last);
    }
    update(locked, {m_hovered.head, std::nullopt, std::nullopt});
}

void Selection::stepDirection(int by)
{
    if (m_directionCount == 0 || !shown().head)
        return;
    const std::optional<int> from = shown().direction;
    SelectionState locked = m_locked;
    locked.direction = from ? std::clamp(*from + by, 0, m_directionCount - 1) : 0;
    update(locked, m_hovered);
}

void Selection::update(const SelectionState& locked, const SelectionState& hovered)
{
    const SelectionState newLocked = clipped(locked, m_nLayers, m_nHeads, m_tokenCount, m_directionCount);
    const SelectionState newHovered = clipped(hovered, m_nLayers, m_nHeads, m_tokenCount, m_directionCount);
    if (newLocked == m_locked && newHovered == m_hovered)
        return;
    const SelectionState before = shown();
    const bool lockedChanged = newLocked != m_locked;
    m_locked = newLocked;
    m_hovered = newHovered;
    if (lockedChanged || shown() != before)
        Q_EMIT changed();
}

} // namespace headwaters
