#include "widgets/circuit/deskcommand.h"

#include "widgets/circuit/circuitmodel.h"

namespace headwaters {

DeskCommand::DeskCommand(CircuitModel& model, const CircuitDesk& after, const QString& text, int merging)
    : QUndoCommand(text),
      m_model(model),
      m_before(model.desk()),
      m_after(after),
      m_merging(merging)
{
}

void DeskCommand::undo()
{
    m_model.apply(m_before);
}

void DeskCommand::redo()
{
    m_model.apply(m_after);
}

bool DeskCommand::mergeWith(const QUndoCommand* next)
{
    const auto* later = dynamic_cast<const DeskCommand*>(next);
    // The control joins the change that it belongs to, not the one before.
    if (!later || (m_merging == Trial && later->m_after.trials.size() != m_after.trials.size()))
        return false;
    m_after = later->m_after;
    return true;
}

} // namespace headwaters
