#pragma once

#include "core/base/cancel.h"
#include "core/results/directions.h"
#include "core/results/headfactors.h"

#include <memory>

namespace headwaters {

struct RunSnapshot;

/// The scores of one head in one run as sums over its singular directions (specification 5.1, rotation
/// inside) and over the dimensions of q . k.
///
/// The residual that enters the layer is the run's own, in float32; all that follows from it is computed in
/// float64 from canonical weights. Sums therefore meet the scores of the map to the accuracy of float32, and
/// each other to that of float64.
class HeadScores {
public:
    /// `qk` are the head's factors of the plain QK matrix. \throws Error: cancelled; (bad input) for a head
    /// that the model does not have.
    HeadScores(
        std::shared_ptr<const RunSnapshot> run, HeadIndex head, const HeadFactors& qk,
        const CancelToken& cancel);
    ~HeadScores();
    HeadScores(const HeadScores&) = delete;
    HeadScores& operator=(const HeadScores&) = delete;

    /// \throws Error (bad input) for positions that the prompt does not have, and for a pair that is masked.
    [[nodiscard]] ScoreRow row(int destination, int source) const;
    /// The map from the first `k` directions, 0 to d_head; a cap and the mask apply.
    [[nodiscard]] PartialScores first(int k, const CancelToken& cancel);
    /// Computed once.
    [[nodiscard]] const ExplainedScores& explained(const CancelToken& cancel);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwaters
