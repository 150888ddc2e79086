#pragma once

#include "core/engine/trace/acc.h"
#include "core/engine/trace/sad.h"
#include "core/engine/trace/seeds.h"
#include "core/engine/trace/tracer.h"

#include <memory>
#include <optional>
#include <vector>

namespace headwaters {

/// One side of a firing before anything is chosen: every pair of an upstream part and a singular direction.
struct SideReport {
    std::vector<PartRef> parts;
    std::vector<double> gradients; ///< [part, direction] integrated gradients of the attention weight
    std::vector<double> rows; ///< [part, direction, visible key] what the pair adds to each key's score
};

/// Everything that the decomposition of a firing rests on.
struct FiringReport {
    double attention = 0;
    int firstKey = 0; ///< the first that the query sees
    std::vector<double> singularValues; ///< [d_head] of W_Q W_K^T
    std::vector<double> scores; ///< [visible key] before a cap
    SideReport query;
    SideReport key;
    FiringTrace trace;
};

/// Singular values with their vectors as columns of row-major matrices.
struct SingularFactors {
    std::vector<double> singularValues; ///< [d_head]
    std::vector<double> left; ///< [rows, d_head] u_k
    std::vector<double> right; ///< [rows, d_head] v_k
};

/// One prompt's run as traces see it, number by number and without tensors: for whoever wants to check a
/// trace, as the tests do. Immutable.
class TraceInspector {
public:
    /// \throws Error as TracedRun::make.
    TraceInspector(const Tracer& tracer, const std::vector<TokenId>& ids, const CancelToken& cancel = {});

    [[nodiscard]] double attention(HeadIndex head, int destination, int source) const;
    /// What a part writes to the residual at a position, in the canonical form: [d_model].
    [[nodiscard]] std::vector<double> written(const PartRef& part, int position) const;
    /// What the norm before a layer's attention divides by at a position; of the final norm with layer = n.
    [[nodiscard]] double scale(int layer, int position) const;
    /// Of the canonical weights, at the last position: [d_vocab].
    [[nodiscard]] std::vector<double> logits() const;
    /// Row i is the i-th unit vector of a head rotated to a position: [d_head, d_head].
    [[nodiscard]] std::vector<double> rotation(int position) const;
    /// W_Q W_K^T of a head without positions, each side with its bias as one more row where asked for.
    [[nodiscard]] SingularFactors factors(HeadIndex head, bool queryBias, bool keyBias) const;

    /// ACC++. The rows take parts x directions x keys numbers. \throws Error (failure) where memory is short.
    [[nodiscard]] FiringReport report(const Firing& firing, const AccPlusPlusRule& rule) const;
    /// ACC.
    [[nodiscard]] RelativeScoreTrace relativeScore(const Firing& firing) const;
    /// SAD.
    [[nodiscard]] SadFiring sad(const Firing& firing, bool compat) const;
    /// What each part writes on target minus rival at a position, in logits.
    [[nodiscard]] PartContributions
    contributions(TokenId target, std::optional<TokenId> rival, int position) const;
    [[nodiscard]] SeedChoice probabilitySeeds(
        int position, const ProbabilityTarget& target, ProbabilityEvidence* evidence = nullptr) const;

private:
    std::shared_ptr<const TracedRun> m_run;
    CancelToken m_cancel;
};

} // namespace headwaters
