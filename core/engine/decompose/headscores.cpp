#include "core/engine/decompose/headscores.h"

#include "core/engine/decompose/headmatrices.h"
#include "core/engine/model/arithmetic.h"
#include "core/engine/session/runsnapshot.h"

#include <cmath>
#include <numeric>
#include <optional>

namespace headwaters {

namespace {

// Of the sum of all magnitudes. The largest residual of SmolLM2 is a twentieth of it.
constexpr double toleratedPart = 1e-5;

at::Tensor positionTensor(const std::vector<std::int64_t>& positions)
{
    at::Tensor tensor = at::empty({static_cast<std::int64_t>(positions.size())}, at::kLong);
    std::copy(positions.begin(), positions.end(), tensor.data_ptr<std::int64_t>());
    return tensor;
}

std::vector<double> row(const at::Tensor& values)
{
    const at::Tensor whole = values.contiguous();
    const double* first = whole.data_ptr<double>();
    return {first, first + whole.numel()};
}

std::vector<float> floats(const at::Tensor& values)
{
    const at::Tensor whole = values.to(at::kFloat).contiguous();
    const float* first = whole.data_ptr<float>();
    return {first, first + whole.numel()};
}

} // namespace

struct HeadScores::State {
    std::shared_ptr<const RunSnapshot> run;
    HeadIndex head;
    std::shared_ptr<const LayerWeights> stored;
    ScoreRule rule;
    at::Tensor q, k; // [T, d_head], normed over the head and rotated
    at::Tensor a, b; // [T, d_head]: q left, k right^T: a column for each direction
    std::optional<ExplainedScores> explained;

    State(
        std::shared_ptr<const RunSnapshot> ofRun, HeadIndex ofHead, const HeadFactors& qk,
        const CancelToken& cancel);

    const ModelConfig& config() const { return run->model->config(); }
    const at::Tensor& residual() const { return run->trace->residPre[static_cast<std::size_t>(head.layer)]; }
    int size() const { return static_cast<int>(residual().size(0)); }
    int dHead() const { return static_cast<int>(config().dHead); }
    int firstKey(int query) const
    {
        return rule.window > 0 ? std::max(query + 1 - static_cast<int>(rule.window), 0) : 0;
    }

