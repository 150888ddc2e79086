#include "core/engine/model/arithmetic.h"

#include <algorithm>
#include <cmath>
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
    at::Tensor out = at::empty({rows, columns}, x.options());
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
        result.mul_(norm.gain);
    if (norm.shift.defined())
        result.add_(norm.shift);
    return result;
}

at::Tensor normInput(const at::Tensor& x, NormKind kind)
{
    return kind == NormKind::Layer ? centred(x) : x;
}

at::Tensor normed(const at::Tensor& x, const NormWeights& norm, NormKind kind, double epsilon)
{
    const at::Tensor input = normInput(x, kind);
    return normalised(input, normScale(input, epsilon), norm);
}

void softCap(at::Tensor& x, double cap)
{
    if (cap > 0)
        x.div_(cap).tanh_().mul_(cap);
}

Rotation::Rotation(const Rotary& rotary, const at::Tensor& positions, at::ScalarType type)
    : m_dimensions(rotary.dimensions)
{
    if (!rotary.isUsed())
        return;
    // In float32 the product is rounded as in transformers; its angle is taken exactly.
    if (type == at::kFloat)
        fill<float>(rotary, positions);
    else
        fill<double>(rotary, positions);
}

template <typename Number> void Rotation::fill(const Rotary& rotary, const at::Tensor& positions)
{
    const std::int64_t rows = positions.numel();
    const auto pairs = static_cast<std::int64_t>(rotary.frequencies.size());
    const at::ScalarType type = c10::CppTypeToScalarType<Number>::value;
    m_cosine = at::empty({rows, pairs}, type);
    m_sine = at::empty({rows, pairs}, type);
    const std::int64_t* position = positions.data_ptr<std::int64_t>();
    Number* cosine = m_cosine.data_ptr<Number>();
    Number* sine = m_sine.data_ptr<Number>();
    for (std::int64_t row = 0; row < rows; ++row) {
        for (const double frequency : rotary.frequencies) {
            const Number angle = static_cast<Number>(position[row]) * static_cast<Number>(frequency);
            *cosine++ = std::cos(angle);
            *sine++ = std::sin(angle);
        }
    }
}

at::Tensor Rotation::rotate(const at::Tensor& x) const
{
    if (m_dimensions == 0)
        return x;
    const std::int64_t half = m_dimensions / 2;
    const at::Tensor cosine = x.dim() == 3 ? m_cosine.unsqueeze(1) : m_cosine;
    const at::Tensor sine = x.dim() == 3 ? m_sine.unsqueeze(1) : m_sine;
    const at::Tensor first = x.narrow(-1, 0, half);
    const at::Tensor second = x.narrow(-1, half, half);
    at::Tensor out = at::empty(x.sizes(), x.options());
    out.narrow(-1, 0, half).copy_(first * cosine - second * sine);
    out.narrow(-1, half, half).copy_(second * cosine + first * sine);
    if (m_dimensions < x.size(-1)) {
        const std::int64_t rest = x.size(-1) - m_dimensions;
        out.narrow(-1, m_dimensions, rest).copy_(x.narrow(-1, m_dimensions, rest));
    }
    return out;
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
        case Activation::Silu:
            at::silu_out(block, in);
            break;
        }
    }
    return out;
}

ScoreRule::ScoreRule(const ModelConfig& config, std::int64_t layer)
    : scale(config.scoreScale(layer)),
      softCap(config.scoreSoftCap),
      window(config.window(layer))
{
}

CausalAttention::CausalAttention(
    std::int64_t queries, std::int64_t keys, const ScoreRule& rule, CancelToken cancel, at::ScalarType type)
    : m_queries(queries),
      m_before(keys - queries),
      m_rule(rule),
      m_cancel(std::move(cancel)),
      m_scores(at::full({queries, keys}, minusInfinity, type)),
      m_pattern(at::empty({queries, keys}, type)),
      m_mask(at::full({queriesPerBlock, queriesPerBlock}, minusInfinity, type).triu_(1))
{
}

void CausalAttention::inBlocks(const std::function<void(std::int64_t first, std::int64_t count)>& block) const
{
    for (std::int64_t first = 0; first < m_queries; first += queriesPerBlock) {
        m_cancel.throwIfCancelled();
        block(first, std::min(queriesPerBlock, m_queries - first));
    }
}

const at::Tensor& CausalAttention::scores(const at::Tensor& q, const at::Tensor& k)
{
    // A block of queries sees the keys up to its last query, so half of the work falls away. What lies to the
    // right of it stays minus infinity from the beginning.
    inBlocks([&](std::int64_t first, std::int64_t count) {
        const std::int64_t visible = m_before + first + count;
        at::Tensor block = m_scores.narrow(0, first, count).narrow(1, 0, visible);
        at::addmm_out(block, block, q.narrow(0, first, count), k.narrow(0, 0, visible).t(), 0, m_rule.scale);
        softCap(block, m_rule.softCap);
        block.narrow(1, m_before + first, count).add_(m_mask.narrow(0, 0, count).narrow(1, 0, count));
        hideOutsideWindow(first, count);
    });
    return m_scores;
}

void CausalAttention::hideOutsideWindow(std::int64_t first, std::int64_t count)
{
    for (std::int64_t row = first; m_rule.window > 0 && row < first + count; ++row) {
        const std::int64_t hidden = m_before + row - m_rule.window + 1;
        if (hidden > 0)
            m_scores.select(0, row).narrow(0, 0, hidden).fill_(minusInfinity);
    }
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
        const std::int64_t visible = m_before + first + count;
        at::Tensor block = z.narrow(0, first, count);
        at::mm_out(block, m_pattern.narrow(0, first, count).narrow(1, 0, visible), v.narrow(0, 0, visible));
    });
}

} // namespace headwaters
