#pragma once

#include "core/base/headindex.h"

#include <QString>

#include <cstddef>
#include <vector>

namespace headwaters {

/// What a map of a head shows.
enum class Quantity { Pattern, Score, ValueWeighted, Effect };

/// Over which heads a map is taken.
enum class Aggregation { OneHead, LayerMean, LayerMax, ModelMean, ModelMax };

/// A [query, key] matrix of one quantity, of one head or over several. Keys after the query are masked.
struct AttentionMap {
    HeadIndex head; ///< the head; with an aggregation over a layer, its layer
    Quantity quantity = Quantity::Pattern;
    Aggregation aggregation = Aggregation::OneHead;
    int nHeads = 1; ///< over how many heads
    int size = 0; ///< T
    bool isDifference = false; ///< a − b of two runs: signed, whatever the quantity
    int firstDirections =
        -1; ///< rebuilt from the first so many singular directions; -1: as the model gives it
    int ofDirections = 0; ///< d_head where it is rebuilt
    std::vector<float> values; ///< row-major [query, key]; masked: -infinity for scores, 0 otherwise

    [[nodiscard]] bool isRebuilt() const { return firstDirections >= 0; }
    [[nodiscard]] bool isMasked(int query, int key) const { return key > query; }
    [[nodiscard]] float at(int query, int key) const
    {
        return values
            [static_cast<std::size_t>(query) * static_cast<std::size_t>(size)
             + static_cast<std::size_t>(key)];
    }
};

/// `pattern`, `score`, `value-weighted`, `effect`: the words of the command line.
[[nodiscard]] QString quantityKey(Quantity quantity);
/// `L5H1 · attention · after softmax`, `mean of 12 heads · ...`: what, quantity, stage of computation.
[[nodiscard]] QString mapTitle(const AttentionMap& map);
/// `blocks.5.attn.hook_pattern[1]`; for derived quantities the hook they start from.
[[nodiscard]] QString hookName(const AttentionMap& map);

} // namespace headwaters
