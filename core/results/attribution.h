#pragma once

#include "core/base/headindex.h"
#include "core/text/token.h"

#include <QString>

#include <cstddef>
#include <vector>

namespace headwaters {

/// What each part of a run adds to the logit of `target` minus that of `rival` at one position, with the
/// final norm's scale held at the run's. All in logits; the parts add up to `logitDifference`. Where the
/// model caps its logits, that is the difference before the cap.
struct Attribution {
    quint64 run = 0; ///< number of the run this belongs to; 0: of none
    TokenId target = 0;
    TokenId rival = 0;
    int destination = 0; ///< the position whose logits are read
    int nLayers = 0;
    int nHeads = 0;
    int sources = 0; ///< T, tokens of the prompt

    double embedding = 0;
    double position = 0; ///< of the learned positions; 0 where positions are rotary
    std::vector<double> heads; ///< [layer, head], without the output bias
    std::vector<double> attentionBias; ///< [layer]
    std::vector<double> mlp; ///< [layer]
    double finalNormShift = 0; ///< the final norm's shift and the unembedding's bias
    std::vector<double> headsBySource; ///< [layer, head, source]; adds up to `heads`; 0 behind `destination`
    double total = 0; ///< the sum of the parts
    double logitDifference = 0; ///< what the forward gave, before a cap

    [[nodiscard]] double head(HeadIndex head) const;
    [[nodiscard]] double bySource(HeadIndex head, int source) const;
    /// What all heads write together out of one source: [source].
    [[nodiscard]] std::vector<double> sourceTotals() const;
    [[nodiscard]] double biases() const; ///< output biases of all layers and the final norm's shift

    [[nodiscard]] double residual() const { return logitDifference - total; }
    [[nodiscard]] double tolerance() const; ///< what float32 explains
    [[nodiscard]] bool isWithinTolerance() const; ///< false for NaN
};

/// One part of an attribution, to be listed.
struct AttributedPart {
    enum class Kind { Embedding, Position, Head, Mlp, AttentionBias, FinalNormShift };

    Kind kind = Kind::Head;
    HeadIndex head; ///< the layer of an MLP or bias; both of a head
    double value = 0;

    bool operator==(const AttributedPart&) const = default;
};

/// All parts in forward order.
[[nodiscard]] std::vector<AttributedPart> attributedParts(const Attribution& attribution);
/// `head 5.5`, `MLP 5`, `embedding`, `position`, `bias of attention 2`, `final norm`.
[[nodiscard]] QString partName(const AttributedPart& part);

} // namespace headwaters
