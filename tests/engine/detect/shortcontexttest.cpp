#include "core/engine/detect/registry.h"
#include "core/engine/detect/tasksets.h"
#include "core/heads/tasks/categorylists.h"
#include "core/heads/tasks/grammar.h"
#include "core/heads/tasks/languages.h"
#include "core/heads/tasks/randomtokens.h"
#include "core/heads/tasks/semanticpairs.h"
#include "core/heads/tasks/statements.h"
#include "core/heads/tasks/structuretext.h"
#include "engine/support/demobench.h"
#include "support/testing.h"

using namespace headwaters;

namespace {

/// Every set that a detector asks.
std::vector<TaskSet> allSets(const TaskGround& ground, int prompts = 12)
{
    std::vector<TaskSet> sets = taskSets(ground, prompts, 1);
    for (const TaskSet& set : semanticPairs(ground, prompts, 1))
        sets.push_back(set);
    const ProbeSet statements = trueStatements(ground, prompts, 1);
    sets.push_back(statements.contrasts);
    sets.back().reason = statements.reason; // it speaks for both
    for (const TaskSet& set :
         {categoryLists(ground, prompts, 1), grammarSentences(ground, prompts, 1),
          targetLanguages(ground, prompts, 1).set, paraphrases(ground, prompts, 1).set,
          uniqueTokens(ground, 4, 1), repeatedTokens(ground, 50, 2, 4, 1), freshSecondHalf(ground, 50, 4, 1),
          naturalText(ground, prompts, 1), rareWordSentences(ground, prompts, 1),
          subwordSentences(ground, prompts, 1)})
        sets.push_back(set);
    return sets;
}

} // namespace

TEST_CASE("No set asks for more tokens than the context holds, and a set without prompts says why")
{
    const std::shared_ptr<const Tokenizer> tokenizer = loadTokenizer(demoModel());
    for (const int context : {4, 8, 16, 24, 32, 36, 40, 44, 48, 64, 256}) {
        for (const TaskSet& set : allSets(TaskGround::of(tokenizer, context))) {
            CAPTURE(context, set.key.toStdString());
            CHECK((set.isEmpty() ? !set.reason.isEmpty() : set.reason.isEmpty()));
            std::size_t longest = 0;
            for (const TaskPrompt& prompt : set.prompts)
                longest = std::max({longest, prompt.ids.size(), prompt.corrupted.size()});
            CHECK(longest <= static_cast<std::size_t>(context));
        }
    }
}

TEST_CASE("A scan may ask one prompt of a set")
{
    const TaskGround ground = demoBench().ground;
    for (const TaskSet& set : allSets(ground, 1)) {
        CAPTURE(set.key.toStdString());
        CHECK((set.isEmpty() ? !set.reason.isEmpty() : set.reason.isEmpty()));
    }
    for (const DetectorStep& step : detectorSteps()) {
        if (step.key == QStringLiteral("yes-no"))
            CHECK(step.run(demoBench(), 1, {}).findings.size() == 36);
    }
}
