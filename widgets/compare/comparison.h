#pragma once

#include "core/results/comparison.h"
#include "widgets/common/runmodel.h"
#include "widgets/selection/selection.h"

#include <QObject>

#include <memory>
#include <vector>

namespace headwaters {

using LayerDifferences = std::vector<std::shared_ptr<const LayerDifference>>;

/// Two runs beside each other. A is the run in front; B, the second side, is another prompt, another model or
/// both. As with RunModel the document writes, the views read it and say what they want.
///
/// Each side has a selection. The pair of tokens is the same position on both sides; the head is the same
/// head until somebody chooses one for B alone. What a side has not is left out on that side.
class Comparison : public QObject {
    Q_OBJECT

public:
    /// What the Atlas and the Head view show; one choice for both.
    enum class Shown { A, B, SideBySide, Difference };

    Comparison(RunModel& a, Selection& selectionA, QObject* parent = nullptr);

    // --- read by the views
    [[nodiscard]] bool isOn() const { return m_isOn; }
    /// A while nothing is compared.
    [[nodiscard]] Shown shown() const { return m_isOn ? m_shown : Shown::A; }
    [[nodiscard]] RunModel& a() const { return m_a; }
    [[nodiscard]] RunModel& b() { return m_b; }
    [[nodiscard]] const RunModel& b() const { return m_b; }
    [[nodiscard]] Selection& selectionA() const { return m_selectionA; }
    [[nodiscard]] Selection& selectionB() { return m_selectionB; }
    /// Why there is no A − B of one head's map now, in one sentence; empty where there is.
    [[nodiscard]] QString mapBlocked() const;
    /// As above for the wall of all heads.
    [[nodiscard]] QString wallBlocked() const;
    /// [layer] of the wall of A − B; null entries have not arrived.
    [[nodiscard]] const LayerDifferences& differences() const { return m_differences; }
    /// B's head follows A's.
    [[nodiscard]] bool isHeadLinked() const { return m_isHeadLinked; }
    /// Somebody wants the differences of all heads.
    [[nodiscard]] bool areDifferencesWanted() const { return m_isOn && m_wantsDifferences; }

    // --- said by the person
    void show(Shown shown);
    /// Chooses a head for B alone; the head that A shows links the two again.
    void lockHeadOfB(HeadIndex head);
    void linkHeads();
    /// Asks for the differences of all heads, which cost two forwards; until `stop`.
    void wantDifferences();

    // --- written by the document
    void start();
    /// Forgets B.
    void stop();
    /// The differences belong to other runs than those in front.
    void clearDifferences();
    void addDifference(std::shared_ptr<const LayerDifference> layer);

Q_SIGNALS:
    /// It began, ended, or something else is shown.
    void changed();
    /// A sentence of `mapBlocked` or `wallBlocked` may have changed.
    void blockedChanged();
    void differencesChanged();
    void differencesWanted();
    void linkChanged();

private:
    [[nodiscard]] QString runBlocked() const;
    [[nodiscard]] bool isHeadOf(const Selection& selection, HeadIndex head) const;
    void followA();
    void followB();

    RunModel& m_a;
    Selection& m_selectionA;
    RunModel m_b;
    Selection m_selectionB;
    LayerDifferences m_differences;
    Shown m_shown = Shown::SideBySide;
    bool m_isOn = false;
    bool m_isHeadLinked = true;
    bool m_wantsDifferences = false;
    bool m_isFollowing = false;
    int m_tokensB = 0; ///< the bounds of B's selection at that time: others come from the document
    int m_layersB = 0;
    int m_headsB = 0;
};

} // namespace headwaters
