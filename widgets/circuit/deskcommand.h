#pragma once

#include "widgets/circuit/circuitdesk.h"

#include <QUndoCommand>

namespace headwaters {

class CircuitModel;

/// One step back: the desk before and after. Steps of the same kind that follow each other are one.
class DeskCommand : public QUndoCommand {
public:
    enum Merging { Never = -1, Threshold = 1, Trial = 2 };

    DeskCommand(CircuitModel& model, const CircuitDesk& after, const QString& text, int merging);

    void undo() override;
    void redo() override;
    [[nodiscard]] int id() const override { return m_merging; }
    bool mergeWith(const QUndoCommand* next) override;

private:
    CircuitModel& m_model;
    CircuitDesk m_before;
    CircuitDesk m_after;
    int m_merging;
};

} // namespace headwaters
