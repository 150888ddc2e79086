#include "core/engine/session/snapshottracer.h"

#include "core/engine/session/runsnapshot.h"

namespace headwaters {

SnapshotTracer::Traced SnapshotTracer::traced(
    const std::shared_ptr<const RunSnapshot>& snapshot, const CancelToken& cancel,
    const ProgressFunction& progress)
{
    Traced result;
    {
        const std::lock_guard lock(m_mutex);
        if (m_snapshot && m_snapshot->result == snapshot->result)
            return m_last;
        if (m_model == snapshot->model)
            result.tracer = m_last.tracer;
    }
    if (!result.tracer)
        result.tracer = std::make_shared<const Tracer>(snapshot->model);
    result.tokenizer = snapshot->tokenizer;
    result.ids.clear();
    for (const Token& token : snapshot->result->tokens)
        result.ids.push_back(token.id);
    result.run = result.tracer->run(result.ids, cancel, progress);
    const std::lock_guard lock(m_mutex);
    m_model = snapshot->model;
    m_snapshot = snapshot;
    m_last = result;
    return result;
}

} // namespace headwaters
