#include "core/engine/detect/scrambledmodel.h"

#include "core/engine/model/transformermodel.h"
#include "core/text/promptdraw.h"

#include <numeric>
#include <vector>

namespace headwaters {

namespace {

using Order = std::vector<std::int64_t>;

/// Uniform among all orders.
Order anyOrder(std::int64_t count, PromptRandom& random)
{
    Order order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t place = order.size(); place > 1; --place)
        std::swap(order[place - 1], order[random.below(place)]);
    return order;
}

/// Uniform among those that leave nothing in its place; of one there is none.
Order derangement(std::int64_t count, PromptRandom& random)
{
    for (;;) { // one in e is
        Order order = anyOrder(count, random);
        bool isMoved = true;
        for (std::size_t place = 0; place < order.size(); ++place)
            isMoved = isMoved && order[place] != static_cast<std::int64_t>(place);
        if (isMoved || count < 2)
            return order;
    }
}

/// Orders of the dimensions of a layer's heads. Those of keys and values are any; those of queries and of
/// W_O differ from them in every dimension, since two that meet again go on with a part of what the head did.
class Scrambler {
public:
    Scrambler(const ModelConfig& config, std::uint64_t seed, int layer)
        : m_dHead(config.dHead),
          m_groupSize(config.groupSize()),
          m_k(shared(config.nKeyValueHeads, seed, 4 * layer + 1)),
          m_v(shared(config.nKeyValueHeads, seed, 4 * layer + 2)),
          m_q(apart(config.nHeads, m_k, seed, 4 * layer)),
          m_o(apart(config.nHeads, m_v, seed, 4 * layer + 3))
    {
    }

    [[nodiscard]] LayerWeights operator()(const LayerWeights& weights) const
    {
        LayerWeights scrambled = weights; // tensors are shared
        columns(scrambled.W_Q, scrambled.b_Q, m_q);
        columns(scrambled.W_K, scrambled.b_K, m_k);
        columns(scrambled.W_V, scrambled.b_V, m_v);
        scrambled.W_O = writer(scrambled.W_O);
        return scrambled;
    }
    [[nodiscard]] at::Tensor writer(const at::Tensor& W_O) const { return at::index_select(W_O, 0, m_o); }

private:
    // Streams of one seed must not overlap with those of the next.
    static PromptRandom draws(std::uint64_t seed, int stream)
    {
        return PromptRandom(seed * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(stream));
    }
    [[nodiscard]] at::Tensor shared(std::int64_t heads, std::uint64_t seed, int stream) const
    {
        PromptRandom random = draws(seed, stream);
        at::Tensor all = at::empty({heads * m_dHead}, at::kLong);
        auto* values = all.data_ptr<std::int64_t>();
        for (std::int64_t head = 0; head < heads; ++head) {
            for (const std::int64_t dim : anyOrder(m_dHead, random))
                *values++ = head * m_dHead + dim;
        }
        return all;
    }
    /// Each head's order is that of its group, deranged.
    [[nodiscard]] at::Tensor
    apart(std::int64_t heads, const at::Tensor& groups, std::uint64_t seed, int stream) const
    {
        PromptRandom random = draws(seed, stream);
        at::Tensor all = at::empty({heads * m_dHead}, at::kLong);
        auto* values = all.data_ptr<std::int64_t>();
        for (std::int64_t head = 0; head < heads; ++head) {
            const std::int64_t group = head / m_groupSize;
            const std::int64_t* order = groups.data_ptr<std::int64_t>() + group * m_dHead;
            for (const std::int64_t place : derangement(m_dHead, random))
                *values++ = (head - group) * m_dHead + order[place];
        }
        return all;
    }
    static void columns(at::Tensor& weight, at::Tensor& bias, const at::Tensor& order)
    {
        weight = at::index_select(weight, 1, order);
        if (bias.defined())
            bias = at::index_select(bias, 0, order);
    }

    std::int64_t m_dHead, m_groupSize;
    at::Tensor m_k, m_v, m_q, m_o;
};

/// Reads another model's weights.
class ScrambledWeights : public WeightSource {
public:
    ScrambledWeights(std::shared_ptr<const TransformerModel> model, std::uint64_t seed)
        : m_model(std::move(model)),
          m_seed(seed)
    {
    }

    std::shared_ptr<const LayerWeights> layer(int index, const CancelToken& cancel) const override
    {
        return std::make_shared<const LayerWeights>(
            Scrambler(m_model->config(), m_seed, index)(*source().layer(index, cancel)));
    }
    Writer writer(int index, const CancelToken& cancel) const override
    {
        Writer writer = source().writer(index, cancel);
        writer.W_O = Scrambler(m_model->config(), m_seed, index).writer(writer.W_O);
        return writer;
    }
    at::Tensor embedding(const at::Tensor& ids) const override { return source().embedding(ids); }
    at::Tensor unembed(const at::Tensor& x, const CancelToken& cancel) const override
    {
        return source().unembed(x, cancel);
    }
    at::Tensor unembeddingColumn(std::int64_t token) const override
    {
        return source().unembeddingColumn(token);
    }
    void visitUnembedding(const CancelToken& cancel, const ColumnVisitor& visit) const override
    {
        source().visitUnembedding(cancel, visit);
    }
    at::Tensor unembeddingBias() const override { return source().unembeddingBias(); }
    const at::Tensor& positions() const override { return source().positions(); }
    const NormWeights& finalNorm() const override { return source().finalNorm(); }

private:
    [[nodiscard]] const WeightSource& source() const { return m_model->weights(); }

    std::shared_ptr<const TransformerModel> m_model;
    std::uint64_t m_seed;
};

} // namespace

std::shared_ptr<const Model> scrambledModel(const std::shared_ptr<const Model>& model, std::uint64_t seed)
{
    const auto transformer = std::static_pointer_cast<const TransformerModel>(model);
    return withTorch([&]() -> std::shared_ptr<const Model> {
        std::shared_ptr<const WeightSource> source;
        if (const Weights* resident = transformer->weights().resident()) {
            Weights weights = *resident; // tensors are shared
            for (std::size_t layer = 0; layer < weights.layers.size(); ++layer)
                weights.layers[layer] =
                    Scrambler(transformer->config(), seed, static_cast<int>(layer))(resident->layers[layer]);
            source = std::make_shared<const ResidentWeights>(std::move(weights));
        } else {
            source = std::make_shared<const ScrambledWeights>(transformer, seed);
        }
        ModelInfo info = transformer->info();
        info.name += QStringLiteral(" (scrambled)");
        info.sha256.clear();
        return std::make_shared<const TransformerModel>(info, transformer->config(), source, false);
    });
}

} // namespace headwaters
