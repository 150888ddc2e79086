#pragma once

#include "core/engine/trace/acc.h"
#include "core/engine/trace/sad.h"
#include "engine/support/plainmodel.h"

namespace headwaters::plain {

[[nodiscard]] inline std::size_t index(int number)
{
    return static_cast<std::size_t>(number);
}

/// The tracing by its definitions (specification 2, 4 and 5.3): explicit products of W_Q and W_K, one for
/// each offset where positions rotate, their full decompositions, pseudo-inverses, and every row of every
/// upstream part. `model` is canonical.
class Trace {
public:
    Trace(const Model& model, const std::vector<TokenId>& ids);

    /// What an upstream part writes at each token: [T][d_model].
    struct Part {
        PartRef ref; ///< the token of a part that is no head is left at 0
        Matrix written;
    };
    /// All parts of the layers below; with all layers those of the last residual. Biases of zeros are none.
    [[nodiscard]] std::vector<Part> partsBelow(std::size_t layer) const;

    /// One side of ACC++: the parts in the engine's order and the contribution of each pair to each visible
    /// key's score.
    struct Side {
        std::vector<PartRef> parts;
        std::vector<Matrix> rows; ///< [part][direction][visible key]
    };
    struct Decomposition {
        Row singularValues;
        std::size_t firstKey = 0;
        Row scores; ///< of the visible keys, before a cap
        Side query, key;
    };
    [[nodiscard]] Decomposition decompose(const Firing& firing) const;
    /// Integrated gradients of the attention weight, one for each pair: [part][direction].
    [[nodiscard]] Matrix
    gradients(const Decomposition& all, const Side& side, const Firing& firing, double cap) const;
    /// Removes pairs in the order of their gradients.
    [[nodiscard]] SideTrace
    remove(const Decomposition& all, const Side& side, const Firing& firing, double tau, double cap) const;

    [[nodiscard]] RelativeScoreTrace relativeScore(const Firing& firing) const;
    [[nodiscard]] SadFiring sad(const Firing& firing, bool compat) const;

    const Model& model;
    Run run;

private:
    /// W of a head with the gain of the norm over it, and the bias.
    struct Reader {
        Matrix weight; // [d_model][d_head]
        Row bias;
        Matrix augmented; // bias as one more row
    };
    [[nodiscard]] Reader query(HeadIndex head) const;
    [[nodiscard]] Reader key(HeadIndex head) const;
    /// A row that enters the layer at a token, divided by both scales.
    [[nodiscard]] Row asQuery(HeadIndex head, const Row& row, std::size_t token) const;
    [[nodiscard]] Row asKey(HeadIndex head, const Row& row, std::size_t token) const;
    [[nodiscard]] std::size_t firstKey(const Firing& firing) const;
    [[nodiscard]] Matrix turned(const Matrix& rows, std::size_t position) const;
};

} // namespace headwaters::plain
