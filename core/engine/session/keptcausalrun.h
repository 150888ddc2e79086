#pragma once

#include "core/engine/causal/causalrun.h"

#include <memory>
#include <mutex>

namespace headwaters {

struct RunSnapshot;

/// The prompts under interventions of one thread, kept while the question is the same.
class KeptCausalRun {
public:
    /// Only one caller at a time goes on from here; the run is the same until the question is another.
    template <typename Work>
    auto with(
        const std::shared_ptr<const RunSnapshot>& snapshot, const CausalQuestion& question,
        const CancelToken& cancel, Work&& work)
    {
        const std::lock_guard lock(m_mutex);
        open(snapshot, question, cancel);
        return work(*m_run);
    }

private:
    void open(
        const std::shared_ptr<const RunSnapshot>& snapshot, const CausalQuestion& question,
        const CancelToken& cancel);

    std::mutex m_mutex;
    std::shared_ptr<const RunSnapshot> m_snapshot;
    std::unique_ptr<CausalRun> m_run;
};

} // namespace headwaters
