#pragma once

#include "core/base/headindex.h"
#include "core/text/token.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace headwaters {

/// What a person asks the model: a text and the two tokens whose difference matters.
struct RunRequest {
    QString text;
    bool beginOfText = true; ///< put the model's beginning-of-text token first
    std::optional<TokenId> target; ///< none: the top next token
    std::optional<TokenId> rival; ///< none: the runner-up (the best token that is not the target)
    std::vector<TokenId> ids = {}; ///< the prompt's tokens themselves, where `text` may not give them again
                                   ///< (a generated text); empty: those of `text`
};

/// One candidate for the next token.
struct Prediction {
    Token token;
    float logit = 0;
    double probability = 0; ///< 0 to 1
    int rank = 0; ///< how many logits are strictly larger
};

/// A small picture of one head's pattern: the map itself up to `largest` tokens, beyond that the largest
/// value of each block, so that thin lines do not vanish.
struct Thumbnail {
    static constexpr int largest = 128; ///< rows and columns at most

    int size = 0; ///< rows = columns
    std::vector<std::uint8_t> values; ///< row-major [query, key]; 0 is attention 0, 255 is attention 1
};

/// What the wall shows of one head.
struct HeadSummary {
    HeadIndex head;
    Thumbnail thumbnail;
    float receivedMass = 0; ///< largest mean attention that one source receives from the queries after it
                            ///< that can see it, position 0 left out; 0 to 1
    float entropy = 0; ///< mean over queries of the row's entropy, in bits
};

/// One finished layer of a run, the unit in which results arrive.
struct LayerResult {
    int layer = 0;
    std::vector<HeadSummary> heads;
};

/// What every head writes, at the last position, on target minus rival.
struct EffectSummary {
    quint64 run = 0;
    TokenId target = 0;
    TokenId rival = 0;
    double logitDifference = 0; ///< target minus rival at the last position, in logits
    std::vector<std::vector<float>>
        heads; ///< [layer][head], in logits, final norm's scale held, output bias apart
};

/// A finished run: immutable, shared, never copied.
struct RunResult {
    quint64 run = 0; ///< number of the run, counted from 1
    RunRequest request;
    std::vector<Token> tokens; ///< [T]
    bool startsWithBeginOfText = false; ///< tokens[0] is the model's beginning-of-text token
    std::vector<std::shared_ptr<const LayerResult>> layers; ///< [nLayers]
    std::vector<float> lastLogits; ///< [dVocab] at the last position
    EffectSummary effects; ///< for the request's target and rival
    double seconds = 0; ///< time the forward took
    QStringList changes = {}; ///< interventions that were on, a line each; empty: the model as it is
};

/// The `count` likeliest next tokens, highest logit first (equal logits: smaller id first). Softmax in
/// float64. `token` turns an id into its Token.
template <typename TokenOf>
[[nodiscard]] std::vector<Prediction>
topPredictions(const std::vector<float>& logits, int count, const TokenOf& token);

/// As above, ids only; the implementation behind the template.
struct RankedLogit {
    TokenId id = 0;
    float logit = 0;
    double probability = 0;
    int rank = 0;
};
[[nodiscard]] std::vector<RankedLogit> rankLogits(const std::vector<float>& logits, int count);
/// Rank and probability of one token.
[[nodiscard]] RankedLogit rankOf(const std::vector<float>& logits, TokenId id);

template <typename TokenOf>
std::vector<Prediction> topPredictions(const std::vector<float>& logits, int count, const TokenOf& token)
{
    std::vector<Prediction> predictions;
    for (const RankedLogit& ranked : rankLogits(logits, count))
        predictions.push_back({token(ranked.id), ranked.logit, ranked.probability, ranked.rank});
    return predictions;
}

} // namespace headwaters
