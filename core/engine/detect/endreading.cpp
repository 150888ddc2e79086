#include "core/engine/detect/endreading.h"

#include "core/engine/model/arithmetic.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"

#include <algorithm>

namespace headwaters {

namespace {

constexpr std::size_t rowsPerForward = 1024;

/// Keeps what EndRun holds, and exchanges z where asked to.
class EndReader : public HookVisitor {
public:
    EndReader(const Bench& bench, const EndRequest& request, std::size_t first, std::vector<EndRun>& runs)
        : m_bench(bench),
          m_request(request),
          m_first(first),
          m_runs(runs)
    {
    }

    bool wants(const HookPoint& point) const override
    {
        switch (point.hook) {
        case Hook::Pattern:
        case Hook::Z:
        case Hook::Ln1PostScale:
        case Hook::FinalScale:
            return true;
        case Hook::ResidPre:
            return m_request.keepEntering;
        case Hook::Logits:
            return !m_request.tokens.empty();
        default:
            return false;
        }
    }

    void visit(const Where& where, at::Tensor value) override
    {
        EndRun& run = m_runs[m_first + where.prompt];
        const auto layer = static_cast<std::size_t>(std::max(where.point.layer, 0));
        switch (where.point.hook) {
        case Hook::ResidPre:
            run.entering[layer] = value.clone();
            break;
        case Hook::Pattern:
            if (where.head == 0)
                run.attention[layer] = at::empty({m_bench.nHeads(), value.size(1)}, value.options());
            run.attention[layer].select(0, where.head).copy_(value.select(0, run.position));
            break;
        case Hook::Z:
            exchange(where, value.select(0, run.position));
            run.z[layer] = value.select(0, run.position).clone();
            break;
        case Hook::Ln1PostScale:
            run.postScale[layer] = value.select(0, run.position).item<double>();
            break;
        case Hook::FinalScale:
            run.finalScale = value.select(0, run.position).item<double>();
            break;
        default:
            keepLogits(run, value.select(0, value.size(0) - 1).contiguous());
        }
    }

private:
    void exchange(const Where& where, at::Tensor z) const // [head, d_head], a view
    {
        for (const EndEdit& edit : m_request.edits) {
            const HeadIndex head = m_bench.head(edit.head);
            if (head.layer == where.point.layer) {
                z.select(0, head.head)
                    .copy_(edit.z.select(0, static_cast<std::int64_t>(m_first + where.prompt)));
            }
        }
    }

    void keepLogits(EndRun& run, const at::Tensor& row) const
    {
        const float* logits = row.data_ptr<float>();
        run.logits = at::empty({static_cast<std::int64_t>(m_request.tokens.size())}, at::kFloat);
        for (std::size_t token = 0; token < m_request.tokens.size(); ++token)
            run.logits.data_ptr<float>()[token] = logits[m_request.tokens[token]];
    }

