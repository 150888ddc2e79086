#pragma once

#include "core/causal/intervention.h"

#include <QUndoCommand>

namespace headwaters {

class InterventionModel;

/// A change of the stack.
class StackCommand : public QUndoCommand {
public:
    /// Neighbouring commands with the same `merging` that is not negative become one.
    StackCommand(
        InterventionModel& model, const InterventionStack& after, int opened, const QString& text,
        int merging);

    void undo() override;
    void redo() override;
    [[nodiscard]] int id() const override { return m_merging; }
    bool mergeWith(const QUndoCommand* next) override;

private:
    InterventionModel& m_model;
    InterventionStack m_before, m_after;
    int m_openedBefore, m_openedAfter;
    int m_merging;
};

} // namespace headwaters
