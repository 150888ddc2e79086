#include "core/engine/detect/tasksets.h"

#include "core/engine/trace/familyprompts.h"
#include "core/heads/tasks/arguments.h"
#include "core/heads/tasks/chains.h"
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

void append(std::vector<TaskSet>& all, std::vector<TaskSet> more)
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
    sets.push_back(yesNo(ground, (prompts + 1) / 2, seed).set);
    for (const NeedleQuestion question : {NeedleQuestion::Literal, NeedleQuestion::Paraphrase})
        sets.push_back(needles(ground, question, std::min(prompts, mostNeedles), seed));
    sets.push_back(neutralLabels(ground, shots, prompts, seed).set);
    for (const WordMap& map : wordMaps())
        sets.push_back(fewShot(ground, map, mapShots, prompts, seed).set);
    sets.push_back(clozeQuestions(ground, prompts, seed));
    for (const ChainRule rule : {ChainRule::Parity, ChainRule::Copy})
        sets.push_back(chains(ground, rule, prompts, seed));
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

} // namespace

std::vector<TaskSet> taskSets(const TaskGround& ground, int prompts, std::uint64_t seed)
{
    std::vector<TaskSet> sets = detectorSets(ground, prompts, seed);
    const PromptLibrary library = PromptLibrary::load();
    for (const PromptFamily& family : library.families()) {
        TaskSet set = librarySet(family, ground, prompts, seed);
        if (!set.isEmpty())
            sets.push_back(std::move(set));
    }
    return sets;
}

} // namespace headwaters
