#pragma once

#include "core/results/attentionmap.h"

#include <vector>

namespace headwaters {

/// What is done with the attention that rests on sinks (positions that soak up attention without use).
enum class SinkMode {
    Show, ///< the map as it is
    Fade, ///< sink columns are drawn faded, numbers unchanged
    Renormalise, ///< sink columns are removed and each row is scaled to sum to 1 again
};

/// Positions whose received share of a head's whole mass is more than half, besides position 0, which always
/// counts: the default sinks. `pattern` is [query, key] row-major, T x T.
[[nodiscard]] std::vector<int> sinkPositions(const std::vector<float>& pattern, int size);

/// `map` with the columns of `sinks` removed and each row renormalised (pattern only; other quantities are
/// only zeroed there). A row whose whole mass was on sinks becomes 0. `removedShare` receives the share of
/// all mass that was removed, 0 to 1.
[[nodiscard]] AttentionMap
withoutSinks(const AttentionMap& map, const std::vector<int>& sinks, double* removedShare);

/// Mass each source receives, summed over queries: [T], in queries.
[[nodiscard]] std::vector<float>
receivedMass(const std::vector<float>& pattern, int size, const std::vector<int>& sinks);
/// Mass each query gives to sources that are no sinks: [T], 0 to 1.
[[nodiscard]] std::vector<float>
givenMass(const std::vector<float>& pattern, int size, const std::vector<int>& sinks);
/// Entropy of each row in bits: [T].
[[nodiscard]] std::vector<float> rowEntropy(const std::vector<float>& pattern, int size);
/// Mean attention at distance 0, 1, 2, ... (query minus key), over the queries that have such a key: [T].
[[nodiscard]] std::vector<float> distanceProfile(const std::vector<float>& pattern, int size);

/// One line of the line view.
struct AttentionLine {
    int query = 0;
    int key = 0;
    float weight = 0;
};
/// The fewest entries whose sum reaches `share` (0 to 1) of all mass outside `sinks`, largest first; ties by
/// query, then key.
[[nodiscard]] std::vector<AttentionLine>
topLines(const std::vector<float>& pattern, int size, const std::vector<int>& sinks, double share);

} // namespace headwaters
