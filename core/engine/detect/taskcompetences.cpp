#include "core/engine/detect/taskcompetences.h"

#include "core/engine/detect/needlecompetence.h"
#include "core/engine/trace/familyprompts.h"
#include "core/heads/tasks/arguments.h"
#include "core/heads/tasks/coloredobjects.h"
#include "core/heads/tasks/facttasks.h"
#include "core/heads/tasks/fewshot.h"
#include "core/heads/tasks/indirectobjects.h"
#include "core/heads/tasks/multiplechoice.h"
#include "core/heads/tasks/needles.h"
#include "core/heads/tasks/sentimenttasks.h"
#include "core/heads/tasks/series.h"
#include "core/heads/tasks/splitacronyms.h"
#include "core/heads/tasks/statements.h"
#include "core/heads/tasks/yesno.h"

#include <algorithm>
#include <iterator>

namespace headwaters {

namespace {

constexpr int mostNeedles = 20; // each fills the context
constexpr int shots = 4; // of a class, as the detectors show
constexpr int mapShots = 10;

template <typename Item> void append(std::vector<Item>& all, std::vector<Item> more)
{
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

/// What detectors ask.
std::vector<TaskSet> detectorSets(const TaskGround& ground, int prompts, std::uint64_t seed)
{
    std::vector<TaskSet> sets{indirectObjects(ground, prompts, seed)};
    append(sets, arguments(ground, prompts, seed));
    sets.push_back(splitAcronyms(ground, prompts, seed));
    append(sets, series(ground));
    sets.push_back(factPrompts(ground, prompts, seed).set);
    sets.push_back(knowledgeConflicts(ground, prompts, seed).set);
    for (const ColoredForm form : {ColoredForm::Repeated, ColoredForm::Direct})
        sets.push_back(coloredObjects(ground, form, prompts, seed));
    for (const SentimentForm form : {SentimentForm::Review, SentimentForm::Feeling, SentimentForm::Mood})
        sets.push_back(sentimentPrompts(ground, form, prompts, seed).set);
    for (const ChoiceForm form : {ChoiceForm::Colours, ChoiceForm::Capitals})
        sets.push_back(multipleChoice(ground, form, prompts, seed));
    sets.push_back(yesNo(ground, prompts / 2, seed).set);
    sets.push_back(neutralLabels(ground, shots, prompts, seed).set);
    for (const WordMap& map : wordMaps())
        sets.push_back(fewShot(ground, map, mapShots, prompts, seed).set);
    sets.push_back(clozeQuestions(ground, prompts, seed));
    return sets;
}

/// A family of the library; without prompts where its prompts have no rival.
TaskSet librarySet(const PromptFamily& family, const TaskGround& ground, int prompts, std::uint64_t seed)
{
    TaskSet set;
    set.key = QStringLiteral("library-") + family.key;
    set.sentence = family.sentence;
    for (const TracePrompt& prompt : familyPrompts(family, seed, prompts, true, *ground.tokenizer)) {
        const bool isPair =
            !prompt.targets.empty() && prompt.rival && prompt.targets.front() != *prompt.rival;
        if (!isPair || static_cast<int>(prompt.ids.size()) > ground.nCtx)
            continue;
        TaskPrompt task;
        task.ids = prompt.ids;
        task.target = prompt.targets.front();
        task.rival = prompt.rival;
        set.prompts.push_back(std::move(task));
    }
    return set;
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
    std::vector<TaskSet> sets = detectorSets(bench.ground, prompts, seed);
    const PromptLibrary library = PromptLibrary::load();
    for (const PromptFamily& family : library.families()) {
        TaskSet set = librarySet(family, bench.ground, prompts, seed);
        if (!set.isEmpty())
            sets.push_back(std::move(set));
    }
    std::vector<TaskSet> hidden;
    for (const NeedleQuestion question : {NeedleQuestion::Literal, NeedleQuestion::Paraphrase})
        hidden.push_back(needles(bench.ground, question, std::min(prompts, mostNeedles), seed));
    std::vector<Competence> all;
    int done = 0;
    const auto next = [&] {
        if (progress)
            progress(done++, static_cast<int>(sets.size() + hidden.size()));
    };
    for (const TaskSet& set : sets) {
        next();
        all.push_back(competenceIn(bench, set));
    }
    for (TaskSet& set : hidden) {
        next();
        append(all, needleCompetences(bench, std::move(set)));
    }
    return all;
}

} // namespace headwaters
