#include "core/engine/decompose/productsvd.h"

#include <algorithm>
#include <tuple>

namespace headwaters {

namespace {

// Below this part of the largest, a singular value is rounding, or too small to divide by.
constexpr double vanishing = 1e-11;

/// Completes `left` and `right` from `count` on, so that their product is the identity.
void complete(at::Tensor& left, at::Tensor& right, std::int64_t count)
{
    const std::int64_t missing = left.size(1) - count;
    if (missing == 0)
        return;
    const at::Tensor rest =
        at::eye(left.size(0), at::kDouble) - at::mm(left.narrow(1, 0, count), right.narrow(0, 0, count));
    const auto [u, s, vt] = at::_linalg_svd(rest, false, true);
    left.narrow(1, count, missing).copy_(u.narrow(1, 0, missing));
    right.narrow(0, count, missing).copy_(vt.narrow(0, 0, missing) * s.narrow(0, 0, missing).unsqueeze(1));
}

/// R of the thin QR decomposition. With fewer rows than columns R is [rows, columns]; rows of zeros make it
/// square, which leaves the product as it is.
at::Tensor triangle(const at::Tensor& matrix)
{
    const at::Tensor r = std::get<1>(at::linalg_qr(matrix, "r"));
    if (r.size(0) == r.size(1))
        return r;
    at::Tensor square = at::zeros({r.size(1), r.size(1)}, r.options());
    square.narrow(0, 0, r.size(0)).copy_(r);
    return square;
}

} // namespace

ProductSvd ProductSvd::of(const at::Tensor& a, const at::Tensor& b)
{
    const at::Tensor ra = triangle(a.to(at::kDouble));
    const at::Tensor rb = triangle(b.to(at::kDouble));
    const auto [u, s, vt] = at::_linalg_svd(at::mm(ra, rb.t()), false, true);
    ProductSvd svd;
    svd.singularValues = s.contiguous();
    svd.left = at::mm(rb.t(), vt.t());
    // v^T R_b^-T = S^-1 u^T R_a, since u^T R_a R_b^T = S v^T.
    svd.right = at::mm(u.t(), ra).mul_(svd.inverseValues().unsqueeze(1)).contiguous();
    complete(svd.left, svd.right, svd.rank());
    return svd;
}

std::int64_t ProductSvd::rank() const
{
    const double* values = singularValues.data_ptr<double>();
    std::int64_t rank = 0;
    while (rank < singularValues.numel() && values[rank] > vanishing * values[0])
        ++rank;
    return rank;
}

at::Tensor ProductSvd::inverseValues() const
{
    at::Tensor inverse = at::zeros_like(singularValues);
    inverse.narrow(0, 0, rank()).copy_(singularValues.narrow(0, 0, rank()).reciprocal());
    return inverse;
}

at::Tensor ProductSvd::leftVectors(const at::Tensor& a) const
{
    return at::mm(a.to(at::kDouble), left).mul_(inverseValues());
}

at::Tensor ProductSvd::rightVectors(const at::Tensor& b) const
{
    at::Tensor vectors = at::mm(b.to(at::kDouble), right.t());
    vectors.narrow(1, rank(), vectors.size(1) - rank()).zero_();
    return vectors;
}

double productError(const ProductSvd& svd, const at::Tensor& a, const at::Tensor& b, int rows)
{
    const std::int64_t step = std::max<std::int64_t>(a.size(0) / std::max(rows, 1), 1);
    const at::Tensor some = a.to(at::kDouble).slice(0, 0, a.size(0), step);
    const at::Tensor wide = b.to(at::kDouble);
    const at::Tensor exact = at::mm(some, wide.t());
    const at::Tensor rebuilt =
        at::mm(svd.leftVectors(some).mul_(svd.singularValues), svd.rightVectors(wide).t());
    const double largest = exact.abs().max().item<double>();
    return largest == 0 ? 0 : (rebuilt - exact).abs().max().item<double>() / largest;
}

} // namespace headwaters
