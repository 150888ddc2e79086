#pragma once

#include "core/results/attentionmap.h"
#include "core/results/modelinfo.h"

#include <QString>

#include <memory>
#include <span>
#include <vector>

namespace headwaters {

/// A small picture of a − b of one head's patterns: the difference itself up to Thumbnail::largest tokens,
/// beyond that of each block the value farthest from zero, so that neither sign vanishes.
struct DifferencePicture {
    int size = 0; ///< rows = columns
    std::vector<float> values; ///< row-major [query, key], −1 to 1; 0 where masked
};

/// How far one head's attention differs between two runs.
struct HeadDifference {
    HeadIndex head;
    DifferencePicture picture;
    float meanAbsolute = 0; ///< mean of |a − b| over the T (T + 1) / 2 cells whose key is not after the query
    float largest = 0; ///< largest |a − b|
};

/// The differences of one layer, the unit in which they arrive.
struct LayerDifference {
    int layer = 0;
    std::vector<HeadDifference> heads;
};

/// Why a map of one run cannot be subtracted from one of the other; empty where it can. Absent is different
/// from zero: without a partner for each cell there is no difference.
[[nodiscard]] QString mapDifferenceBlocked(int tokensA, int tokensB);
/// As above for all heads at once: the models must also have the same layers and heads.
[[nodiscard]] QString wallDifferenceBlocked(const ModelInfo& a, const ModelInfo& b, int tokensA, int tokensB);

/// a − b cell by cell; masked cells are 0, in scores too. It carries the head of `a` and is marked as a
/// difference. \throws Error (bad input) for maps of other sizes or quantities.
[[nodiscard]] AttentionMap differenceMap(const AttentionMap& a, const AttentionMap& b);

/// The difference of two patterns, [query, key] row-major, `size` x `size`.
[[nodiscard]] HeadDifference
headDifference(HeadIndex head, std::span<const float> a, std::span<const float> b, int size);

} // namespace headwaters
