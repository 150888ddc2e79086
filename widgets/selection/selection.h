#pragma once

#include "core/base/headindex.h"

#include <QObject>

#include <optional>

namespace headwaters {

/// Where a person is looking. Absent members mean "nothing in particular".
struct SelectionState {
    std::optional<HeadIndex> head;
    std::optional<int> destination; ///< query position
    std::optional<int> source; ///< key position
    std::optional<int> direction{}; ///< singular direction of the head

    bool operator==(const SelectionState&) const = default;
};

/// The one selection of the application: every view draws it, every view can set it. Hover previews, click
/// locks, click again or Esc releases: what is shown is the hovered state where there is one, else the locked
/// one.
class Selection : public QObject {
    Q_OBJECT

public:
    explicit Selection(QObject* parent = nullptr);

    /// Bounds for stepping: heads of the model and directions of a head, tokens of the run. States out of
    /// range are clipped away.
    void setModelShape(int nLayers, int nHeads);
    void setDirectionCount(int count);
    void setTokenCount(int count);
    [[nodiscard]] int nLayers() const { return m_nLayers; }
    [[nodiscard]] int nHeads() const { return m_nHeads; }
    [[nodiscard]] int tokenCount() const { return m_tokenCount; }
    [[nodiscard]] int directionCount() const { return m_directionCount; }

    /// What is shown: each member hovered where hovered, else locked. A locked token that would make a masked
    /// pair with the hovered one is left out. The direction is the locked one, else the suggested one.
    [[nodiscard]] SelectionState shown() const;
    [[nodiscard]] const SelectionState& locked() const { return m_locked; }
    [[nodiscard]] const SelectionState& hovered() const { return m_hovered; }
    [[nodiscard]] bool isHeadLocked() const { return m_locked.head.has_value(); }
    [[nodiscard]] bool isPairLocked() const { return m_locked.destination && m_locked.source; }

    void hoverHead(std::optional<HeadIndex> head);
    void hoverPair(std::optional<int> destination, std::optional<int> source);
    /// Locks the head; the head that is locked already is released.
    void toggleHead(HeadIndex head);
    /// Locks the pair; the pair that is locked already is released.
    void togglePair(int destination, int source);
    /// Locks the head and keeps the pair; another head than before releases the direction, which was the old
    /// one's.
    void lockHead(HeadIndex head);
    /// Locks the direction; the direction that is locked already is released.
    void toggleDirection(int direction);
    /// The direction that is shown while none is locked.
    void suggestDirection(std::optional<int> direction);
    void lock(const SelectionState& state);
    /// Esc: releases the direction, then the pair, then the head.
    void release();

    /// Arrow keys: neighbouring head (dHead) or layer (dLayer), locked.
    void stepHead(int dLayer, int dHead);
    /// Shift + arrow keys: neighbouring destination or source, locked; never past the causal mask.
    void stepPair(int dDestination, int dSource);
    /// [ and ]: neighbouring direction, locked.
    void stepDirection(int by);

Q_SIGNALS:
    /// The shown or the locked state changed.
    void changed();

private:
    void update(const SelectionState& locked, const SelectionState& hovered);

    SelectionState m_locked;
    SelectionState m_hovered;
    int m_nLayers = 0;
    int m_nHeads = 0;
    int m_tokenCount = 0;
    int m_directionCount = 0;
    std::optional<int> m_suggestedDirection;
};

} // namespace headwaters
