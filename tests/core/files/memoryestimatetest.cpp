#include "core/files/memoryestimate.h"

#include "tests/support/testing.h"

using namespace headwaters;

namespace {

// Headers alone: nobody may read a byte.
class Headers : public TensorFile {
public:
    explicit Headers(const std::vector<std::pair<const char*, std::vector<std::int64_t>>>& tensors)
    {
        for (const auto& [name, shape] : tensors) {
            TensorView view;
            view.name = QLatin1String(name);
            view.dtype = DType::Q4_1;
            view.shape = shape;
            m_tensors[view.name] = view;
        }
    }
    [[nodiscard]] const std::map<QString, TensorView>& tensors() const override { return m_tensors; }
    [[nodiscard]] QStringList files() const override { return {}; }

private:
    std::map<QString, TensorView> m_tensors;
};

// Outside the layers 100 * 8 + 8; layer 0 has 8 * 8 + 8 * 32, layer 1 has 8 * 8.
const std::vector<std::pair<const char*, std::vector<std::int64_t>>> llama{
    {"token_embd.weight", {100, 8}},  {"output_norm.weight", {8}},     {"blk.0.attn_q.weight", {8, 8}},
    {"blk.0.ffn_up.weight", {32, 8}}, {"blk.1.attn_q.weight", {8, 8}},
};
constexpr qint64 outside = 808;
constexpr qint64 finalNorm = 8;
constexpr qint64 layer0 = 320;
constexpr qint64 layer1 = 64;
constexpr qint64 all = outside + layer0 + layer1;

} // namespace

TEST_CASE("weights are widened where that takes at most half of the free memory")
{
    const MemoryEstimate estimate = estimateMemory(Headers(llama), false, all * 4 * 2);
    CHECK(estimate.parameters == all);
    CHECK(estimate.widened);
    CHECK(estimate.weights == all * 4);
    CHECK(estimate.peak == all * 4 + programMemory);
    CHECK(estimate.available == all * 8);
    CHECK(estimate.fits());
}

TEST_CASE("beyond half of it the largest layer is widened, and what is outside but for the embedding")
{
    const MemoryEstimate estimate = estimateMemory(Headers(llama), false, all * 4 * 2 - 1);
    CHECK_FALSE(estimate.widened);
    CHECK(estimate.parameters == all);
    CHECK(estimate.weights == (finalNorm + layer0) * 4);
    CHECK(estimate.fits());
    CHECK_FALSE(estimateMemory(Headers(llama), false, (finalNorm + layer0) * 4 - 1).fits());
    CHECK(estimateMemory(Headers(llama), false, (finalNorm + layer0) * 4).fits());
}

TEST_CASE("where the system does not say what is free, all is widened and fits")
{
    const MemoryEstimate estimate = estimateMemory(Headers(llama), false, 0);
    CHECK(estimate.widened);
    CHECK(estimate.weights == all * 4);
    CHECK(estimate.fits());
}

TEST_CASE("an unembedding that is stored twice counts once where it is tied")
{
    for (const char* name : {"lm_head.weight", "embed_out.weight", "output.weight"}) {
        auto tensors = llama;
        tensors.push_back({name, {100, 8}});
        CHECK(estimateMemory(Headers(tensors), true, 0).parameters == all);
        CHECK(estimateMemory(Headers(tensors), false, 0).parameters == all + 800);
    }
}

TEST_CASE("masks and rotary tables are no weights; biases are")
{
    const Headers buffers({
        {"transformer.h.0.attn.bias", {1, 1, 1024, 1024}},
        {"h.0.attn.masked_bias", {}},
        {"gpt_neox.layers.0.attention.bias", {1, 1, 2048, 2048}},
        {"gpt_neox.layers.0.attention.masked_bias", {}},
        {"gpt_neox.layers.0.attention.rotary_emb.inv_freq", {8}},
        {"model.layers.0.self_attn.rotary_emb.inv_freq", {8}},
    });
    CHECK(estimateMemory(buffers, false, 0).parameters == 0);
    const Headers biases({
        {"h.0.attn.c_attn.bias", {3}},
        {"gpt_neox.layers.0.attention.dense.bias", {5}},
        {"model.layers.0.self_attn.q_proj.bias", {7}},
    });
    CHECK(estimateMemory(biases, false, 0).parameters == 15);
}

TEST_CASE("the layers of every family's names are told apart")
{
    for (const char* pattern :
         {"transformer.h.%1.x", "h.%1.x", "gpt_neox.layers.%1.x", "model.layers.%1.x", "blk.%1.x"}) {
        INFO(pattern);
        const QByteArray first = QString::fromLatin1(pattern).arg(0).toLatin1();
        const QByteArray tenth = QString::fromLatin1(pattern).arg(10).toLatin1();
        const Headers headers({{first.constData(), {100}}, {tenth.constData(), {300}}, {"other", {7}}});
        CHECK(estimateMemory(headers, false, 1).weights == (300 + 7) * 4);
    }
}
