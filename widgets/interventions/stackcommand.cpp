#include "widgets/interventions/stackcommand.h"

#include "widgets/interventions/interventionmodel.h"

namespace headwaters {

StackCommand::StackCommand(
    InterventionModel& model, const InterventionStack& after, int opened, const QString& text, int merging)
    : QUndoCommand(text),
      m_model(model),
      m_before(model.stack()),
      m_after(after),
      m_openedBefore(model.opened()),
      m_openedAfter(opened),
      m_merging(merging)
{
}

void StackCommand::undo()
{
    m_model.apply(m_before, m_openedBefore);
}

void StackCommand::redo()
{
    m_model.apply(m_after, m_openedAfter);
}

bool StackCommand::mergeWith(const QUndoCommand* next)
{
    const auto* later = dynamic_cast<const StackCommand*>(next);
    if (later == nullptr)
        return false;
    m_after = later->m_after;
    m_openedAfter = later->m_openedAfter;
    return true;
}

} // namespace headwaters
