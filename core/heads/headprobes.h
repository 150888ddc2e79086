#pragma once

#include "core/heads/decision.h"
#include "core/heads/probeset.h"
#include "core/results/probe.h"

namespace headwaters {

/// What the heads of a model hold at the position of each item of a set, and what stood there before any of
/// them.
struct ProbeFeatures {
    int layers = 0, heads = 0, headSize = 0, embedding = 0;
    std::vector<float> z; ///< [item, layer, head, d_head]
    std::vector<float> last; ///< [item, d_model] embedding of the token at the position, without positions
    std::vector<float> mean; ///< [item, d_model] mean embedding of the tokens up to it
    int draws = 0; ///< random heads a layer
    std::vector<float> random; ///< [item, layer, draw, d_head] random projections of what heads read there

    [[nodiscard]] int headCount() const { return layers * heads; }
};

/// One head's values as items to learn from; `head` counts layer by layer.
[[nodiscard]] LabelledItems itemsOfHead(const ProbeFeatures& features, const ProbeSet& set, int head);

/// A probe of every head: values of HeadProbe with units and null draws, which a detector shows.
struct HeadProbeSample {
    HeldOut held;
    std::vector<double> nulls; ///< [draw] AUC with permuted labels
    std::vector<NestedScore> nested; ///< [fold]
};

struct HeadProbeSamples {
    std::vector<HeadProbeSample> heads; ///< layer by layer
    ProbeBaseline baseline;
    std::vector<double> randomHeads; ///< [layer] mean AUC of its random heads

    /// What a head of the layer has to be above.
    [[nodiscard]] double above(int layer) const;
};

/// Learns and tests the probes. `progress` counts heads. \throws Error (bad input) where a fold would lack a
/// label; cancelled.
[[nodiscard]] HeadProbeSamples probeSamples(
    const ProbeFeatures& features, const ProbeSet& set, const ProbeRule& rule, const CancelToken& cancel,
    const ProgressFunction& progress = {});

/// Draws that a head is compared with: those of all heads, brought to this head's median and spread, since
/// its own 200 cannot give a p small enough for hundreds of heads. At most `most` of them, 30 for each of 270
/// heads.
[[nodiscard]] std::vector<std::vector<double>>
pooledNulls(const std::vector<std::vector<double>>& nulls, int most = 8000);
/// The same in place.
void poolNulls(std::vector<HeadSample>& samples);
/// [head, draw]
[[nodiscard]] std::vector<std::vector<double>> nullsOf(const std::vector<HeadProbeSample>& samples);

/// The samples as a report, without model and steering.
[[nodiscard]] ProbeReport probeReport(
    const HeadProbeSamples& samples, const ProbeFeatures& features, const ProbeSet& set,
    const ProbeRule& rule);

/// What an AUC needs for a Yes: this, and so much more than the baseline's.
inline constexpr double probeThreshold = 0.65;
inline constexpr double probeMargin = 0.05;

} // namespace headwaters