    const Bench& m_bench;
    const EndRequest& m_request;
    std::size_t m_first;
    std::vector<EndRun>& m_runs;
};

/// The layer that a run with these edits can start at.
int firstLayer(const Bench& bench, const EndRequest& request)
{
    if (request.clean == nullptr)
        return 0;
    int first = bench.nLayers() - 1;
    for (const EndEdit& edit : request.edits)
        first = std::min(first, bench.head(edit.head).layer);
    return first;
}

/// What reads the result of attention, of what reads the residual: through the norm between them where there
/// is one, its scale apart.
at::Tensor
behindAttention(const at::Tensor& reading, const WeightSource::Writer& writer, const ModelConfig& config)
{
    if (!config.normsAfter)
        return reading;
    const at::Tensor rows = writer.ln1Post.gain.defined() ? reading.t() * writer.ln1Post.gain : reading.t();
    return normInput(rows, config.norm).t().contiguous();
}

} // namespace

std::vector<EndRun> endRuns(const Bench& bench, const EndRequest& request)
{
    for (const std::vector<TokenId>& prompt : request.prompts)
        bench.model->checkPrompt(prompt);
    const int start = firstLayer(bench, request);
    const auto layers = static_cast<std::size_t>(bench.nLayers());
    std::vector<EndRun> runs(request.prompts.size());
    for (std::size_t prompt = 0; prompt < runs.size(); ++prompt) {
        if (request.clean != nullptr)
            runs[prompt] = (*request.clean)[prompt];
        runs[prompt].position = request.positions[prompt];
        runs[prompt].attention.resize(layers);
        runs[prompt].z.resize(layers);
        runs[prompt].postScale.resize(layers, 1);
        runs[prompt].entering.resize(request.keepEntering ? layers : 0);
    }
    withTorch([&] {
        for (std::size_t first = 0; first < runs.size();) {
            std::vector<std::vector<TokenId>> batch;
            std::vector<at::Tensor> residuals;
            std::size_t rows = 0;
            while (first + batch.size() < runs.size() && (batch.empty() || rows < rowsPerForward)) {
                const std::size_t prompt = first + batch.size();
                if (start > 0)
                    residuals.push_back((*request.clean)[prompt].entering[static_cast<std::size_t>(start)]);
                batch.push_back(request.prompts[prompt]);
                rows += batch.back().size();
            }
            EndReader reader(bench, request, first, runs);
            ForwardStart from{start, start > 0 ? at::cat(residuals) : at::Tensor()};
            forward(
                bench.model->config(), bench.model->weights(), batch, LogitRows::Last, reader, bench.cancel,
                {}, nullptr, start > 0 ? &from : nullptr);
            for (std::size_t prompt = 0; bench.ran && prompt < batch.size(); ++prompt)
                bench.ran();
            first += batch.size();
        }
    });
    return runs;
}

DirectEffects::DirectEffects(
    const Bench& bench, const std::vector<EndRun>& runs, const std::vector<TokenId>& tokens,
    const std::vector<double>& scales)
    : m_prompts(runs.size()),
      m_tokens(tokens.size()),
      m_values(static_cast<std::size_t>(bench.headCount()) * runs.size() * tokens.size())
{
    if (runs.empty() || tokens.empty())
        return;
    const ModelConfig& config = bench.model->config();
    const WeightSource& weights = bench.model->weights();
    withTorch([&] {
        at::Tensor reading = // [d_model, token]
            at::empty({config.dModel, static_cast<std::int64_t>(tokens.size())}, at::kFloat);
        for (std::size_t token = 0; token < tokens.size(); ++token) {
            bench.model->checkToken(tokens[token]);
            at::Tensor column = weights.unembeddingColumn(tokens[token]);
            if (weights.finalNorm().gain.defined())
                column = column * weights.finalNorm().gain;
            // Centring is symmetric: the norm centres what is written, which is centring what reads it.
            reading.select(1, static_cast<std::int64_t>(token)).copy_(normInput(column, config.norm));
        }
        for (int layer = 0; layer < bench.nLayers(); ++layer) {
            const WeightSource::Writer writer = weights.writer(layer, bench.cancel);
            const at::Tensor through = // [head * d_head, token]
                linear(writer.W_O, behindAttention(reading, writer, config), {}, bench.cancel);
            for (int head = 0; head < bench.nHeads(); ++head) {
                const at::Tensor part = writerOfHead(through, head, config.dHead);
                float* values = m_values.data()
                    + static_cast<std::size_t>(layer * bench.nHeads() + head) * m_prompts * m_tokens;
                for (const EndRun& run : runs) {
                    const auto prompt = static_cast<std::size_t>(&run - runs.data());
                    const at::Tensor z = run.z[static_cast<std::size_t>(layer)].select(0, head);
                    const double scale = (scales.empty() ? run.finalScale : scales[prompt])
                        * run.postScale[static_cast<std::size_t>(layer)];
                    const at::Tensor effect = at::mv(part.t(), z);
                    const float* from = effect.data_ptr<float>();
                    for (std::size_t token = 0; token < m_tokens; ++token)
                        *values++ = static_cast<float>(from[token] / scale);
                }
            }
        }
    });
}

} // namespace headwaters
