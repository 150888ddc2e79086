#include "core/engine/session/snapshotreadings.h"

#include "core/engine/causal/attribution.h"
#include "core/engine/causal/logitlens.h"
#include "core/engine/session/runsnapshot.h"

namespace headwaters {

namespace {

std::vector<TokenId> idsOf(const RunSnapshot& snapshot)
{
    std::vector<TokenId> ids;
    for (const Token& token : snapshot.result->tokens)
        ids.push_back(token.id);
    return ids;
}

} // namespace

std::shared_ptr<const RunResult> resultOf(const RunSnapshot& snapshot)
{
    return snapshot.result;
}

std::shared_ptr<const LogitLens> lensOf(
    const RunSnapshot& snapshot, const std::vector<int>& positions, const std::vector<TokenId>& words,
    const CancelToken& cancel, const ProgressFunction& progress)
{
    auto lens = std::make_shared<LogitLens>(logitLens(
        *snapshot.model, {idsOf(snapshot), positions, words, snapshot.trace->edits}, cancel, progress));
    lens->run = snapshot.result->run;
    lens->changes = snapshot.result->changes;
    return lens;
}

std::shared_ptr<const Attribution> attributionOf(
    const RunSnapshot& snapshot, TokenId target, TokenId rival, int position, const CancelToken& cancel)
{
    auto result = std::make_shared<Attribution>(
        attribution(*snapshot.model, {idsOf(snapshot), target, rival, position}, cancel));
    result->run = snapshot.result->run;
    return result;
}

} // namespace headwaters