    /// Queries or keys of rows of a residual, in the precision of the rows and the weights.
    at::Tensor project(
        const at::Tensor& normalized, const at::Tensor& weight, const at::Tensor& bias, std::int64_t which,
        const NormWeights& norm, const Rotation& rotation, const CancelToken& cancel) const
    {
        const std::int64_t width = config().dHead;
        at::Tensor rows =
            linear(normalized, readerOfHead(weight, which, width), biasOfHead(bias, which, width), cancel);
        if (config().queryKeyNorm)
            rows = normed(rows, norm, config().norm, config().normEpsilon);
        return rotation.rotate(rows);
    }
    double scoreOfRun(int destination, int source) const;
    ExplainedScores explain(const CancelToken& cancel) const;
};

HeadScores::State::State(
    std::shared_ptr<const RunSnapshot> ofRun, HeadIndex ofHead, const HeadFactors& qk,
    const CancelToken& cancel)
    : run(std::move(ofRun)),
      head(ofHead),
      rule(config(), head.layer)
{
    const ModelInfo& info = run->model->info();
    if (head.layer < 0 || head.layer >= info.nLayers || head.head < 0 || head.head >= info.nHeads)
        throw badInput(QStringLiteral("There is no head %1: the model has %2 layers of %3 heads.")
                           .arg(head.text())
                           .arg(info.nLayers)
                           .arg(info.nHeads));
    stored = run->model->weights().layer(head.layer, cancel);
    const LayerWeights weights = HeadMatrices(*run->model, head.layer, cancel).weights();
    std::vector<std::int64_t> positions(static_cast<std::size_t>(size()));
    std::iota(positions.begin(), positions.end(), 0);
    // Angles rounded as the run rounds them, so that the sums meet its scores.
    const Rotation rotation(config().rotary, positionTensor(positions), at::kFloat);
    const at::Tensor normalized = normed(residual().to(at::kDouble), {}, config().norm, config().normEpsilon);
    const std::int64_t group = head.head / config().groupSize();
    q = project(normalized, weights.W_Q, weights.b_Q, head.head, weights.qNorm, rotation, cancel);
    k = project(normalized, weights.W_K, weights.b_K, group, weights.kNorm, rotation, cancel);
    const ProductSvd svd = productSvd(qk);
    a = at::mm(q, svd.left).contiguous();
    b = at::mm(k, svd.right.t()).contiguous();
}

/// The score before a cap, in float32 as the run computes it.
double HeadScores::State::scoreOfRun(int destination, int source) const
{
    const at::Tensor positions = positionTensor({destination, source});
    const Rotation rotation(config().rotary, positions);
    const at::Tensor rows = at::index_select(residual(), 0, positions);
    const at::Tensor normalized = normed(rows, stored->ln1, config().norm, config().normEpsilon);
    const std::int64_t group = head.head / config().groupSize();
    const at::Tensor query =
        project(normalized, stored->W_Q, stored->b_Q, head.head, stored->qNorm, rotation, {});
    const at::Tensor key = project(normalized, stored->W_K, stored->b_K, group, stored->kNorm, rotation, {});
    return (query.select(0, 0) * key.select(0, 1)).sum().item<double>() * rule.scale;
}

ExplainedScores HeadScores::State::explain(const CancelToken& cancel) const
{
    const auto width = static_cast<std::size_t>(dHead());
    const at::Tensor byDirection = b.t().contiguous(); // [direction, key]
    const double* queries = a.data_ptr<double>();
    const double* keys = byDirection.data_ptr<double>();
    const auto length = static_cast<std::size_t>(size());
    const at::Tensor exact = at::mm(q, k.t()).mul_(rule.scale);
    const double* scores = exact.data_ptr<double>();

    double count = 0;
    double sum = 0;
    double squares = 0;
    std::vector<double> errors(width + 1, 0.0);
    std::vector<double> rest(length); // of one query's scores
    for (std::size_t query = 1; query < length; ++query) {
        if (query % 16 == 0)
            cancel.throwIfCancelled();
        const auto first = static_cast<std::size_t>(firstKey(static_cast<int>(query)));
        for (std::size_t key = first; key <= query; ++key) {
            rest[key] = scores[query * length + key];
            count += 1;
            sum += rest[key];
            squares += rest[key] * rest[key];
            errors[0] += rest[key] * rest[key];
        }
        for (std::size_t direction = 0; direction < width; ++direction) {
            const double weight = queries[query * width + direction] * rule.scale;
            const double* values = keys + direction * length;
            double error = 0;
            for (std::size_t key = first; key <= query; ++key) {
                rest[key] -= weight * values[key];
                error += rest[key] * rest[key];
            }
            errors[direction + 1] += error;
        }
    }
    const double variance = count > 0 ? squares - sum * sum / count : 0;
    ExplainedScores result{run->result->run, head, {}};
    for (const double error : errors)
        result.shares.push_back(variance > 0 ? 1 - error / variance : 1);
    return result;
}

HeadScores::HeadScores(
    std::shared_ptr<const RunSnapshot> run, HeadIndex head, const HeadFactors& qk, const CancelToken& cancel)
    : m_state(withTorch([&] { return std::make_unique<State>(std::move(run), head, qk, cancel); }))
{
}

HeadScores::~HeadScores() = default;

ScoreRow HeadScores::row(int destination, int source) const
{
    const State& state = *m_state;
    for (const int position : {destination, source}) {
        if (position < 0 || position >= state.size())
            throw badInput(QStringLiteral("There is no position %1: the prompt has %2 tokens.")
                               .arg(position)
                               .arg(state.size()));
    }
    if (source > destination)
        throw badInput(QStringLiteral("Position %1 does not see position %2, which comes after it.")
                           .arg(destination)
                           .arg(source));
    if (source < state.firstKey(destination))
        throw badInput(QStringLiteral("Position %1 does not see position %2: layer %3 sees %4 tokens back.")
                           .arg(destination)
                           .arg(source)
                           .arg(state.head.layer)
                           .arg(state.rule.window - 1));
    return withTorch([&] {
        ScoreRow result;
        result.run = state.run->result->run;
        result.head = state.head;
        result.destination = destination;
        result.source = source;
        result.score = state.scoreOfRun(destination, source);
        const double cap = state.rule.softCap;
        result.cappedScore = cap > 0 ? cap * std::tanh(result.score / cap) : result.score;
        const auto products = [&](const at::Tensor& queries, const at::Tensor& keys) {
            return ::headwaters::row(
                queries.select(0, destination) * keys.select(0, source) * state.rule.scale);
        };
        result.dimensions = products(state.q, state.k);
        result.directions = products(state.a, state.b);
        const auto residual = [&](const std::vector<double>& parts) {
            return result.score - std::accumulate(parts.begin(), parts.end(), 0.0);
        };
        result.dimensionResidual = residual(result.dimensions);
        result.directionResidual = residual(result.directions);
        double magnitude = 0;
        for (const double part : result.dimensions)
            magnitude += std::fabs(part);
        result.tolerance = toleratedPart * std::max(magnitude, 1.0);
        return result;
    });
}

PartialScores HeadScores::first(int k, const CancelToken& cancel)
{
    const State& state = *m_state;
    if (k < 0 || k > state.dHead())
        throw badInput(
            QStringLiteral("There are no %1 directions: the head has %2.").arg(k).arg(state.dHead()));
    return withTorch([&] {
        CausalAttention attention(state.size(), state.size(), state.rule, cancel, at::kDouble);
        PartialScores result;
        result.run = state.run->result->run;
        result.head = state.head;
        result.k = k;
        result.dHead = state.dHead();
        result.size = state.size();
        result.scores = floats(attention.scores(state.a.narrow(1, 0, k), state.b.narrow(1, 0, k)));
        result.pattern = floats(attention.pattern());
        result.explained = explained(cancel).shares[static_cast<std::size_t>(k)];
        return result;
    });
}

const ExplainedScores& HeadScores::explained(const CancelToken& cancel)
{
    if (!m_state->explained)
        m_state->explained = withTorch([&] { return m_state->explain(cancel); });
    return *m_state->explained;
}

} // namespace headwaters
