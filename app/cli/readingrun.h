#pragma once

#include "app/cli/arguments.h"
#include "core/engine/session/runner.h"
#include "widgets/lens/lenscontent.h"

#include <memory>
#include <vector>

namespace headwaters {

/// A prompt that was run, and the model that its parts are read from: as stored, or folded with --fold.
struct ReadingRun {
    std::unique_ptr<Runner> runner;
    std::shared_ptr<const RunResult> result;
    std::shared_ptr<const Model> model;
    std::vector<TokenId> ids;

    [[nodiscard]] QString label(TokenId id) const; ///< `·Mary`
    /// What a figure of it begins with: model, hashed, run and tokenizer.
    [[nodiscard]] LensContent content() const;
};

/// --fold, --out and the like, --json with what it prints.
[[nodiscard]] QList<QCommandLineOption> readingOptions(const QString& json);
/// Checks --out, opens the model and runs the prompt. \throws Error.
[[nodiscard]] ReadingRun readingRun(const Arguments& arguments);

} // namespace headwaters
