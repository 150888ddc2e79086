#pragma once

#include "core/base/headindex.h"
#include "core/circuit/tracerequest.h"
#include "core/results/headdetail.h"
#include "core/text/token.h"

#include <QString>

#include <optional>
#include <vector>

namespace headwaters {

/// Which matrix of a head is decomposed.
enum class DirectionKind {
    Qk, ///< W_Q W_K^T: ACC++
    Sad, ///< with both biases: SAD
    AccQuery, ///< with the key's bias: ACC, query side
    AccKey, ///< with the query's bias: ACC, key side
    Ov, ///< W_V W_O
};

/// `qk`, `sad`, `acc-dest`, `acc-src`, `ov`: the words of the command line.
[[nodiscard]] QString directionKindKey(DirectionKind kind);
[[nodiscard]] std::optional<DirectionKind> directionKindFromKey(const QString& key);

/// Singular values of one head, largest first: [d_head].
struct Spectrum {
    HeadIndex head;
    DirectionKind kind = DirectionKind::Qk;
    std::vector<double> singularValues;
};

/// The score of one pair of tokens as a sum, twice. All in units of the score (scale included), of the
/// canonical weights.
struct ScoreRow {
    quint64 run = 0;
    HeadIndex head;
    int destination = 0;
    int source = 0;
    double score = 0; ///< what the map shows before a cap: q . k times the scale
    double cappedScore = 0; ///< after the cap; equals `score` where there is none
    std::vector<double> dimensions; ///< [d_head] q_i k_i times the scale; adds up to score
    std::vector<double>
        directions; ///< [d_head] by singular direction of the plain QK matrix, offsets included
    double dimensionResidual = 0; ///< score minus the sum of `dimensions`
    double directionResidual = 0;
    double tolerance = 0; ///< what float32 explains: a larger residual means that something is wrong

    [[nodiscard]] double dimensionSum() const;
    [[nodiscard]] double directionSum() const;
    [[nodiscard]] bool isWithinTolerance() const; ///< both residuals; false for NaN
    /// The direction that adds most; none where there are no directions.
    [[nodiscard]] std::optional<int> leadingDirection() const;
    /// The share of the score that the first k directions make, for k from 0 to d_head; it may pass above 1
    /// or below 0. Empty where the score is zero.
    [[nodiscard]] std::vector<double> cumulativeShares() const;
};

/// A head's map rebuilt from its first k singular directions.
struct PartialScores {
    quint64 run = 0;
    HeadIndex head;
    int k = 0; ///< of dHead
    int dHead = 0;
    int size = 0; ///< T
    std::vector<float> scores; ///< [query, key]; -infinity where masked
    std::vector<float> pattern; ///< [query, key] softmax of `scores`
    double explained = 0; ///< 1 - squared error / variance of the scores, over all visible pairs with d >= 1
};

/// As attentionMap(detail, quantity), with the scores and the pattern of the first directions.
[[nodiscard]] AttentionMap
rebuiltMap(const HeadDetail& detail, Quantity quantity, const PartialScores& partial);

/// How much of a head's scores its first directions explain in one run.
struct ExplainedScores {
    quint64 run = 0;
    HeadIndex head;
    std::vector<double> shares; ///< [d_head + 1], for k = 0 up; as PartialScores::explained
};

/// What is known of a head's directions in a run, whatever the pair.
struct HeadDirections {
    Spectrum qk;
    Spectrum ov;
    ExplainedScores explained; ///< its run and head
};

/// A token and how strongly a direction meets its effective embedding.
struct TokenReading {
    TokenId id = 0;
    double value = 0;
};

/// What stands for a token when vocabulary is read along a direction.
enum class EmbeddingKind {
    Effective, ///< what the token's embedding is after the first MLP, alone in a prompt
    Raw, ///< the row of W_E
};

/// What one direction of a head reads and writes, in words.
struct DirectionReading {
    HeadIndex head;
    int direction = 0;
    EmbeddingKind embedding = EmbeddingKind::Effective;
    double singularValue = 0; ///< of the QK matrix
    double ovSingularValue = 0;
    std::vector<TokenReading> query; ///< largest first
    std::vector<TokenReading> key;
    std::vector<TokenReading> written; ///< tokens whose logits OV direction of the same number raises
};

/// How one edge's upstream part moves the downstream head's score, direction by direction. Relative: minus
/// the mean over the keys that compete with the source.
struct EdgeEvidence {
    struct Share {
        int direction = 0;
        double value = 0; ///< in units of the score
        bool isListed = false; ///< stands in the edge's list
    };
    std::vector<Share> shares; ///< largest magnitude first; all directions
    double sum = 0; ///< what the part adds to the relative score in total
    double score = 0; ///< the firing's relative score, from all parts
    double residual = 0; ///< the part's contribution computed directly, minus `sum`
};

/// One of the parts that a locked pair's score comes from.
struct UpstreamShare {
    int layer = 0;
    int head = -1; ///< -1: not a head
    QString part; ///< `5.1`, `MLP 3`, `embedding`, `bias`, `offset`
    bool isKeySide = false;
    int position = 0; ///< token it writes at
    int source = -1; ///< token that a head reads; -1: not a head
    double weight = 0; ///< attention weight traced to it (ACC++)
    double share = 0; ///< of the firing's attention, 0 to 1
};

/// A later head that reads this head's output in this run, or the logits.
struct DownstreamShare {
    HeadIndex head;
    bool isLogits = false;
    bool isKeySide = false;
    int destination = 0; ///< of the later head's firing
    int source = 0;
    double weight = 0; ///< attention weight traced to this head; for logits its effect in logits
};

/// What the head card says of a locked pair.
struct HeadNeighbours {
    quint64 run = 0;
    HeadIndex head;
    int destination = 0;
    int source = 0;
    double attention = 0;
    double tau = 0; ///< below it the pair is not traced
    std::vector<UpstreamShare> getsFrom; ///< largest first
    std::vector<DownstreamShare> givesTo;
    QString note; ///< why a list is empty, or what was left out
};

} // namespace headwaters
