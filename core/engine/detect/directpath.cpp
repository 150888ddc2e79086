#include "core/engine/detect/directpath.h"

#include "core/engine/model/arithmetic.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"

#include <algorithm>

namespace headwaters {

namespace {

constexpr std::int64_t rowsAtATime = 64; // a row of logits is as long as the vocabulary

/// What a run leaves at its end.
struct EndState {
    std::vector<at::Tensor> z; // [layer]: [head, d_head]
    std::vector<double> postScale; // [layer] of the norm behind attention; 1 without one
    at::Tensor residual; // [d_model], what the final norm reads
};

class EndStateReader : public HookVisitor {
public:
    EndStateReader(const Bench& bench, EndState& state) : m_last(bench.nLayers() - 1), m_state(state)
    {
        m_state.z.resize(static_cast<std::size_t>(bench.nLayers()));
        m_state.postScale.resize(static_cast<std::size_t>(bench.nLayers()), 1);
    }

    bool wants(const HookPoint& point) const override
    {
        return point.hook == Hook::Z || point.hook == Hook::Ln1PostScale
            || (point.hook == Hook::ResidPost && point.layer == m_last);
    }

    void visit(const Where& where, at::Tensor value) override
    {
        const at::Tensor end = value.select(0, value.size(0) - 1);
        const auto layer = static_cast<std::size_t>(where.point.layer);
        if (where.point.hook == Hook::Z)
            m_state.z[layer] = end.clone();
        else if (where.point.hook == Hook::Ln1PostScale)
            m_state.postScale[layer] = end.item<double>();
        else
            m_state.residual = end.clone();
    }

private:
    int m_last;
    EndState& m_state;
};

EndState endState(const Bench& bench, const std::vector<TokenId>& ids)
{
    bench.model->checkPrompt(ids);
    EndState state;
    EndStateReader reader(bench, state);
    forward(bench.model->config(), bench.model->weights(), {ids}, LogitRows::Last, reader, bench.cancel, {});
    if (bench.ran)
        bench.ran();
    return state;
}

// Final residuals, one a head, in which its result is exchanged.
void addExchanged(
    const Bench& bench, int layer, const EndState& run, const EndState& source, std::vector<at::Tensor>& rows)
{
    const ModelConfig& config = bench.model->config();
    const WeightSource::Writer writer = bench.model->weights().writer(layer, bench.cancel);
    const auto at = static_cast<std::size_t>(layer);
    const at::Tensor change = source.z[at] - run.z[at]; // [head, d_head]
    for (int head = 0; head < bench.nHeads(); ++head) {
        const at::Tensor W_O = writerOfHead(writer.W_O, head, config.dHead); // [d_head, d_model]
        at::Tensor written = linear(change.narrow(0, head, 1), W_O, {}, bench.cancel);
        if (config.normsAfter) {
            written = normInput(written, config.norm) / run.postScale[at];
            if (writer.ln1Post.gain.defined())
                written = written * writer.ln1Post.gain;
        }
        rows.push_back(run.residual.unsqueeze(0) + written);
    }
}

class ContrastReader : public HookVisitor {
public:
    ContrastReader(const std::vector<WeightedToken>& contrast, std::vector<double>& values)
        : m_contrast(contrast),
          m_values(values)
    {
    }

    bool wants(const HookPoint& point) const override { return point.hook == Hook::Logits; }

    void visit(const Where&, at::Tensor value) override
    {
        const at::Tensor row = value.contiguous();
        const float* logits = row.data_ptr<float>();
        double sum = 0;
        for (const WeightedToken& one : m_contrast)
            sum += one.weight * static_cast<double>(logits[one.token]);
        m_values.push_back(sum);
    }

private:
    const std::vector<WeightedToken>& m_contrast;
    std::vector<double>& m_values;
};

// The contrast of each row, a final residual.
std::vector<double>
contrasts(const Bench& bench, const at::Tensor& residuals, const std::vector<WeightedToken>& contrast)
{
    std::vector<double> values;
    for (std::int64_t first = 0; first < residuals.size(0); first += rowsAtATime) {
        const std::int64_t count = std::min(rowsAtATime, residuals.size(0) - first);
        ContrastReader reader(contrast, values);
        // Behind the last layer the tokens are of no account: each row is a prompt of its own.
        const std::vector<std::vector<TokenId>> prompts(static_cast<std::size_t>(count), {TokenId(0)});
        const ForwardStart start{bench.nLayers(), residuals.narrow(0, first, count)};
        forward(
            bench.model->config(), bench.model->weights(), prompts, LogitRows::Last, reader, bench.cancel, {},
            nullptr, &start);
    }
    return values;
}

} // namespace

std::vector<WeightedToken> contrastOf(TokenId target, const std::vector<TokenId>& others)
{
    std::vector<WeightedToken> contrast = {{target, 1}};
    for (const TokenId other : others)
        contrast.push_back({other, -1 / static_cast<double>(others.size())});
    return contrast;
}

HeadUnits directPathDrops(const Bench& bench, const std::vector<PathItem>& items)
{
    HeadUnits drops(bench);
    withTorch([&] {
        for (const PathItem& item : items) {
            for (const WeightedToken& one : item.contrast)
                bench.model->checkToken(one.token);
            const EndState run = endState(bench, item.ids), source = endState(bench, item.source);
            std::vector<at::Tensor> rows = {run.residual.unsqueeze(0)};
            for (int layer = 0; layer < bench.nLayers(); ++layer)
                addExchanged(bench, layer, run, source, rows);
            const std::vector<double> values = contrasts(bench, at::cat(rows), item.contrast);
            for (int head = 0; head < bench.headCount(); ++head)
                drops.add(head, values.front() - values[static_cast<std::size_t>(head) + 1]);
        }
    });
    return drops;
}

MeasureRule pathRule(const QString& measure, double largest)
{
    MeasureRule rule = directRule(measure, 0, largest);
    rule.access = Access::Causal;
    return rule;
}

} // namespace headwaters
