#pragma once

#include "core/base/headindex.h"
#include "core/results/attentionmap.h"
#include "core/text/token.h"

#include <vector>

namespace headwaters {

/// All that the Head view and the head card show of one head in one run. Every quantity derives from these by
/// plain arithmetic (`attentionMap`), so switching a quantity never waits for the model.
struct HeadDetail {
    quint64 run = 0; ///< number of the run this belongs to
    HeadIndex head;
    int size = 0; ///< T, tokens in the prompt
    TokenId target = 0; ///< the token that `writes` speaks for
    TokenId rival = 0; ///< the token that `writes` speaks against
    std::vector<float> pattern; ///< [query, key] after softmax; 0 above the diagonal
    std::vector<float> scores; ///< [query, key] before softmax, scaled; -infinity above the diagonal
    std::vector<float> valueNorm; ///< [key] norm of v W_O of that source
    std::vector<float> writes; ///< [key] v W_O of that source on the direction of target minus rival, before
                               ///< the final norm's scale
    std::vector<float> finalScale; ///< [query] the final norm's scale at that position, times that of the
                                   ///< norm behind attention where the model has one
};

/// The map of one quantity, [query, key]:
/// pattern = softmax; score = q.k scaled, before softmax; value-weighted = pattern x norm of v W_O of the
/// source; effect = pattern x (v W_O of the source through the final norm with its scale held, on W_U[target]
/// - W_U[rival]), in logits.
[[nodiscard]] AttentionMap attentionMap(const HeadDetail& detail, Quantity quantity);

} // namespace headwaters
