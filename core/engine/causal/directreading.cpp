#include "core/engine/causal/directreading.h"

#include "core/engine/model/arithmetic.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"

#include <algorithm>
#include <map>
#include <memory>

namespace headwaters {

namespace {

// Prompts run together until a batch has this many positions: enough to fill the matrix products.
constexpr std::size_t positionsPerBatch = 2048;

at::Tensor wide(const at::Tensor& values)
{
    return values.to(at::kDouble);
}

/// What the logits of the tokens of one request read, and what of it has been gathered.
struct PromptState {
    std::int64_t position = 0;
    at::Tensor columns; ///< [token] place of its tokens among those of the batch
    at::Tensor U; ///< [token, d_model] float64: gain times W_U[token], centred where the final norm centres
    at::Tensor v; ///< [T, key/value head, d_head] float64 of the layer that runs
    bool bySource = false;
    double scale = 1; ///< of the final norm
    DirectReading reading;
};

/// Gathers the readings of one batch. All but `logits` and `finalNormShift` are divided by the final
/// norm's scale when the run is through and the scale known.
class DirectReader : public HookVisitor {
public:
    DirectReader(
        const TransformerModel& model, const DirectRequest* requests, std::size_t count, std::size_t first,
        const DirectReadingOptions& options);

    [[nodiscard]] bool wants(const HookPoint& point) const override;
    void visit(const Where& where, at::Tensor value) override;
    void take(std::vector<DirectReading>& readings);

private:
    /// What a layer's heads write on the tokens of the batch.
    struct Writers {
        int layer = -1;
        at::Tensor heads; ///< [head, d_head, token]
        at::Tensor bias; ///< [token] b_O; undefined where there is none
        at::Tensor shift; ///< [token] of the norm behind attention; undefined where there is none
    };
    [[nodiscard]] bool reads(const HookPoint& point) const;
    void prepare(PromptState& state, const DirectRequest& request, std::map<TokenId, std::int64_t>& places);
    const Writers& writers(int layer);
    void read(const Where& where, const at::Tensor& value);
    void readSources(PromptState& state, const Where& where, const at::Tensor& pattern);
    void readHeads(PromptState& state, int layer, const at::Tensor& z);
    void scaleAttention(PromptState& state, int layer, double scale);
    void readFinal(PromptState& state, const at::Tensor& normalised);

