#include "core/engine/detect/taskcompetences.h"

#include "core/engine/detect/needlecompetence.h"
#include "core/engine/detect/tasksets.h"

#include <algorithm>
#include <iterator>

namespace headwaters {

namespace {

bool asksForNeedles(const TaskSet& set)
{
    return set.key.startsWith(QStringLiteral("needle-"));
}

/// As retrieval heads are gated: each length of text apart, and up to the first word of the answer, behind
/// which the prompts go on as if answered.
std::vector<Competence> needleCompetences(const Bench& bench, TaskSet set)
{
    if (set.isEmpty())
        return {competenceIn(bench, set)};
    for (TaskPrompt& prompt : set.prompts)
        prompt.ids.resize(static_cast<std::size_t>(prompt.at(QStringLiteral("END"))) + 1);
    std::vector<Competence> lengths;
    for (const NeedleLength& length : needleLengths(set, answersIn(bench, set), bench.seed))
        lengths.push_back(length.competence);
    return lengths;
}

} // namespace

std::vector<Competence> taskCompetences(
    const std::shared_ptr<const Model>& model, const std::shared_ptr<const Tokenizer>& tokenizer, int prompts,
    std::uint64_t seed, const CancelToken& cancel, const ProgressFunction& progress)
{
    Bench bench = Bench::of(model, TaskGround::of(tokenizer, model->info().nCtx));
    bench.seed = seed;
    bench.cancel = cancel;
    const std::vector<TaskSet> sets = taskSets(bench.ground, prompts, seed);
    std::vector<Competence> all;
    int done = 0;
    for (const TaskSet& set : sets) {
        if (progress)
            progress(done++, static_cast<int>(sets.size()));
        std::vector<Competence> shown =
            asksForNeedles(set) ? needleCompetences(bench, set) : std::vector{competenceIn(bench, set)};
        std::move(shown.begin(), shown.end(), std::back_inserter(all));
    }
    return all;
}

} // namespace headwaters
