#include "core/engine/detect/confirmsteps.h"

#include "core/engine/detect/causalcheck.h"
#include "core/engine/detect/removedalone.h"
#include "core/engine/detect/typechecks.h"

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

StepResult confirm(const TypeCheck& check, const Bench& bench, int prompts, const ScanState& state)
{
    StepResult result;
    const std::vector<HeadIndex> heads = headsToCheck(state, check);
    if (heads.empty())
        return result;
    const Bench other = onOtherPrompts(bench);
    const CausalTask task = check.task(other, check.set(other, prompts), state);
    if (auto confirmation = confirmHeads(other, task, check.type, heads, sparedHeads(state, check)))
        result.confirmations.push_back(std::move(*confirmation));
    return result;
}

DetectorStep togetherStep(const TypeCheck& check)
{
    const HeadTypeInfo& info = headTypeInfo(check.type);
    QString tagKey = check.tag;
    return {
        .key = u"confirm-"_s + (check.tag.isEmpty() ? info.key : tagKey.replace(u' ', u'-')),
        .what = u"Without heads: %1"_s.arg(check.tag.isEmpty() ? info.name : check.tag),
        .types = {check.type},
        .after = check.after,
        .tier = Tier::Causal,
        .drawsPrompts = false,
        .confirms = true,
        .cost =
            [check](const Bench& bench, int prompts) {
                return confirmCost(check.set(onOtherPrompts(bench), prompts));
            },
        .run =
            [check](const Bench& bench, int prompts, const ScanState& state) {
                return confirm(check, bench, prompts, state);
            },
    };
}

/// Checks that remove heads one by one on the same prompts.
using SharedChecks = std::vector<TypeCheck>;

StepResult removeEach(const SharedChecks& checks, const Bench& bench, int prompts, const ScanState& state)
{
    std::vector<HeadsOfType> found;
    std::vector<HeadIndex> spared;
    for (const TypeCheck& check : checks) {
        const std::vector<HeadIndex> heads = headsToCheck(state, check);
        const std::vector<HeadIndex> related = sparedHeads(state, check);
        spared.insert(spared.end(), related.begin(), related.end());
        if (!heads.empty())
            found.push_back({check.type, heads});
    }
    StepResult result;
    if (found.empty())
        return result;
    const Bench other = onOtherPrompts(bench);
    const TypeCheck& any = checks.front();
    result.added = removedAlone(other, any.task(other, any.set(other, prompts), state), found, spared);
    return result;
}

DetectorStep aloneStep(const SharedChecks& checks)
{
    DetectorStep step{
        .key = u"alone-"_s + checks.front().alone,
        .what = u"Without one head: %1"_s.arg(checks.front().alone),
        .types = {},
        .after = checks.front().after,
        .tier = Tier::Causal,
        .confirms = true,
    };
    for (const TypeCheck& check : checks)
        step.types.push_back(check.type);
    step.cost = [checks](const Bench& bench, int prompts) {
        const TaskSet set = checks.front().set(onOtherPrompts(bench), prompts);
        return removedAloneCost(bench, set, checks.size());
    };
    step.run = [checks](const Bench& bench, int prompts, const ScanState& state) {
        return removeEach(checks, bench, prompts, state);
    };
    return step;
}

std::vector<SharedChecks> sharedChecks()
{
    std::vector<SharedChecks> all;
    for (const TypeCheck& check : typeChecks()) {
        if (check.alone.isEmpty())
            continue;
        const auto same = std::find_if(all.begin(), all.end(), [&check](const SharedChecks& checks) {
            return checks.front().alone == check.alone;
        });
        if (same == all.end())
            all.push_back({check});
        else
            same->push_back(check);
    }
    return all;
}

} // namespace

std::vector<DetectorStep> confirmSteps()
{
    std::vector<DetectorStep> steps;
    for (const TypeCheck& check : typeChecks())
        steps.push_back(togetherStep(check));
    for (const SharedChecks& checks : sharedChecks())
        steps.push_back(aloneStep(checks));
    return steps;
}

} // namespace headwaters
