#include "core/engine/trace/tracedrun.h"

#include "core/base/memory.h"
#include "core/engine/model/forward.h"

#include <algorithm>

namespace headwaters {

/// Keeps of a batch what its traces need.
class TracedRunVisitor : public HookVisitor {
public:
    explicit TracedRunVisitor(std::vector<std::shared_ptr<TracedRun>>& runs) : m_runs(runs) { }

    [[nodiscard]] bool wants(const HookPoint& point) const override
    {
        switch (point.hook) {
        case Hook::ResidPre:
            return point.layer == 0;
        case Hook::Ln1Scale:
        case Hook::Q:
        case Hook::K:
        case Hook::RotQ:
        case Hook::RotK:
        case Hook::V:
        case Hook::Pattern:
        case Hook::Ln1PostScale:
        case Hook::MlpOut:
        case Hook::FinalScale:
        case Hook::FinalNormalized:
            return true;
        default:
            return false;
        }
    }

    void visit(const Where& where, at::Tensor value) override
    {
        TracedRun& run = *m_runs[where.prompt];
        if (where.point.hook == Hook::FinalScale) {
            run.m_finalScale = value.flatten().clone();
            return;
        }
        if (where.point.hook == Hook::FinalNormalized) {
            run.m_finalNormalized = value.clone();
            return;
        }
        TracedRun::Layer& layer = run.m_layers[static_cast<std::size_t>(where.point.layer)];
        const ModelConfig& config = run.config();
        const auto headScale = [&config](const at::Tensor& rows) { // [T, head]
            return config.queryKeyNorm ? (rows * rows).mean(-1).add_(config.normEpsilon).sqrt_()
                                       : at::Tensor();
        };
        switch (where.point.hook) {
        case Hook::ResidPre:
            run.m_embedding = value.clone();
            break;
        case Hook::Ln1Scale:
            layer.scale = value.flatten().clone();
            break;
        case Hook::Q:
            layer.queryScale = headScale(value);
            layer.queries = value.clone();
            break;
        case Hook::K:
            layer.keyScale = headScale(value);
            layer.keys = value.clone();
            break;
        case Hook::RotQ:
            layer.queries = value.clone();
            break;
        case Hook::RotK:
            layer.keys = value.clone();
            break;
        case Hook::V:
            layer.values = value.clone();
            break;
        case Hook::Pattern:
            if (!layer.pattern.defined())
                layer.pattern = at::empty({config.nHeads, value.size(0), value.size(1)}, value.options());
            layer.pattern.select(0, where.head).copy_(value);
            break;
        case Hook::Ln1PostScale:
            layer.postScale = value.flatten().clone();
            break;
        case Hook::MlpOut:
            layer.mlpOut = value.clone();
            break;
        default:
            break;
        }
    }

private:
    std::vector<std::shared_ptr<TracedRun>>& m_runs;
};

namespace {

/// Bytes that a run over a prompt keeps, and the attention weights that come with the first.
qint64 bytesNeeded(const ModelConfig& config, const std::vector<std::vector<TokenId>>& prompts)
{
    qint64 numbers =
        config.nLayers * config.dModel * config.dHead * (2 * config.nHeads + 2 * config.nKeyValueHeads);
    for (const std::vector<TokenId>& prompt : prompts) {
        const auto tokens = static_cast<qint64>(prompt.size());
        numbers += tokens * 2 * config.dModel;
        numbers += config.nLayers
            * (config.nHeads * tokens * tokens
               + tokens * (config.dModel + (config.nHeads + 2 * config.nKeyValueHeads) * config.dHead));
    }
    return numbers * static_cast<qint64>(sizeof(double));
}

} // namespace

std::vector<std::shared_ptr<const TracedRun>> TracedRun::make(
    const std::shared_ptr<const TraceModel>& model, const std::vector<std::vector<TokenId>>& prompts,
    const CancelToken& cancel, const ProgressFunction& progress)
{
    std::vector<std::shared_ptr<TracedRun>> runs;
    for (const std::vector<TokenId>& prompt : prompts) {
        model->model().checkPrompt(prompt);
        auto run = std::make_shared<TracedRun>();
        run->m_model = model;
        run->m_ids = prompt;
        run->m_layers.resize(static_cast<std::size_t>(model->config().nLayers));
        runs.push_back(std::move(run));
    }
    requireMemory(bytesNeeded(model->config(), prompts), QStringLiteral("Tracing"));
    TracedRunVisitor visitor(runs);
    forward(model->config(), *model, prompts, LogitRows::Last, visitor, cancel, progress);
    return {runs.begin(), runs.end()};
}

at::Tensor TracedRun::residual(int layer, int position, const CancelToken& cancel) const
{
    const ModelConfig& own = config();
    at::Tensor sum = m_embedding.select(0, position).clone();
    for (int below = 0; below < layer; ++below) {
        cancel.throwIfCancelled();
        const AttentionWeights& weights = m_model->attention(below, cancel);
        const Layer& run = this->layer(below);
        const double behind = postDivisor(below).data_ptr<double>()[position];
        for (std::int64_t head = 0; head < own.nHeads; ++head) {
            const at::Tensor z = at::mv(
                run.values.select(1, head / own.groupSize()).t(),
                run.pattern.select(0, head).select(0, position));
            sum.add_(at::mv(writerOfHead(weights.W_O, head, own.dHead).t(), z), 1.0 / behind);
        }
        sum.add_(weights.b_O, 1.0 / behind).add_(run.mlpOut.select(0, position));
    }
    return sum;
}

double TracedRun::attention(HeadIndex head, int destination, int source) const
{
    const at::Tensor& pattern = layer(head.layer).pattern;
    const std::int64_t tokens = size();
    return pattern.data_ptr<double>()[(head.head * tokens + destination) * tokens + source];
}

int TracedRun::firstKey(int layer, int destination) const
{
    const std::int64_t window = config().window(layer);
    return window > 0 ? static_cast<int>(std::max<std::int64_t>(destination - window + 1, 0)) : 0;
}

at::Tensor TracedRun::postDivisor(int layer) const
{
    const at::Tensor& behind = this->layer(layer).postScale;
    return behind.defined() ? behind : at::ones({size()}, at::kDouble);
}

} // namespace headwaters
