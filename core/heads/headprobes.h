#pragma once

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
};

/// Learns and tests the probes. `progress` counts heads. \throws Error (bad input) where a fold would lack a
/// label; cancelled.
[[nodiscard]] HeadProbeSamples probeSamples(
    const ProbeFeatures& features, const ProbeSet& set, const ProbeRule& rule, const CancelToken& cancel,
    const ProgressFunction& progress = {});

/// Draws that a head's AUC is compared with: those of all heads, brought to this head's median and spread,
/// since its own 200 cannot give a p small enough for hundreds of heads. At most `most` of them.
[[nodiscard]] std::vector<std::vector<double>>
pooledNulls(const std::vector<HeadProbeSample>& samples, int most = 4000);

/// The samples as a report, without model and steering.
[[nodiscard]] ProbeReport probeReport(
    const HeadProbeSamples& samples, const ProbeFeatures& features, const ProbeSet& set,
    const ProbeRule& rule);

/// What an AUC needs for a Yes: this, and so much more than the baseline's.
inline constexpr double probeThreshold = 0.65;
inline constexpr double probeMargin = 0.05;

} // namespace headwaters
