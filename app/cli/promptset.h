#pragma once

#include "app/cli/arguments.h"
#include "core/engine/trace/tracer.h"
#include "core/results/modelinfo.h"

#include <QCommandLineOption>
#include <QList>

namespace headwaters {

/// --family with --count and --seed, and --prompts: many prompts at once. --no-bos, which a verb may have
/// from promptOptions, counts for a family.
[[nodiscard]] QList<QCommandLineOption> promptSetOptions();

/// The prompts of the list that --prompts names, else of --family, tokens named by their roles, and where no
/// token has one, by their texts. \throws Error (bad input) that names the prompt: a role outside it, a
/// target or rival that is no token, no target where one is needed, a rival that is the target.
[[nodiscard]] std::vector<TracePrompt> chosenPromptSet(
    const Arguments& arguments, const Tokenizer& tokenizer, const ModelInfo& info, bool needsTarget);

} // namespace headwaters
