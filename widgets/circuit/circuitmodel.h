#pragma once

#include "core/base/error.h"
#include "core/circuit/circuit.h"
#include "core/circuit/circuitfilter.h"
#include "core/circuit/edgechange.h"
#include "core/results/directions.h"
#include "widgets/circuit/circuitdesk.h"

#include <QObject>
#include <QUndoStack>

#include <memory>
#include <optional>
#include <utility>

namespace headwaters {

/// A graph up to this size stays fluid; of a larger one less is shown at first.
inline constexpr int fluidNodes = 300;
inline constexpr int fluidEdges = 3000;
/// With no more edges than these a circuit is shown at first, so that each can be followed with the eye; the
/// threshold below shows the rest.
inline constexpr int legibleEdges = 100;

/// A node or an edge of the circuit in front, by its index.
struct CircuitSpot {
    enum class Kind { Node, Edge };
    Kind kind = Kind::Node;
    int index = 0;

    bool operator==(const CircuitSpot&) const = default;
};

/// What the Circuit view shows and what a person does with it: the circuit, its threshold, what is hovered
/// and locked, the workbench, the evidence of the locked edge. The views read and change it; it says by
/// signals what it wants to be computed, and the application answers through the setters. Neither knows the
/// other. What a person lays out can be undone.
class CircuitModel : public QObject {
    Q_OBJECT

public:
    enum class State {
        Empty, ///< nothing was traced
        Tracing, ///< `done()` of `total()`; the circuit before stays in front, dimmed
        Ready, ///< the circuit belongs to the run in front, or comes from a file
        Stale, ///< another prompt has run since, or was typed
        Failed, ///< `problem()` says why; the circuit before, if any, stays in front
    };

    explicit CircuitModel(QObject* parent = nullptr);
    ~CircuitModel() override;

    // --- read by the views
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Problem& problem() const { return m_problem; }
    [[nodiscard]] bool isRunning() const { return m_state == State::Tracing; }
    [[nodiscard]] int done() const { return m_done; }
    [[nodiscard]] int total() const { return m_total; }
    /// What the progress counts: `14 firings`; may be empty.
    [[nodiscard]] const QString& progressText() const { return m_progressText; }
    [[nodiscard]] const CircuitDesk& desk() const { return m_desk; }
    /// The circuit in front; null before the first.
    [[nodiscard]] const std::shared_ptr<const Circuit>& circuit() const { return m_desk.circuit; }
    /// Of that circuit; null where there is none or it is empty.
    [[nodiscard]] const std::shared_ptr<const CircuitFilter>& filter() const { return m_filter; }
    /// What is left of it above the threshold; empty where there is nothing to show.
    [[nodiscard]] const FilteredCircuit& kept() const { return m_kept; }
    /// What the next trace will be.
    [[nodiscard]] const TraceRequest& request() const { return m_request; }
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }

    /// What is looked at: hovered where something is, else locked.
    [[nodiscard]] std::optional<CircuitSpot> shown() const { return m_hovered ? m_hovered : m_locked; }
    [[nodiscard]] std::optional<CircuitSpot> locked() const { return m_locked; }
    [[nodiscard]] std::optional<CircuitSpot> hovered() const { return m_hovered; }
    [[nodiscard]] const CircuitEdge* lockedEdge() const;
    [[nodiscard]] const CircuitNode* lockedNode() const;

    /// Of the locked edge; null until it is there.
    [[nodiscard]] std::shared_ptr<const EdgeEvidence> evidence() const { return m_evidence; }
    /// Why there is none; empty while it is on its way.
    [[nodiscard]] const QString& evidenceNote() const { return m_evidenceNote; }
    /// The direction whose tokens are read; none before the evidence is there.
    [[nodiscard]] std::optional<int> direction() const { return m_direction; }
    /// What `direction()` of the locked edge's head reads; null until it is there.
    [[nodiscard]] std::shared_ptr<const DirectionReading> reading() const { return m_reading; }
    /// Target and rival in force; none before the application has told.
    [[nodiscard]] std::optional<std::pair<TokenId, TokenId>> pair() const { return m_pair; }
    [[nodiscard]] EdgeReach reach() const { return m_reach; }
    /// The change of the locked edge that is being measured.
    [[nodiscard]] std::optional<EdgeOperation> running() const { return m_running; }
    /// Directions that a change of the locked edge takes: the edge's list, in order of their shares.
    [[nodiscard]] std::vector<int> changedDirections() const;
    /// What a change of the locked edge did to the pair in force; null where it was not tried.
    [[nodiscard]] const EdgeTrial* trial(EdgeOperation operation) const;
    /// Why the locked edge cannot be changed; empty where it can.
    [[nodiscard]] QString changeBlocked() const;

    /// Of the edges that are shown; none where it was not measured.
    [[nodiscard]] const std::optional<Faithfulness>& faithfulness() const { return m_faithfulness; }
    [[nodiscard]] bool isMeasuring() const { return m_isMeasuring; }

