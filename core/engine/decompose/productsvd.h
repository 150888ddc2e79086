#pragma once

#include "core/engine/torchapi.h"

namespace headwaters {

/// The singular value decomposition of A B^T for thin A and B, exact and without the product: with thin QR
/// A = Q_a R_a, B = Q_b R_b, the small matrix R_a R_b^T = u S v^T gives A B^T = (Q_a u) S (Q_b v)^T
/// (specification 1.2). In float64.
///
/// Everything that traces need lives in the small space of the head: for a row x A of d_head numbers,
/// `x . u_k S_k = (x A) left_k`, and for a row y B, `v_k . y = right_k (y B)`.
struct ProductSvd {
    at::Tensor singularValues; ///< [e], largest first; e columns of A and B
    at::Tensor left; ///< [e, e]: column k gives S_k u_k . x from x A; R_b^T v
    at::Tensor right; ///< [e, e]: row k gives v_k . y from y B; v^T R_b^-T

    /// `left right` is the identity: where A B^T has a smaller rank than e, further columns and rows complete
    /// the space. They meet only what lies in neither A nor B, such as a bias that stands beside the matrix.
    [[nodiscard]] static ProductSvd of(const at::Tensor& a, const at::Tensor& b);

    /// How many singular values are large enough to divide by: the rank of A B^T. What comes behind them is
    /// no direction.
    [[nodiscard]] std::int64_t rank() const;
    /// 1 / S, 0 where a singular value is too small to divide by: [e].
    [[nodiscard]] at::Tensor inverseValues() const;
    /// u_k as columns: [rows of A, e]. Directions with a vanishing singular value are zero.
    [[nodiscard]] at::Tensor leftVectors(const at::Tensor& a) const;
    /// v_k as columns: [rows of B, e]; zero as above.
    [[nodiscard]] at::Tensor rightVectors(const at::Tensor& b) const;
};

/// The largest deviation of U S V^T from A B^T, relative to the largest entry of A B^T, over `rows` rows that
/// are spread over A.
[[nodiscard]] double productError(const ProductSvd& svd, const at::Tensor& a, const at::Tensor& b, int rows);

} // namespace headwaters
