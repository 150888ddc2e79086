#include "core/engine/detect/copysuppression.h"

#include "core/engine/detect/measures.h"
#include "core/engine/detect/vocabularyreading.h"
#include "core/engine/model/arithmetic.h"
#include "core/engine/model/transformermodel.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <numeric>

namespace headwaters {

namespace {

constexpr int depth = 10;
constexpr std::int64_t rowsPerBlock = 512;

/// Queries or keys of one head: source rows through the layer's norm and a reader, normed over the head where
/// the model does so: [source, d_head].
at::Tensor read(
    const at::Tensor& rows, const at::Tensor& reader, const NormWeights& before, const NormWeights& behind,
    const ModelConfig& config, const CancelToken& cancel)
{
    const at::Tensor x = normed(rows, {before.gain, {}}, config.norm, config.normEpsilon);
    const at::Tensor values = linear(x, reader, {}, cancel);
    return config.queryKeyNorm ? normed(values, behind, config.norm, config.normEpsilon) : values;
}

} // namespace

std::vector<HeadSample>
loweringSamples(const Bench& bench, const std::vector<int>& heads, const std::vector<TokenId>& tokens)
{
    std::vector<HeadSample> samples;
    if (heads.empty())
        return samples;
    VocabularyPairs pairs;
    pairs.k = depth;
    pairs.target.resize(tokens.size());
    std::iota(pairs.target.begin(), pairs.target.end(), 0);
    pairs.unit = pairs.target;
    const SourceRows rows = SourceRows::ofTokens(bench, tokens);
    for (const int head : heads) {
        const std::vector<VocabularyReading> reading = readVocabulary(bench, {rows, tokens, depth, {head}});
        samples.push_back(relationSample(bench, reading.front(), pairs, true, 200));
    }
    return samples;
}

std::vector<HeadSample>
keySamples(const Bench& bench, const std::vector<int>& heads, const std::vector<TokenId>& tokens)
{
    std::vector<HeadSample> samples;
    if (heads.empty())
        return samples;
    const SourceRows rows = SourceRows::ofTokens(bench, tokens);
    const auto count = static_cast<std::int64_t>(tokens.size());
    withTorch([&] {
        const ModelConfig& config = bench.model->config();
        const WeightSource& weights = bench.model->weights();
        at::Tensor said = at::empty({count, config.dModel}, at::kFloat);
        for (std::int64_t place = 0; place < count; ++place)
            said.select(0, place).copy_(weights.unembeddingColumn(tokens[static_cast<std::size_t>(place)]));
        for (const int index : heads) {
            const HeadIndex head = bench.head(index);
            const auto layer = weights.layer(head.layer, bench.cancel);
            const at::Tensor queries = read(
                said, readerOfHead(layer->W_Q, head.head, config.dHead), layer->ln1, layer->qNorm, config,
                bench.cancel);
            const at::Tensor keys = read(
                rows.forLayer(head.layer),
                readerOfHead(layer->W_K, head.head / config.groupSize(), config.dHead), layer->ln1,
                layer->kNorm, config, bench.cancel);
            HeadSample sample;
            for (std::int64_t first = 0; first < count; first += rowsPerBlock) {
                bench.cancel.throwIfCancelled();
                const std::int64_t height = std::min(rowsPerBlock, count - first);
                const at::Tensor scores = at::mm(queries.narrow(0, first, height), keys.t());
                const float* row = scores.data_ptr<float>();
                for (std::int64_t place = first; place < first + height; ++place, row += count) {
                    const auto most = std::max_element(row, row + count) - row;
                    sample.units.push_back(most == place ? 1 : 0);
                }
            }
            sample.nulls.assign(200, 1.0 / static_cast<double>(count));
            samples.push_back(std::move(sample));
        }
    });
    return samples;
}

std::vector<TokenId> sampledTokens(const Bench& bench, std::size_t count)
{
    std::vector<TokenId> pool = bench.ground.pool;
    PromptRandom random(bench.seed);
    for (std::size_t place = 0; place < std::min(count, pool.size()); ++place)
        std::swap(pool[place], pool[place + random.below(pool.size() - place)]);
    pool.resize(std::min(count, pool.size()));
    std::sort(pool.begin(), pool.end());
    return pool;
}

} // namespace headwaters