    // --- done by the person
    void setRequest(const TraceRequest& request);
    /// Wants the trace that `request()` describes.
    void trace();
    /// Takes `request` over and wants it traced.
    void trace(const TraceRequest& request);
    void cancel();
    void setThreshold(double threshold);
    void hover(std::optional<CircuitSpot> spot);
    /// Locks the spot; the one that is locked already is released.
    void toggle(CircuitSpot spot);
    void lock(std::optional<CircuitSpot> spot);
    void togglePin(int node);
    void unpin(const NodeId& node);
    void clearWorkbench();
    /// Groups pinned nodes under a name; nodes leave the groups they were in.
    void group(const std::vector<NodeId>& members, const QString& name);
    /// Its members stay pinned.
    void ungroup(int group);
    void renameGroup(int group, const QString& name);
    void foldGroup(int group, bool isFolded);
    void setDirection(int direction);
    /// The next or the one before in the order of the evidence.
    void stepDirection(int by);
    void setReach(EdgeReach reach);
    /// Wants the locked edge changed, and beside it the random control.
    void change(EdgeOperation operation);
    void measureFaithfulness();
    void open(const QString& path);
    void save(const QString& path);

    // --- answered by the application
    void startTrace();
    void setProgress(int done, int total, const QString& text = {});
    /// Shows all of it, or of a large one as much as stays fluid.
    void finishTrace(std::shared_ptr<const Circuit> circuit, quint64 run);
    void setOpened(std::shared_ptr<const Circuit> circuit, const QString& path);
    void failTrace(const Problem& problem);
    /// The trace was cancelled: back to the circuit before, if any.
    void cancelTrace();
    /// Another prompt is in front, or back: a circuit of a run is stale then, one from a file never.
    void setRunInFront(quint64 run);
    /// Target and rival in force; a change is measured on them.
    void setPair(TokenId target, TokenId rival);
    /// Of that edge; an answer that comes after another edge was locked is dropped.
    void setEvidence(int edge, std::shared_ptr<const EdgeEvidence> evidence);
    void failEvidence(int edge, const QString& why);
    void setReading(std::shared_ptr<const DirectionReading> reading);
    void setChangeResult(const EdgeChange& change, const EdgeChangeResult& result);
    void failChange();
    void setFaithfulness(const std::optional<Faithfulness>& faithfulness);
    /// Another model: everything of the one before goes, its history too.
    void clear();

Q_SIGNALS:
    /// State, progress or problem.
    void stateChanged();
    /// The circuit in front is another one.
    void circuitChanged();
    void requestChanged();
    /// The threshold is another one.
    void thresholdChanged();
    /// Pins or groups.
    void workbenchChanged();
    /// Hovered or locked.
    void spotChanged();
    /// Another thing is locked, or none; follows spotChanged.
    void lockedChanged();
    /// Evidence, direction, reading, reach, trials.
    void evidenceChanged();
    void faithfulnessChanged();

    void traceWanted(const headwaters::TraceRequest& request);
    void cancelWanted();
    /// An edge of the circuit in front, by its index.
    void evidenceWanted(int edge);
    void readingWanted(headwaters::HeadIndex head, int direction);
    void changeWanted(const headwaters::EdgeChange& change);
    void faithfulnessWanted(double threshold);
    void openWanted(const QString& path);
    void saveWanted(const QString& path);

private:
    friend class DeskCommand;

    void setState(State state);
    void apply(const CircuitDesk& desk);
    void push(const CircuitDesk& desk, const QString& text, int merging = -1);
    void replaceCircuit(
        std::shared_ptr<const Circuit> circuit, quint64 run, const QString& path, const QString& text);
    void forgetEvidence();
    void wantEvidence();
    [[nodiscard]] bool isLockedEdge(int edge) const;
    [[nodiscard]] State settledState() const;
    [[nodiscard]] bool isValid(const CircuitSpot& spot) const;

    State m_state = State::Empty;
    Problem m_problem;
    int m_done = 0;
    int m_total = 0;
    QString m_progressText;
    TraceRequest m_request;
    CircuitDesk m_desk;
    std::shared_ptr<const CircuitFilter> m_filter;
    FilteredCircuit m_kept;
    QUndoStack m_undo;
    quint64 m_runInFront = 0;
    std::optional<CircuitSpot> m_locked;
    std::optional<CircuitSpot> m_hovered;
    std::shared_ptr<const EdgeEvidence> m_evidence;
    QString m_evidenceNote;
    std::optional<int> m_direction;
    std::shared_ptr<const DirectionReading> m_reading;
    EdgeReach m_reach = EdgeReach::Local;
    std::optional<std::pair<TokenId, TokenId>> m_pair; ///< target, rival
    std::optional<EdgeOperation> m_running;
    std::optional<Faithfulness> m_faithfulness;
    bool m_isMeasuring = false;
};

} // namespace headwaters
