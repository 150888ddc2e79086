#pragma once

#include "core/base/error.h"
#include "core/causal/stackoutcome.h"
#include "core/causal/sweepchoice.h"

#include <QObject>
#include <QUndoStack>

#include <memory>
#include <optional>

namespace headwaters {

/// What the Interventions view shows and what a person does with it: the stack with its history, what it does
/// to the run in front, the sweep that is chosen and its map. The views read and change it; it says by
/// signals what it wants to be computed, and the application answers through the setters.
class InterventionModel : public QObject {
    Q_OBJECT

public:
    enum class SweepState {
        Empty,
        Running, ///< the map fills row by row
        Ready,
        Stale, ///< another prompt, pair or stack since
        Failed, ///< `sweepProblem()` says why
    };

    explicit InterventionModel(QObject* parent = nullptr);
    ~InterventionModel() override;

    // --- read by the views
    [[nodiscard]] const InterventionStack& stack() const { return m_stack; }
    /// The item that is open for editing; -1: none.
    [[nodiscard]] int opened() const { return m_opened; }
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }
    /// What the run in front offers; no layers while there is none.
    [[nodiscard]] const CausalPlace& place() const { return m_place; }
    [[nodiscard]] bool hasRun() const { return m_place.nLayers > 0; }
    /// Why an item cannot be done to the run in front; empty where it can.
    [[nodiscard]] QString fault(const Intervention& item) const;
    /// Of the stack in force; null until it is there.
    [[nodiscard]] const std::shared_ptr<const StackOutcome>& outcome() const { return m_outcome; }
    /// Why there is none; empty while it is on its way.
    [[nodiscard]] const QString& outcomeNote() const { return m_outcomeNote; }

    [[nodiscard]] const SweepChoice& choice() const { return m_choice; }
    [[nodiscard]] SweepQuantity quantity() const { return m_quantity; }
    /// Why the chosen sweep cannot be made; empty where it can.
    [[nodiscard]] QString sweepBlocked() const;
    /// What the chosen sweep costs, its control included; none where it cannot be made.
    [[nodiscard]] std::optional<SweepCost> cost() const;
    [[nodiscard]] SweepState sweepState() const { return m_sweepState; }
    [[nodiscard]] const QString& sweepProblem() const { return m_sweepProblem; }
    /// Of the sweep that was made or is being made; null before the first.
    [[nodiscard]] const std::shared_ptr<const SweepMap>& map() const { return m_map; }
    /// What that was chosen as.
    [[nodiscard]] const SweepChoice& mapChoice() const { return m_mapChoice; }
    /// Draws of the random control beside a map.
    static constexpr int controlDraws = 2;
    /// The other prompt of the pair, as typed.
    [[nodiscard]] const QString& otherPrompt() const { return m_otherPrompt; }
    /// Why it cannot be taken; empty where it can, or where there is none.
    [[nodiscard]] const QString& otherNote() const { return m_otherNote; }

    // --- done by the person
    /// Appends an item and opens it.
    void add(const Intervention& item);
    void remove(int item);
    void move(int from, int to);
    /// Changes one that is there; changes of one control that follow each other are one step of the history.
    void setItem(int item, const Intervention& changed, const QString& what);
    void setEnabled(int item, bool enabled);
    /// Switches all items off that are on, in one step of the history.
    void switchAllOff();
    void clear();
    /// Opens an item for editing, or closes the one that is open.
    void open(int item);
    void setChoice(const SweepChoice& choice);
    void setQuantity(SweepQuantity quantity);
    void sweep();
    void stopSweep();
    void setOtherPrompt(const QString& text);

    // --- answered by the application
    /// Another run, pair or other prompt is in front: everything is measured anew, and a map is stale.
    void setPlace(const CausalPlace& place);
    void setOther(const QString& text, const QString& note);
    void setOutcome(std::shared_ptr<const StackOutcome> outcome);
    void failOutcome(const QString& why);
    void startSweep();
    void growSweep(std::shared_ptr<const SweepMap> map);
    void finishSweep(std::shared_ptr<const SweepMap> map);
    void failSweep(const QString& why);
    void cancelSweep();
    /// Another model: the stack, its history and the map go.
    void forget();

Q_SIGNALS:
    void stackChanged();
    void openedChanged();
    void outcomeChanged();
    /// Choice, quantity, or what can be chosen.
    void choiceChanged();
    void sweepChanged();
    void placeChanged();

    void outcomeWanted(const headwaters::InterventionStack& stack);
    void sweepWanted(const headwaters::SweepRequest& request);
    void stopWanted();
    void otherWanted(const QString& text);

private:
    friend class StackCommand;

    void apply(const InterventionStack& stack, int opened);
    void push(const InterventionStack& stack, int opened, const QString& text, int merging = -1);
    void wantOutcome();
    void setSweepState(SweepState state);

    InterventionStack m_stack;
    int m_opened = -1;
    QUndoStack m_undo;
    CausalPlace m_place;
    std::shared_ptr<const StackOutcome> m_outcome;
    QString m_outcomeNote;
    SweepChoice m_choice, m_mapChoice;
    SweepQuantity m_quantity = SweepQuantity::Change;
    SweepState m_sweepState = SweepState::Empty;
    QString m_sweepProblem;
    bool m_isOutdated = false; ///< another question since the sweep was begun
    std::shared_ptr<const SweepMap> m_map;
    QString m_otherPrompt, m_otherNote;
};

} // namespace headwaters
