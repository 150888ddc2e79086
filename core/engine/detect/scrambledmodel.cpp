#include "core/engine/detect/scrambledmodel.h"

#include "core/engine/model/transformermodel.h"
#include "core/text/promptdraw.h"

#include <numeric>

namespace headwaters {

namespace {

/// Orders of the dimensions of a layer's heads.
class Scrambler {
public:
    Scrambler(const ModelConfig& config, std::uint64_t seed, int layer)
        : m_dHead(config.dHead),
          m_q(order(config.nHeads, seed, 4 * layer)),
          m_k(order(config.nKeyValueHeads, seed, 4 * layer + 1)),
          m_v(order(config.nKeyValueHeads, seed, 4 * layer + 2)),
          m_o(order(config.nHeads, seed, 4 * layer + 3))
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
    [[nodiscard]] at::Tensor order(std::int64_t heads, std::uint64_t seed, int stream) const
    {
        // Streams of one seed must not overlap with those of the next.
        PromptRandom random(seed * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(stream));
        at::Tensor all = at::empty({heads * m_dHead}, at::kLong);
        auto* values = all.data_ptr<std::int64_t>();
        for (std::int64_t head = 0; head < heads; ++head) {
            std::int64_t* begin = values + head * m_dHead;
            std::iota(begin, begin + m_dHead, head * m_dHead);
            for (std::int64_t last = m_dHead - 1; last > 0; --last)
                std::swap(begin[last], begin[random.below(static_cast<std::size_t>(last) + 1)]);
        }
        return all;
    }
    static void columns(at::Tensor& weight, at::Tensor& bias, const at::Tensor& order)
    {
        weight = at::index_select(weight, 1, order);
        if (bias.defined())
            bias = at::index_select(bias, 0, order);
    }

    std::int64_t m_dHead;
    at::Tensor m_q, m_k, m_v, m_o;
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
