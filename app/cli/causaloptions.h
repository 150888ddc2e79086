#pragma once

#include "app/cli/arguments.h"
#include "core/engine/causal/causalrun.h"
#include "core/results/modelinfo.h"
#include "core/text/tokenizer.h"

#include <QJsonArray>
#include <QJsonObject>

#include <memory>

namespace headwaters {

/// --model, the prompt, --target, --rival, --fold: what all verbs share that change runs.
[[nodiscard]] QList<QCommandLineOption> causalOptions();
[[nodiscard]] QCommandLineOption corruptedOption();

/// The model and the question that a verb's words ask. A corrupted prompt and references are read where they
/// are given. \throws Error (bad input).
struct CausalSetup {
    ModelInfo info; ///< with the hash of the weights where --out is given
    QString text; ///< the prompt as typed
    QString corruptedText; ///< likewise; empty where there is none
    bool beginOfText = true;
    std::shared_ptr<const Tokenizer> tokenizer;
    std::shared_ptr<const Model> model;
    CausalQuestion question;

    [[nodiscard]] static CausalSetup of(const Arguments& arguments);
    [[nodiscard]] CausalRun run() const;
    [[nodiscard]] std::vector<Token> tokens() const;
    /// `·Mary minus ·John`
    [[nodiscard]] QString difference() const;
};

/// The prompts of --reference, with their roles. \throws Error (bad input) that names the file and the
/// prompt.
[[nodiscard]] std::vector<CausalPrompt>
referencePrompts(const Arguments& arguments, const Tokenizer& tokenizer);

/// `5.1`. \throws Error (bad input) that names the option.
[[nodiscard]] HeadIndex headOf(const QString& typed, const QString& option);
/// `5.1,5.2`.
[[nodiscard]] std::vector<HeadIndex> headsOf(const QString& typed, const QString& option);

/// What was measured, a field for each: `difference`, `divergence`, `probability`, `logProbability`, `rank`.
void addMeasures(QJsonObject& object, const CausalMeasures& measures);
/// Target and rival with their texts, and what the unchanged run gives.
[[nodiscard]] QJsonObject questionJson(const CausalSetup& setup, const CausalRun& run);

} // namespace headwaters
