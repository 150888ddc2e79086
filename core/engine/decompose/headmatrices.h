#pragma once

#include "core/engine/decompose/productsvd.h"
#include "core/engine/model/transformermodel.h"
#include "core/results/directions.h"
#include "core/results/headfactors.h"

namespace headwaters {

/// Attention of one layer in canonical weights and float64, as decompositions read it. What a norm does apart
/// from dividing by its scale belongs to the matrices: the gain of a norm over heads to the columns of W_Q
/// and W_K, that of a norm behind attention to those of W_O. Rotation stays apart (specification 5.1).
class HeadMatrices {
public:
    /// \throws Error: cancelled.
    HeadMatrices(const TransformerModel& model, int layer, const CancelToken& cancel);

    /// The thin matrices whose product A B^T a kind decomposes: [d_model, d_head], with a bias as one row
    /// more.
    struct Factors {
        at::Tensor a;
        at::Tensor b;
    };
    [[nodiscard]] Factors factors(DirectionKind kind, int head) const;
    /// The decomposition, checked against the product. \throws Error (failure) where it misses.
    [[nodiscard]] ProductSvd decompose(DirectionKind kind, int head) const;
    /// Whether factors that were stored belong to this head: their product is the head's.
    [[nodiscard]] bool fits(const ProductSvd& svd, DirectionKind kind, int head) const;

    /// Canonical weights of the layer, norms over heads apart.
    [[nodiscard]] const LayerWeights& weights() const { return m_weights; }
    [[nodiscard]] int layer() const { return m_layer; }

private:
    const ModelConfig& m_config;
    int m_layer;
    LayerWeights m_weights;
};

[[nodiscard]] HeadFactors headFactors(const ProductSvd& svd);
/// Copies.
[[nodiscard]] ProductSvd productSvd(const HeadFactors& factors);

} // namespace headwaters
