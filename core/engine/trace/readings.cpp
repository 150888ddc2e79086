#include "core/engine/trace/readings.h"

namespace headwaters {

namespace {

bool isZero(const at::Tensor& tensor)
{
    return tensor.abs().max().item<double>() == 0;
}

/// v_j W_O of every head of a layer through `readers` [d_model, r]: [head, T, r]. Many tokens go through the
/// small product W_O readers, few directly.
at::Tensor readHeads(const TracedRun& run, int layer, const at::Tensor& readers, const CancelToken& cancel)
{
    const ModelConfig& config = run.config();
    const at::Tensor& writers = run.model().attention(layer, cancel).W_O;
    const at::Tensor& values = run.layer(layer).values;
    at::Tensor read = at::empty({config.nHeads, run.size(), readers.size(1)}, at::kDouble);
    for (std::int64_t head = 0; head < config.nHeads; ++head) {
        cancel.throwIfCancelled();
        const at::Tensor writer = writerOfHead(writers, head, config.dHead);
        const at::Tensor value = values.select(1, head / config.groupSize());
        at::Tensor out = read.select(0, head);
        if (run.size() > config.dHead)
            at::mm_out(out, value, at::mm(writer, readers));
        else
            at::mm_out(out, at::mm(value, writer), readers);
    }
    return read;
}

} // namespace

UpstreamReadings UpstreamReadings::of(const TracedRun& run, HeadIndex head, const CancelToken& cancel)
{
    const ModelConfig& config = run.config();
    const std::int64_t e = config.dHead;
    const std::int64_t group = head.head / config.groupSize();
    const AttentionWeights& own = run.model().attention(head.layer, cancel);
    const at::Tensor readers =
        at::cat({readerOfHead(own.W_Q, head.head, e), readerOfHead(own.W_K, group, e)}, 1); // [d_model, 2 e]

    UpstreamReadings readings;
    readings.head = head;
    Side& query = readings.query;
    Side& key = readings.key;
    for (int layer = 0; layer < head.layer; ++layer) {
        const at::Tensor heads = readHeads(run, layer, readers, cancel);
        const at::Tensor mlp = at::mm(run.layer(layer).mlpOut, readers);
        const at::Tensor& b_O = run.model().attention(layer, cancel).b_O;
        const at::Tensor bias = isZero(b_O) ? at::Tensor() : at::mv(readers.t(), b_O);
        const auto part = [e](const at::Tensor& both, std::int64_t first) {
            return both.defined() ? both.narrow(-1, first, e).contiguous() : both;
        };
        query.layers.push_back({part(heads, 0), part(mlp, 0), part(bias, 0)});
        key.layers.push_back({part(heads, e), part(mlp, e), part(bias, e)});
    }
    const at::Tensor embedding = at::mm(run.embedding(), readers);
    query.embedding = embedding.narrow(1, 0, e).contiguous();
    key.embedding = embedding.narrow(1, e, e).contiguous();

    const TracedRun::Layer& layer = run.layer(head.layer);
    const at::Tensor ones = at::ones({run.size()}, at::kDouble);
    query.offsetDivisor =
        layer.queryScale.defined() ? layer.queryScale.select(1, head.head).contiguous() : ones;
    key.offsetDivisor = layer.keyScale.defined() ? layer.keyScale.select(1, group).contiguous() : ones;
    query.divisor = layer.scale * query.offsetDivisor;
    key.divisor = layer.scale * key.offsetDivisor;
    const at::Tensor b_Q = biasOfHead(own.b_Q, head.head, e);
    const at::Tensor b_K = biasOfHead(own.b_K, group, e);
    query.offset = isZero(b_Q) ? at::Tensor() : b_Q.contiguous();
    key.offset = isZero(b_K) ? at::Tensor() : b_K.contiguous();
    return readings;
}

std::size_t UpstreamReadings::bytes() const
{
    std::size_t numbers = 0;
    for (const Side* side : {&query, &key}) {
        for (const Layer& layer : side->layers)
            numbers += static_cast<std::size_t>(layer.heads.numel() + layer.mlp.numel());
        numbers += static_cast<std::size_t>(side->embedding.numel());
    }
    return numbers * sizeof(double);
}

} // namespace headwaters
