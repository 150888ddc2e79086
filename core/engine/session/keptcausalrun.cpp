#include "core/engine/session/keptcausalrun.h"

#include "core/engine/session/runsnapshot.h"

namespace headwaters {

void KeptCausalRun::open(
    const std::shared_ptr<const RunSnapshot>& snapshot, const CausalQuestion& question,
    const CancelToken& cancel)
{
    if (m_run && m_snapshot && m_snapshot->model == snapshot->model && m_run->question() == question)
        return;
    m_run.reset(); // its memory goes before the next is taken
    m_run = std::make_unique<CausalRun>(snapshot->model, question, cancel);
    m_snapshot = snapshot;
}

} // namespace headwaters
