#include "core/engine/session/snapshotmodel.h"

#include "core/engine/session/runsnapshot.h"

namespace headwaters {

std::shared_ptr<const Model> modelOf(const std::shared_ptr<const RunSnapshot>& snapshot)
{
    return snapshot ? snapshot->model : nullptr;
}

std::shared_ptr<const Tokenizer> tokenizerOf(const std::shared_ptr<const RunSnapshot>& snapshot)
{
    return snapshot ? snapshot->tokenizer : nullptr;
}

} // namespace headwaters
