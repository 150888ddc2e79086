#include "core/engine/decompose/productsvd.h"

#include <algorithm>
#include <tuple>

namespace headwaters {

namespace {

// Below this part of the largest, a singular value is rounding.
constexpr double vanishing = 1e-13;

/// 1 / S where S is more than rounding, else 0.
at::Tensor inverse(const at::Tensor& singularValues)
{
    at::Tensor result = at::zeros_like(singularValues);
    const double* in = singularValues.data_ptr<double>();
    double* out = result.data_ptr<double>();
    for (std::int64_t at = 0; at < singularValues.numel(); ++at) {
        if (in[at] > vanishing * in[0])
            out[at] = 1.0 / in[at];
    }
    return result;
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
    svd.right = at::mm(u.t(), ra).mul_(inverse(svd.singularValues).unsqueeze(1)).contiguous();
    return svd;
}

at::Tensor ProductSvd::inverseValues() const
{
    return inverse(singularValues);
}

at::Tensor ProductSvd::leftVectors(const at::Tensor& a) const
{
    return at::mm(a.to(at::kDouble), left).mul_(inverseValues());
}

at::Tensor ProductSvd::rightVectors(const at::Tensor& b) const
{
    return at::mm(b.to(at::kDouble), right.t());
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
