#pragma once

#include "core/results/runresult.h"
#include "core/results/sampling.h"
#include "core/text/tokenizer.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace headwaters {

/// What a person asks the model to go on from.
struct GenerationRequest {
    QString text;
    bool beginOfText = true; ///< put the model's beginning-of-text token first
    std::vector<TokenId> ids; ///< the prompt's tokens themselves; empty: those of `text`
    int count = 20; ///< tokens at most
    SamplingSettings sampling;
    QStringList stops; ///< generation ends with the token that completes one of these texts
    bool stopAtEnd = true; ///< and with a token that ends a text
};

/// One token that the model wrote.
struct GeneratedToken {
    Token token;
    double probability = 0; ///< of the model as it is: at temperature 1, without top-p
    int rank = 0; ///< how many logits were strictly larger
};

/// Why a generation ended.
enum class StopReason { Count, Stop, EndOfText, Context };

/// A prompt and what the model wrote behind it.
struct Generation {
    std::vector<Token> prompt;
    std::vector<GeneratedToken> tokens;
    QString text; ///< of the tokens, without the one that ended it as the end of a text
    StopReason reason = StopReason::Count;
    double seconds = 0; ///< that all tokens but the first took, so without the reading of the prompt
};

/// `length`, `stop`, `end-of-text`, `context`: the words of the command line.
[[nodiscard]] QString stopReasonKey(StopReason reason);

/// The run that shows the model behind the first `count` tokens that were written; 0: behind the prompt. It
/// names the tokens themselves where its text alone would be cut into others. Target and rival are left to
/// the model.
[[nodiscard]] RunRequest runBehind(
    const GenerationRequest& asked, const Generation& generation, std::size_t count,
    const Tokenizer& tokenizer);

} // namespace headwaters
