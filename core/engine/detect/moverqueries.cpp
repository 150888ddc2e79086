#include "core/engine/detect/moverqueries.h"

#include "core/engine/model/arithmetic.h"
#include "core/engine/model/transformermodel.h"

#include <numeric>

namespace headwaters {

namespace {

at::Tensor positions(std::int64_t first, std::int64_t count)
{
    at::Tensor result = at::empty({count}, at::kLong);
    std::iota(result.data_ptr<std::int64_t>(), result.data_ptr<std::int64_t>() + count, first);
    return result;
}

/// Rows of queries or keys: over-head norm and rotation.
at::Tensor
positioned(at::Tensor rows, const NormWeights& norm, const ModelConfig& config, std::int64_t firstPosition)
{
    if (config.queryKeyNorm)
        rows = normed(rows, norm, config.norm, config.normEpsilon);
    return Rotation(config.rotary, positions(firstPosition, rows.size(0))).rotate(rows);
}

} // namespace

MoverQueries::MoverQueries(const Bench& bench, const std::vector<EndRun>& runs, int mover)
    : m_bench(bench),
      m_runs(runs),
      m_head(bench.head(mover))
{
    withTorch([&] {
        const ModelConfig& config = bench.model->config();
        m_weights = bench.model->weights().layer(m_head.layer, bench.cancel);
        const std::int64_t group = m_head.head / config.groupSize();
        for (const EndRun& run : runs) {
            const at::Tensor x = normed(
                run.entering[static_cast<std::size_t>(m_head.layer)], m_weights->ln1, config.norm,
                config.normEpsilon);
            const at::Tensor keys = linear(
                x, readerOfHead(m_weights->W_K, group, config.dHead),
                biasOfHead(m_weights->b_K, group, config.dHead), bench.cancel);
            m_keys.push_back(positioned(keys, m_weights->kNorm, config, 0));
        }
    });
}

at::Tensor MoverQueries::attention(std::size_t prompt, const at::Tensor& change) const
{
    return withTorch([&] {
        const ModelConfig& config = m_bench.model->config();
        const EndRun& run = m_runs[prompt];
        const at::Tensor residual =
            run.entering[static_cast<std::size_t>(m_head.layer)].narrow(0, run.position, 1) + change;
        const at::Tensor x = normed(residual, m_weights->ln1, config.norm, config.normEpsilon);
        const at::Tensor query = positioned(
            linear(
                x, readerOfHead(m_weights->W_Q, m_head.head, config.dHead),
                biasOfHead(m_weights->b_Q, m_head.head, config.dHead), m_bench.cancel),
            m_weights->qNorm, config, run.position);
        const ScoreRule rule(config, m_head.layer);
        const std::int64_t visible = run.position + 1;
        const std::int64_t first =
            rule.window > 0 ? std::max<std::int64_t>(visible - rule.window, 0) : std::int64_t{0};
        at::Tensor scores = at::mm(query, m_keys[prompt].narrow(0, first, visible - first).t()) * rule.scale;
        softCap(scores, rule.softCap);
        at::Tensor row = at::zeros({m_keys[prompt].size(0)}, at::kFloat);
        row.narrow(0, first, visible - first).copy_(at::_softmax(scores, -1, false).select(0, 0));
        return row;
    });
}

at::Tensor resultChange(const Bench& bench, const EndRun& from, const EndRun& to, int head)
{
    return withTorch([&] {
        const ModelConfig& config = bench.model->config();
        const HeadIndex place = bench.head(head);
        const auto layer = static_cast<std::size_t>(place.layer);
        const WeightSource::Writer writer = bench.model->weights().writer(place.layer, bench.cancel);
        const at::Tensor z = to.z[layer].select(0, place.head) - from.z[layer].select(0, place.head);
        at::Tensor result = at::mv(writerOfHead(writer.W_O, place.head, config.dHead).t(), z);
        if (config.normsAfter) {
            result = normInput(result, config.norm) / from.postScale[layer];
            if (writer.ln1Post.gain.defined())
                result.mul_(writer.ln1Post.gain);
        }
        return result;
    });
}

} // namespace headwaters
