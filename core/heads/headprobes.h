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
    std::vector<double> nullAccuracies; ///< [draw] accuracy with the same
    std::vector<NestedScore> nested; ///< [fold]
};

struct HeadProbeSamples {
    std::vector<HeadProbeSample> heads; ///< layer by layer
    ProbeBaseline baseline;
    std::vector<double> randomHeads; ///< [layer] mean AUC of its random heads

    /// What a head, counted layer by layer, has to be above.
    [[nodiscard]] double above(int head) const;
};

/// Learns and tests the probes. `progress` counts heads. \throws Error (bad input) where a fold would lack a
/// label; cancelled.
[[nodiscard]] HeadProbeSamples probeSamples(
    const ProbeFeatures& features, const ProbeSet& set, const ProbeRule& rule, const CancelToken& cancel,
    const ProgressFunction& progress = {});

/// Draws that a head is compared with: those of all heads, brought to this head's median and spread, since
/// its own 200 cannot give a p small enough for hundreds of heads. At most `most` of them, 30 for each of 270
/// heads.
void poolNulls(std::vector<HeadSample>& samples, int most = 8000);

/// The samples as a report, without model and steering.
[[nodiscard]] ProbeReport probeReport(
    const HeadProbeSamples& samples, const ProbeFeatures& features, const ProbeSet& set,
    const ProbeRule& rule);

/// The two measures that a probe's rule asks for, a sample a head: the AUC, 0.65 or more against permuted
/// labels; and by how much it is above a probe that sees no head and above random heads of the layer, 0.05 or
/// more, by signs over groups.
[[nodiscard]] MeasureRule probeAucRule();
[[nodiscard]] std::vector<HeadSample> probeAucSamples(const HeadProbeSamples& samples);
[[nodiscard]] MeasureRule probeMarginRule();
[[nodiscard]] std::vector<HeadSample> probeMarginSamples(const HeadProbeSamples& samples);

} // namespace headwaters
