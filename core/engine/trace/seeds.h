#pragma once

#include "core/base/cancel.h"
#include "core/circuit/circuit.h"
#include "core/engine/trace/firing.h"
#include "core/text/token.h"

#include <vector>

namespace at {
class Tensor;
} // namespace at

namespace headwaters {

class TracedRun;

/// Every part of the residual at one position and what it adds along a direction, in the order of layers, in
/// a layer heads by source, MLP, bias, and in layer 0 the embedding.
struct PartContributions {
    std::vector<PartRef> parts;
    std::vector<double> values;

    [[nodiscard]] double sum() const;
};

/// What each part writes along `direction` [d_model] at `position`, divided by the scale there: the final
/// norm's, or 1 for parts up to and with `lastLayer` of a direction that is read inside the model.
[[nodiscard]] PartContributions contributionsTo(
    const TracedRun& run, const at::Tensor& direction, int position, double scale, int lastLayer,
    const CancelToken& cancel);
/// What one part writes at a position, undivided: [d_model].
[[nodiscard]] at::Tensor
writtenBy(const TracedRun& run, const PartRef& part, int position, const CancelToken& cancel);

/// Where a trace starts, and why.
struct SeedChoice {
    std::vector<PartShare> seeds; ///< weights of the root edges; no directions
    QString note; ///< why there are none, or a warning
    std::vector<NearTie> nearTies;
};

/// The parts that write on a direction: those above the cut of specification 4.4, fraction 1.
[[nodiscard]] SeedChoice linearSeeds(const PartContributions& contributions);

/// Which tokens' probability is explained, and how the start is chosen (specification 5.2).
struct ProbabilityTarget {
    std::vector<TokenId> tokens;
    double enough = 0.8; ///< of the completeness that the seeds account for
    int steps = 64; ///< of the integral
};
/// What the probability-aware start rests on, for tests and for the note.
struct ProbabilityEvidence {
    double completeness = 0; ///< C
    double sum = 0; ///< of all attributions: C up to the quadrature
    std::vector<double> shares; ///< q* of the tokens
    double drop = 0; ///< what removing the seeds takes away
};
[[nodiscard]] SeedChoice probabilitySeeds(
    const TracedRun& run, int position, const ProbabilityTarget& target, const CancelToken& cancel,
    ProbabilityEvidence* evidence = nullptr);

} // namespace headwaters