    const TransformerModel& m_model;
    const ModelConfig& m_config;
    DirectReadingOptions m_options;
    std::size_t m_first;
    bool m_bySource = false;
    std::vector<PromptState> m_states; // [prompt]
    at::Tensor m_tokens; // [token] ids of all tokens of the batch
    at::Tensor m_W_U; // [token, d_model] float64, of all tokens of the batch
    at::Tensor m_U; // the same as the final norm lets it through
    Writers m_writers;
};

DirectReader::DirectReader(
    const TransformerModel& model, const DirectRequest* requests, std::size_t count, std::size_t first,
    const DirectReadingOptions& options)
    : m_model(model),
      m_config(model.config()),
      m_options(options),
      m_first(first),
      m_states(count)
{
    std::map<TokenId, std::int64_t> places;
    for (std::size_t at = 0; at < count; ++at)
        prepare(m_states[at], requests[at], places);
    const auto tokens = static_cast<std::int64_t>(places.size());
    m_tokens = at::empty({tokens}, at::kLong);
    m_W_U = at::empty({tokens, m_config.dModel}, at::kDouble);
    for (const auto& [token, place] : places) {
        m_tokens.data_ptr<std::int64_t>()[place] = token;
        m_W_U.select(0, place).copy_(model.weights().unembeddingColumn(token));
    }
    const NormWeights& norm = model.weights().finalNorm();
    m_U = norm.gain.defined() ? m_W_U * wide(norm.gain) : m_W_U;
    // Centring is symmetric: to centre what is written is to centre what reads it.
    m_U = normInput(m_U, m_config.norm);
    for (PromptState& state : m_states)
        state.U = at::index_select(m_U, 0, state.columns);
}

void DirectReader::prepare(
    PromptState& state, const DirectRequest& request, std::map<TokenId, std::int64_t>& places)
{
    const auto size = static_cast<std::int64_t>(request.ids.size());
    state.position = request.position < 0 ? size - 1 : request.position;
    state.bySource = request.bySource;
    m_bySource = m_bySource || request.bySource;
    state.columns = at::empty({static_cast<std::int64_t>(request.tokens.size())}, at::kLong);
    std::int64_t* column = state.columns.data_ptr<std::int64_t>();
    for (const TokenId token : request.tokens) {
        const auto next = static_cast<std::int64_t>(places.size());
        *column++ = places.emplace(token, next).first->second;
    }
    DirectReading& reading = state.reading;
    reading.nLayers = static_cast<int>(m_config.nLayers);
    reading.nHeads = static_cast<int>(m_config.nHeads);
    reading.tokens = static_cast<int>(request.tokens.size());
    reading.sources = static_cast<int>(size);
    const auto layers = static_cast<std::size_t>(m_config.nLayers);
    const auto heads = layers * static_cast<std::size_t>(m_config.nHeads);
    const std::size_t tokens = request.tokens.size();
    reading.embedding.resize(tokens);
    reading.position.resize(tokens);
    reading.heads.resize(heads * tokens);
    reading.attentionBias.resize(layers * tokens);
    reading.mlp.resize(layers * tokens);
    reading.finalNormShift.resize(tokens);
    if (state.bySource)
        reading.headsBySource.resize(heads * request.ids.size() * tokens);
}

bool DirectReader::reads(const HookPoint& point) const
{
    switch (point.hook) {
    case Hook::Embed:
    case Hook::PosEmbed:
    case Hook::Z:
    case Hook::Ln1PostScale:
    case Hook::MlpOut:
    case Hook::FinalScale:
    case Hook::FinalNormalized:
        return true;
    case Hook::V:
    case Hook::Pattern:
        return m_bySource;
    default:
        return false;
    }
}

bool DirectReader::wants(const HookPoint& point) const
{
    return reads(point) || (m_options.change != nullptr && m_options.change->wants(point));
}

void DirectReader::visit(const Where& where, at::Tensor value)
{
    if (m_options.change != nullptr && m_options.change->wants(where.point))
        m_options.change->visit({where.point, m_first + where.prompt, where.head}, value);
    if (reads(where.point))
        read(where, value);
}

/// Places numbers [token] into a list of them.
void put(const at::Tensor& numbers, std::vector<double>& list, std::size_t row)
{
    const at::Tensor values = numbers.contiguous();
    const double* first = values.data_ptr<double>();
    const auto count = static_cast<std::size_t>(values.numel());
    std::copy(first, first + count, list.begin() + static_cast<std::ptrdiff_t>(row * count));
}

void DirectReader::read(const Where& where, const at::Tensor& value)
{
    PromptState& state = m_states[where.prompt];
    const auto layer = static_cast<std::size_t>(std::max(where.point.layer, 0));
    const auto written = [&] { return at::mv(state.U, wide(value.select(0, state.position))); };
    switch (where.point.hook) {
    case Hook::Embed:
        put(written(), state.reading.embedding, 0);
        break;
    case Hook::PosEmbed:
        put(written(), state.reading.position, 0);
        break;
    case Hook::V:
        if (state.bySource)
            state.v = wide(value);
        break;
    case Hook::Pattern:
        if (state.bySource)
            readSources(state, where, value);
        break;
    case Hook::Z:
        readHeads(state, where.point.layer, value.select(0, state.position));
        break;
    case Hook::Ln1PostScale:
        scaleAttention(state, where.point.layer, value.select(0, state.position).item<double>());
        break;
    case Hook::MlpOut:
        put(written(), state.reading.mlp, layer);
        break;
    case Hook::FinalScale:
        state.scale = value.select(0, state.position).item<double>();
        break;
    case Hook::FinalNormalized:
        readFinal(state, value.select(0, state.position));
        break;
    default:
        break;
    }
}

const DirectReader::Writers& DirectReader::writers(int layer)
{
    if (m_writers.layer == layer)
        return m_writers;
    const std::shared_ptr<const LayerWeights> weights = m_model.weights().layer(layer, m_options.cancel);
    at::Tensor U = m_U;
    m_writers = {};
    m_writers.layer = layer;
    if (m_config.normsAfter) {
        if (weights->ln1Post.shift.defined())
            m_writers.shift = at::mv(m_U, wide(weights->ln1Post.shift));
        if (weights->ln1Post.gain.defined())
            U = U * wide(weights->ln1Post.gain);
        U = normInput(U, m_config.norm);
    }
    const at::Tensor reader = U.t();
    m_writers.heads = at::empty({m_config.nHeads, m_config.dHead, U.size(0)}, at::kDouble);
    for (std::int64_t head = 0; head < m_config.nHeads; ++head) {
        m_options.cancel.throwIfCancelled();
        const at::Tensor W_O = wide(writerOfHead(weights->W_O, head, m_config.dHead));
        m_writers.heads.select(0, head).copy_(at::mm(W_O, reader));
    }
    if (weights->b_O.defined())
        m_writers.bias = at::mv(U, wide(weights->b_O));
    return m_writers;
}

void DirectReader::readSources(PromptState& state, const Where& where, const at::Tensor& pattern)
{
    const at::Tensor writer =
        at::index_select(writers(where.point.layer).heads.select(0, where.head), 1, state.columns);
    const at::Tensor v = state.v.select(1, where.head / m_config.groupSize()); // [T, d_head]
    const at::Tensor weights = wide(pattern.select(0, state.position)).unsqueeze(1); // [T, 1]
    const auto row = static_cast<std::size_t>(where.point.layer * m_config.nHeads + where.head);
    put(at::mm(v, writer) * weights, state.reading.headsBySource, row);
}

void DirectReader::readHeads(PromptState& state, int layer, const at::Tensor& z)
{
    const Writers& all = writers(layer);
    const at::Tensor writer = at::index_select(all.heads, 2, state.columns); // [head, d_head, token]
    put(at::bmm(wide(z).unsqueeze(1), writer).squeeze(1), state.reading.heads,
        static_cast<std::size_t>(layer));
    if (all.bias.defined())
        put(at::index_select(all.bias, 0, state.columns), state.reading.attentionBias,
            static_cast<std::size_t>(layer));
}

void DirectReader::scaleAttention(PromptState& state, int layer, double scale)
{
    DirectReading& reading = state.reading;
    const auto divide = [&](std::vector<double>& list) {
        const std::size_t size = list.size() / static_cast<std::size_t>(m_config.nLayers);
        for (std::size_t at = 0; at < size; ++at)
            list[static_cast<std::size_t>(layer) * size + at] /= scale;
    };
    divide(reading.heads);
    divide(reading.attentionBias);
    divide(reading.headsBySource);
    const at::Tensor& shift = writers(layer).shift;
    if (!shift.defined())
        return;
    const std::size_t tokens = reading.embedding.size();
    const at::Tensor values = at::index_select(shift, 0, state.columns);
    for (std::size_t token = 0; token < tokens; ++token) {
        reading.attentionBias[static_cast<std::size_t>(layer) * tokens + token] +=
            values.data_ptr<double>()[token];
    }
}

void DirectReader::readFinal(PromptState& state, const at::Tensor& normalised)
{
    const WeightSource& weights = m_model.weights();
    const at::Tensor W_U = at::index_select(m_W_U, 0, state.columns); // [token, d_model]
    at::Tensor constant = at::zeros({W_U.size(0)}, at::kDouble);
    if (weights.unembeddingBias().defined()) {
        const at::Tensor tokens = at::index_select(m_tokens, 0, state.columns);
        constant = wide(at::index_select(weights.unembeddingBias(), 0, tokens));
    }
    const at::Tensor logits = at::mv(W_U, wide(normalised)) + constant;
    if (weights.finalNorm().shift.defined())
        constant = constant + at::mv(W_U, wide(weights.finalNorm().shift));
    state.reading.logits.resize(state.reading.embedding.size());
    put(logits, state.reading.logits, 0);
    put(constant, state.reading.finalNormShift, 0);
}

void DirectReader::take(std::vector<DirectReading>& readings)
{
    for (PromptState& state : m_states) {
        DirectReading& reading = state.reading;
        for (std::vector<double>* part :
             {&reading.embedding, &reading.position, &reading.heads, &reading.attentionBias, &reading.mlp,
              &reading.headsBySource}) {
            for (double& value : *part)
                value /= state.scale;
        }
        reading.total = reading.finalNormShift;
        const auto tokens = static_cast<std::size_t>(reading.tokens);
        for (const std::vector<double>* part :
             {&reading.embedding, &reading.position, &reading.heads, &reading.attentionBias, &reading.mlp}) {
            for (std::size_t at = 0; at < part->size(); ++at)
                reading.total[at % tokens] += (*part)[at];
        }
        readings.push_back(std::move(reading));
        if (m_options.ran)
            m_options.ran();
    }
}

void check(const TransformerModel& model, const DirectRequest& request)
{
    model.checkPrompt(request.ids);
    for (const TokenId token : request.tokens)
        model.checkToken(token);
    if (request.position >= static_cast<int>(request.ids.size())) {
        throw badInput(QStringLiteral("Position %1 is none of the prompt, which has %2 tokens.")
                           .arg(request.position)
                           .arg(static_cast<qulonglong>(request.ids.size())));
    }
}

} // namespace

std::vector<DirectReading> directReadings(
    const Model& openModel, const std::vector<DirectRequest>& requests, const DirectReadingOptions& options)
{
    const auto& model = static_cast<const TransformerModel&>(openModel);
    for (const DirectRequest& request : requests)
        check(model, request);
    return withTorch([&] {
        std::vector<DirectReading> readings;
        while (readings.size() < requests.size()) {
            const std::size_t first = readings.size();
            std::vector<std::vector<TokenId>> batch;
            std::size_t positions = 0;
            std::size_t next = first;
            do {
                positions += requests[next].ids.size();
                batch.push_back(requests[next++].ids);
            } while (next < requests.size() && positions + requests[next].ids.size() <= positionsPerBatch);
            DirectReader reader(model, &requests[first], batch.size(), first, options);
            forward(model.config(), model.weights(), batch, LogitRows::Last, reader, options.cancel, {});
            reader.take(readings);
        }
        return readings;
    });
}

DirectReading directReading(const Model& model, const DirectRequest& request, const CancelToken& cancel)
{
    DirectReadingOptions options;
    options.cancel = cancel;
    return directReadings(model, {request}, options).front();
}

} // namespace headwaters
