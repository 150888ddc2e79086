#include "core/engine/decompose/headmatrices.h"

#include "core/engine/model/canonical.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

// Some rows of the product show an error in any of the small matrices, since every row reads all of them.
constexpr int checkedRows = 8;
constexpr double largestError = 1e-8; // of the largest entry of the product
// What dividing by the smallest singular value makes of rounding, over the ratio of the largest to it.
constexpr double roundingOfRatio = 1e-13;

/// W with the gain of a norm over its columns.
at::Tensor gained(const at::Tensor& weight, const NormWeights& norm)
{
    return norm.gain.defined() ? weight * norm.gain : weight;
}

/// [W; b]: the bias as one row more.
at::Tensor augmented(const at::Tensor& weight, const at::Tensor& bias)
{
    const std::int64_t rows = weight.size(0);
    at::Tensor result = at::empty({rows + 1, weight.size(1)}, weight.options());
    result.narrow(0, 0, rows).copy_(weight);
    result.select(0, rows).copy_(bias);
    return result;
}

double largestEntry(const at::Tensor& matrix)
{
    return matrix.abs().max().item<double>();
}

/// How far W W+ W is from W on some rows, in units of W's largest entry. With full rank `left right` is W+ W.
double projectionError(const ProductSvd& svd, const at::Tensor& a)
{
    const std::int64_t step = std::max<std::int64_t>(a.size(0) / checkedRows, 1);
    const at::Tensor some = a.slice(0, 0, a.size(0), step);
    const double largest = largestEntry(some);
    return largest == 0 ? 0 : largestEntry(at::mm(at::mm(some, svd.left), svd.right) - some) / largest;
}

/// The product alone fits any pair of inverse matrices; what makes directions of them is that u_k S_k and v_k
/// are orthogonal and of length S_k and 1, which shows in the small space.
double orthogonalityError(const ProductSvd& svd, const at::Tensor& a, const at::Tensor& b)
{
    const std::int64_t rank = svd.rank();
    if (rank == 0)
        return 0;
    const at::Tensor values = svd.singularValues.narrow(0, 0, rank);
    const at::Tensor left = svd.left.narrow(1, 0, rank);
    const at::Tensor right = svd.right.narrow(0, 0, rank);
    const at::Tensor ofLeft = at::mm(at::mm(left.t(), at::mm(a.t(), a)), left) - (values * values).diag();
    const at::Tensor ofRight =
        at::mm(at::mm(right, at::mm(b.t(), b)), right.t()) - at::eye(rank, at::kDouble);
    const double largest = values.data_ptr<double>()[0];
    return std::max(largestEntry(ofLeft) / (largest * largest), largestEntry(ofRight));
}

bool isRight(const ProductSvd& svd, const at::Tensor& a, const at::Tensor& b)
{
    const double* values = svd.singularValues.data_ptr<double>();
    const std::int64_t size = svd.singularValues.numel();
    const std::int64_t rank = svd.rank();
    const double ratio = rank > 0 ? values[0] / values[rank - 1] : 1;
    const double allowed = std::max(largestError, roundingOfRatio * ratio);
    // A NaN fails every comparison.
    return productError(svd, a, b, checkedRows) <= largestError && orthogonalityError(svd, a, b) <= allowed
        && (rank < size || projectionError(svd, a) <= allowed);
}

std::vector<double> numbers(const at::Tensor& tensor)
{
    const at::Tensor whole = tensor.contiguous();
    const double* values = whole.data_ptr<double>();
    return {values, values + whole.numel()};
}

at::Tensor tensorOf(const std::vector<double>& values, at::IntArrayRef shape)
{
    at::Tensor tensor = at::empty(shape, at::kDouble);
    std::copy(values.begin(), values.end(), tensor.data_ptr<double>());
    return tensor;
}

} // namespace

HeadMatrices::HeadMatrices(const TransformerModel& model, int layer, const CancelToken& cancel)
    : m_config(model.config()),
      m_layer(layer),
      m_weights(canonicalAttention(m_config, *model.weights().layer(layer, cancel)))
{
}

HeadMatrices::Factors HeadMatrices::factors(DirectionKind kind, int head) const
{
    const std::int64_t size = m_config.dHead;
    const std::int64_t group = head / m_config.groupSize();
    if (kind == DirectionKind::Ov) {
        const at::Tensor written = gained(writerOfHead(m_weights.W_O, head, size), m_weights.ln1Post);
        return {readerOfHead(m_weights.W_V, group, size), written.t()};
    }
    at::Tensor a = gained(readerOfHead(m_weights.W_Q, head, size), m_weights.qNorm);
    at::Tensor b = gained(readerOfHead(m_weights.W_K, group, size), m_weights.kNorm);
    if (kind == DirectionKind::Sad || kind == DirectionKind::AccKey)
        a = augmented(a, gained(biasOfHead(m_weights.b_Q, head, size), m_weights.qNorm));
    if (kind == DirectionKind::Sad || kind == DirectionKind::AccQuery)
        b = augmented(b, gained(biasOfHead(m_weights.b_K, group, size), m_weights.kNorm));
    return {a, b};
}

ProductSvd HeadMatrices::decompose(DirectionKind kind, int head) const
{
    const Factors of = factors(kind, head);
    ProductSvd svd = ProductSvd::of(of.a, of.b);
    if (!isRight(svd, of.a, of.b)) {
        throw failure(QStringLiteral("The singular value decomposition (%1) of head %2.%3 does not give its "
                                     "matrix again: it misses by %4 of the largest entry.")
                          .arg(directionKindKey(kind))
                          .arg(m_layer)
                          .arg(head)
                          .arg(productError(svd, of.a, of.b, checkedRows), 0, 'g', 3));
    }
    return svd;
}

bool HeadMatrices::fits(const ProductSvd& svd, DirectionKind kind, int head) const
{
    const Factors of = factors(kind, head);
    return isRight(svd, of.a, of.b);
}

HeadFactors headFactors(const ProductSvd& svd)
{
    return {numbers(svd.singularValues), numbers(svd.left), numbers(svd.right)};
}

ProductSvd productSvd(const HeadFactors& factors)
{
    const auto size = static_cast<std::int64_t>(factors.singularValues.size());
    return {
        tensorOf(factors.singularValues, {size}), tensorOf(factors.left, {size, size}),
        tensorOf(factors.right, {size, size})};
}

} // namespace headwaters
