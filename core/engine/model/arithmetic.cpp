#include "core/engine/model/arithmetic.h"

#include <algorithm>
#include <limits>

namespace headwaters {

namespace {

// Half a gigaflop takes 10 ms on one core of today and under 50 ms on a slow or busy one.
constexpr std::int64_t operationsPerBlock = 500'000'000;
constexpr std::int64_t rowsPerBlock = 256;
constexpr std::int64_t elementsPerBlock = 1 << 20;
constexpr std::int64_t queriesPerBlock = 128;
constexpr double minusInfinity = -std::numeric_limits<double>::infinity();

/// Columns of the product that make a block, for `rows` rows. Few rows wait for the weights to come from
/// memory, so a row counts as ten.
std::int64_t columnsPerBlock(std::int64_t rows, std::int64_t inner, std::int64_t columns)
{
    const std::int64_t perColumn = 2 * inner * std::max<std::int64_t>(rows, 10);
    return std::clamp<std::int64_t>(operationsPerBlock / perColumn, 16, std::max<std::int64_t>(columns, 16));
}

} // namespace

at::Tensor
linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, const CancelToken& cancel)
{
    const std::int64_t rows = x.size(0);
    const std::int64_t columns = weight.size(1);
    at::Tensor out = at::empty({rows, columns}, at::kFloat);
    for (std::int64_t row = 0; row < rows; row += rowsPerBlock) {
        const std::int64_t height = std::min(rowsPerBlock, rows - row);
        const std::int64_t step = columnsPerBlock(height, x.size(1), columns);
        for (std::int64_t column = 0; column < columns; column += step) {
            cancel.throwIfCancelled();
            const std::int64_t width = std::min(step, columns - column);
            at::Tensor block = out.narrow(0, row, height).narrow(1, column, width);
            const at::Tensor left = x.narrow(0, row, height);
            const at::Tensor right = weight.narrow(1, column, width);
            if (bias.defined())
                at::addmm_out(block, bias.narrow(0, column, width), left, right);
            else
                at::mm_out(block, left, right);
        }
    }
    return out;
}

at::Tensor centred(const at::Tensor& x)
{
    return x - x.mean(-1, true);
}

at::Tensor normScale(const at::Tensor& centredX, double epsilon)
{
    return (centredX * centredX).mean(-1, true).add_(epsilon).sqrt_();
}

at::Tensor normalised(const at::Tensor& centredX, const at::Tensor& scale, const NormWeights& norm)
{
    at::Tensor result = centredX / scale;
    if (norm.gain.defined())
        result.mul_(norm.gain).add_(norm.shift);
    return result;
}

at::Tensor layerNorm(const at::Tensor& x, const NormWeights& norm, double epsilon)
{
    const at::Tensor centre = centred(x);
    return normalised(centre, normScale(centre, epsilon), norm);
}

at::Tensor activate(const at::Tensor& x, Activation activation, const CancelToken& cancel)
{
    at::Tensor out = at::empty_like(x);
    const std::int64_t step =
        std::max<std::int64_t>(elementsPerBlock / std::max<std::int64_t>(x.size(1), 1), 1);
    for (std::int64_t row = 0; row < x.size(0); row += step) {
        cancel.throwIfCancelled();
        const std::int64_t height = std::min(step, x.size(0) - row);
        const at::Tensor in = x.narrow(0, row, height);
        at::Tensor block = out.narrow(0, row, height);
        switch (activation) {
        case Activation::GeluTanh:
            at::gelu_out(block, in, "tanh");
            break;
        case Activation::GeluErf:
            at::gelu_out(block, in, "none");
            break;
        case Activation::Relu:
            at::relu_out(block, in);
            break;
        }
    }
    return out;
}

CausalAttention::CausalAttention(std::int64_t size, const CancelToken& cancel)
    : m_size(size),
      m_cancel(cancel),
      m_scores(at::full({size, size}, minusInfinity, at::kFloat)),
      m_pattern(at::empty({size, size}, at::kFloat)),
      m_mask(at::full({queriesPerBlock, queriesPerBlock}, minusInfinity, at::kFloat).triu_(1))
{
}

void CausalAttention::inBlocks(const std::function<void(std::int64_t first, std::int64_t count)>& block) const
{
    for (std::int64_t first = 0; first < m_size; first += queriesPerBlock) {
        m_cancel.throwIfCancelled();
        block(first, std::min(queriesPerBlock, m_size - first));
    }
}

const at::Tensor& CausalAttention::scores(const at::Tensor& q, const at::Tensor& k, double scale)
{
    // A block of queries sees the keys up to its last query, so half of the work falls away. What lies to the
    // right of it stays minus infinity from the beginning.
    inBlocks([&](std::int64_t first, std::int64_t count) {
        const std::int64_t visible = first + count;
        at::Tensor block = m_scores.narrow(0, first, count).narrow(1, 0, visible);
        at::addmm_out(block, block, q.narrow(0, first, count), k.narrow(0, 0, visible).t(), 0, scale);
        block.narrow(1, first, count).add_(m_mask.narrow(0, 0, count).narrow(1, 0, count));
    });
    return m_scores;
}

const at::Tensor& CausalAttention::pattern()
{
    inBlocks([&](std::int64_t first, std::int64_t count) {
        at::Tensor block = m_pattern.narrow(0, first, count);
        at::_softmax_out(block, m_scores.narrow(0, first, count), 1, false);
    });
    return m_pattern;
}

void CausalAttention::mix(const at::Tensor& v, at::Tensor z) const
{
    inBlocks([&](std::int64_t first, std::int64_t count) {
        const std::int64_t visible = first + count;
        at::Tensor block = z.narrow(0, first, count);
        at::mm_out(block, m_pattern.narrow(0, first, count).narrow(1, 0, visible), v.narrow(0, 0, visible));
    });
}

} // namespace headwaters
