#include "core/engine/trace/readings.h"

namespace headwaters {

namespace {

// Beyond it what heads write is computed again for every layer that reads it.
constexpr double mostKept = 512e6; // bytes

bool isZero(const at::Tensor& tensor)
{
    return tensor.abs().max().item<double>() == 0;
}

/// One side of a head that shall be read: the columns of `readers` from `first` on are its.
struct SideReader {
    UpstreamReadings::Side* side = nullptr;
    std::int64_t first = 0;
};

/// What stands beside the parts: the reader's own bias, and what parts are divided by.
void addOwn(
    UpstreamReadings::Side& side, const TracedRun& run, int layer, const at::Tensor& bias,
    const at::Tensor& headScale, std::int64_t head)
{
    side.offsetDivisor =
        headScale.defined() ? headScale.select(1, head).contiguous() : at::ones({run.size()}, at::kDouble);
    side.divisor = run.layer(layer).scale * side.offsetDivisor;
    const at::Tensor own = biasOfHead(bias, head, run.config().dHead);
    side.offset = isZero(own) ? at::Tensor() : own.contiguous();
}

} // namespace

WrittenHeads::WrittenHeads(const TracedRun& run)
    : m_run(run),
      m_layers(static_cast<std::size_t>(run.config().nLayers))
{
    const ModelConfig& config = run.config();
    const std::int64_t numbers = config.nLayers * config.nHeads * run.size() * config.dModel;
    m_keeps = static_cast<double>(numbers) * sizeof(double) <= mostKept;
}

at::Tensor WrittenHeads::written(int layer, const CancelToken& cancel) const
{
    const ModelConfig& config = m_run.config();
    const at::Tensor& writers = m_run.model().attention(layer, cancel).W_O;
    at::Tensor rows = at::empty({config.nHeads, m_run.size(), config.dModel}, at::kDouble);
    for (std::int64_t head = 0; head < config.nHeads; ++head) {
        at::Tensor out = rows.select(0, head);
        at::mm_out(
            out, m_run.layer(layer).values.select(1, head / config.groupSize()),
            writerOfHead(writers, head, config.dHead));
    }
    return rows.flatten(0, 1);
}

at::Tensor WrittenHeads::read(int layer, const at::Tensor& readers, const CancelToken& cancel)
{
    cancel.throwIfCancelled();
    const ModelConfig& config = m_run.config();
    const std::int64_t tokens = m_run.size();
    if (tokens <= config.dHead) {
        at::Tensor& kept = m_layers[static_cast<std::size_t>(layer)];
        const at::Tensor rows = kept.defined() ? kept : written(layer, cancel);
        if (m_keeps)
            kept = rows;
        return at::mm(rows, readers).view({config.nHeads, tokens, readers.size(1)});
    }
    // Many tokens go through the small product W_O readers.
    const at::Tensor product = at::mm(m_run.model().attention(layer, cancel).W_O, readers);
    at::Tensor read = at::empty({config.nHeads, tokens, readers.size(1)}, at::kDouble);
    for (std::int64_t head = 0; head < config.nHeads; ++head) {
        cancel.throwIfCancelled();
        at::Tensor out = read.select(0, head);
        at::mm_out(
            out, m_run.layer(layer).values.select(1, head / config.groupSize()),
            writerOfHead(product, head, config.dHead));
    }
    return read;
}

std::vector<UpstreamReadings> UpstreamReadings::of(
    const TracedRun& run, WrittenHeads& written, const std::vector<Wish>& wishes, const CancelToken& cancel)
{
    if (wishes.empty())
        return {};
    const ModelConfig& config = run.config();
    const std::int64_t e = config.dHead;
    const int layer = wishes.front().head.layer;
    const AttentionWeights& own = run.model().attention(layer, cancel);
    const TracedRun::Layer& passed = run.layer(layer);

    std::vector<UpstreamReadings> all(wishes.size());
    std::vector<SideReader> sides;
    std::vector<at::Tensor> columns;
    for (std::size_t at = 0; at < wishes.size(); ++at) {
        const std::int64_t head = wishes[at].head.head;
        const std::int64_t group = head / config.groupSize();
        all[at].head = wishes[at].head;
        const auto add = [&](Side& side, const at::Tensor& reader) {
            sides.push_back({&side, static_cast<std::int64_t>(columns.size()) * e});
            columns.push_back(reader);
        };
        if (wishes[at].query) {
            add(all[at].query, readerOfHead(own.W_Q, head, e));
            addOwn(all[at].query, run, layer, own.b_Q, passed.queryScale, head);
        }
        if (wishes[at].key) {
            add(all[at].key, readerOfHead(own.W_K, group, e));
            addOwn(all[at].key, run, layer, own.b_K, passed.keyScale, group);
        }
    }
    const at::Tensor readers = at::cat(columns, 1); // [d_model, sides * e]
    for (int below = 0; below < layer; ++below) {
        const at::Tensor heads = written.read(below, readers, cancel);
        const at::Tensor mlp = at::mm(run.layer(below).mlpOut, readers);
        const at::Tensor& b_O = run.model().attention(below, cancel).b_O;
        const at::Tensor bias = isZero(b_O) ? at::Tensor() : at::mv(readers.t(), b_O);
        for (const SideReader& reader : sides) {
            const auto part = [&reader, e](const at::Tensor& of) {
                return of.defined() ? of.narrow(-1, reader.first, e).contiguous() : of;
            };
            reader.side->layers.push_back({part(heads), part(mlp), part(bias)});
        }
    }
    const at::Tensor embedding = at::mm(run.embedding(), readers);
    for (const SideReader& reader : sides)
        reader.side->embedding = embedding.narrow(1, reader.first, e).contiguous();
    return all;
}

UpstreamReadings UpstreamReadings::of(const TracedRun& run, HeadIndex head, const CancelToken& cancel)
{
    WrittenHeads written(run);
    return of(run, written, {{head}}, cancel).front();
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
