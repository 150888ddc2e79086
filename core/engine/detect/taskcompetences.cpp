#include "core/engine/detect/taskcompetences.h"

#include "core/engine/detect/competence.h"
#include "core/engine/detect/tasksets.h"

namespace headwaters {

std::vector<Competence> taskCompetences(
    const std::shared_ptr<const Model>& model, const std::shared_ptr<const Tokenizer>& tokenizer, int prompts,
    std::uint64_t seed, const CancelToken& cancel, const ProgressFunction& progress)
{
    Bench bench = Bench::of(model, TaskGround::of(tokenizer, model->info().nCtx));
    bench.seed = seed;
    bench.cancel = cancel;
    const std::vector<TaskSet> sets = taskSets(bench.ground, prompts, seed);
    std::vector<Competence> all;
    for (const TaskSet& set : sets) {
        if (progress)
            progress(static_cast<int>(all.size()), static_cast<int>(sets.size()));
        all.push_back(competenceIn(bench, set));
    }
    return all;
}

} // namespace headwaters
