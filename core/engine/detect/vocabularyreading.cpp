#include "core/engine/detect/vocabularyreading.h"

#include "core/engine/model/arithmetic.h"
#include "core/engine/model/transformermodel.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace headwaters {

namespace {

constexpr std::int64_t bytesPerChunk = 48 << 20;
constexpr std::int64_t columnsPerBlock = 2048;
constexpr std::int64_t rowsPerBlock = 1024;

/// The best so far of one row, sorted.
template <typename Better> void keep(float* best, int depth, float value, Better better)
{
    int place = depth - 1;
    for (; place > 0 && better(value, best[place - 1]); --place)
        best[place] = best[place - 1];
    best[place] = value;
}

void scan(const float* row, std::int64_t columns, int depth, float* largest, float* smallest)
{
    for (std::int64_t column = 0; column < columns; ++column) {
        const float value = row[column];
        if (value > largest[depth - 1])
            keep(largest, depth, value, std::greater<>());
        if (value < smallest[depth - 1])
            keep(smallest, depth, value, std::less<>());
    }
}

/// What some heads write, waiting for the unembedding.
struct Chunk {
    std::vector<std::size_t> heads; ///< places in the answer
    std::vector<at::Tensor> written; ///< [source, d_model] each
};

class VocabularyReader {
public:
    VocabularyReader(const Bench& bench, const VocabularyRequest& request)
        : m_bench(bench),
          m_request(request)
    {
        for (std::size_t target = 0; target < request.targets.size(); ++target) {
            bench.model->checkToken(request.targets[target]);
            m_places.emplace(request.targets[target], static_cast<int>(target));
        }
    }

    std::vector<VocabularyReading> read()
    {
        std::vector<int> heads = m_request.heads;
        if (heads.empty()) {
            heads.resize(static_cast<std::size_t>(m_bench.headCount()));
            std::iota(heads.begin(), heads.end(), 0);
        }
        const auto sources = static_cast<std::int64_t>(m_request.sources.tokens.size());
        const auto targets = static_cast<std::int64_t>(m_request.targets.size());
        VocabularyReading empty{
            static_cast<int>(sources), static_cast<int>(targets), m_request.depth, {}, {}, {}};
        empty.logits.resize(static_cast<std::size_t>(sources * targets));
        empty.largest.assign(
            static_cast<std::size_t>(sources * m_request.depth), -std::numeric_limits<float>::infinity());
        empty.smallest.assign(empty.largest.size(), std::numeric_limits<float>::infinity());
        m_readings.assign(heads.size(), empty);

        Chunk chunk;
        std::int64_t bytes = 0;
        for (std::size_t place = 0; place < heads.size(); ++place) {
            chunk.heads.push_back(place);
            chunk.written.push_back(writtenBy(m_bench.head(heads[place])));
            bytes += chunk.written.back().numel() * 4;
            if (bytes > bytesPerChunk || place + 1 == heads.size()) {
                unembed(chunk);
                chunk = {};
                bytes = 0;
            }
        }
        return std::move(m_readings);
    }

private:
    /// What the final norm lets through of the head's result at each source: [source, d_model].
    at::Tensor writtenBy(HeadIndex head) const
    {
        const ModelConfig& config = m_bench.model->config();
        const auto weights = m_bench.model->weights().layer(head.layer, m_bench.cancel);
        const at::Tensor x = normed(
            m_request.sources.forLayer(head.layer), {weights->ln1.gain, {}}, config.norm, config.normEpsilon);
        const at::Tensor values = linear(
            x, readerOfHead(weights->W_V, head.head / config.groupSize(), config.dHead), {}, m_bench.cancel);
        at::Tensor out =
            linear(values, writerOfHead(weights->W_O, head.head, config.dHead), {}, m_bench.cancel);
        if (config.normsAfter && weights->ln1Post.gain.defined())
            out.mul_(weights->ln1Post.gain);
        out = normInput(out, config.norm);
        const at::Tensor& gain = m_bench.model->weights().finalNorm().gain;
        return gain.defined() ? out * gain : out;
    }

    void unembed(const Chunk& chunk)
    {
        const at::Tensor rows = at::cat(chunk.written);
        m_bench.model->weights().visitUnembedding(
            m_bench.cancel, [&](std::int64_t first, const at::Tensor& block) {
                for (std::int64_t column = 0; column < block.size(1); column += columnsPerBlock) {
                    const std::int64_t width = std::min(columnsPerBlock, block.size(1) - column);
                    const at::Tensor part = block.narrow(1, column, width);
                    for (std::int64_t row = 0; row < rows.size(0); row += rowsPerBlock) {
                        m_bench.cancel.throwIfCancelled();
                        const std::int64_t height = std::min(rowsPerBlock, rows.size(0) - row);
                        take(chunk, row, first + column, at::mm(rows.narrow(0, row, height), part));
                    }
                }
            });
    }

    void take(const Chunk& chunk, std::int64_t firstRow, std::int64_t firstColumn, const at::Tensor& logits)
    {
        const float* values = logits.data_ptr<float>();
        const std::int64_t columns = logits.size(1);
        const auto sources = static_cast<std::int64_t>(m_request.sources.tokens.size());
        const auto depth = static_cast<std::size_t>(m_request.depth);
        const auto from = m_places.lower_bound(static_cast<TokenId>(firstColumn));
        const auto to = m_places.lower_bound(static_cast<TokenId>(firstColumn + columns));
        for (std::int64_t row = 0; row < logits.size(0); ++row, values += columns) {
            VocabularyReading& reading =
                m_readings[chunk.heads[static_cast<std::size_t>((firstRow + row) / sources)]];
            const auto source = static_cast<std::size_t>((firstRow + row) % sources);
            scan(
                values, columns, m_request.depth, &reading.largest[source * depth],
                &reading.smallest[source * depth]);
            for (auto place = from; place != to; ++place) {
                reading.logits[source * m_request.targets.size() + static_cast<std::size_t>(place->second)] =
                    values[place->first - firstColumn];
            }
        }
    }

    const Bench& m_bench;
    const VocabularyRequest& m_request;
    std::map<TokenId, int> m_places; // of targets
    std::vector<VocabularyReading> m_readings;
};

} // namespace

bool VocabularyReading::isAmongLargest(int source, int target, int k) const
{
    const float* best = largest.data() + static_cast<std::size_t>(source) * depth;
    const auto value = static_cast<float>(logit(source, target));
    if (k < depth)
        return value > best[k];
    // A head that writes nothing prefers nothing.
    return value >= best[depth - 1] && best[0] > smallest[static_cast<std::size_t>(source) * depth];
}

bool VocabularyReading::isAmongSmallest(int source, int target, int k) const
{
    const float* best = smallest.data() + static_cast<std::size_t>(source) * depth;
    const auto value = static_cast<float>(logit(source, target));
    if (k < depth)
        return value < best[k];
    return value <= best[depth - 1] && best[0] < largest[static_cast<std::size_t>(source) * depth];
}

std::vector<VocabularyReading> readVocabulary(const Bench& bench, const VocabularyRequest& request)
{
    if (request.sources.tokens.empty())
        return std::vector<VocabularyReading>(
            request.heads.empty() ? static_cast<std::size_t>(bench.headCount()) : request.heads.size());
    return withTorch([&] { return VocabularyReader(bench, request).read(); });
}

HeadSample relationSample(
    const Bench& bench, const VocabularyReading& reading, const VocabularyPairs& pairs, bool suppressed,
    int draws)
{
    const std::size_t sources = pairs.target.size();
    std::vector<char> hits(sources * static_cast<std::size_t>(reading.targets)); // [source, target]
    for (std::size_t source = 0; source < sources; ++source) {
        for (int target = 0; target < reading.targets; ++target) {
            const int row = static_cast<int>(source);
            const bool isHit = suppressed ? reading.isAmongSmallest(row, target, pairs.k)
                                          : reading.isAmongLargest(row, target, pairs.k);
            hits[source * static_cast<std::size_t>(reading.targets) + static_cast<std::size_t>(target)] =
                isHit ? 1 : 0;
        }
    }
    const auto hit = [&](std::size_t source, int target) {
        return hits[source * static_cast<std::size_t>(reading.targets) + static_cast<std::size_t>(target)];
    };

    HeadSample sample;
    std::vector<int> counts;
    for (std::size_t source = 0; source < sources; ++source) {
        const auto unit = static_cast<std::size_t>(pairs.unit[source]);
        sample.units.resize(std::max(sample.units.size(), unit + 1));
        counts.resize(sample.units.size());
        sample.units[unit] += hit(source, pairs.target[source]);
        ++counts[unit];
    }
    for (std::size_t unit = 0; unit < sample.units.size(); ++unit)
        sample.units[unit] /= std::max(counts[unit], 1);

    PromptRandom random(bench.seed);
    std::vector<int> shuffled = pairs.target;
    for (int draw = 0; draw < draws; ++draw) {
        bench.cancel.throwIfCancelled();
        for (std::size_t place = shuffled.size(); place > 1; --place)
            std::swap(shuffled[place - 1], shuffled[random.below(place)]);
        int sum = 0, counted = 0;
        for (std::size_t source = 0; source < sources; ++source) {
            if (shuffled[source] == pairs.target[source])
                continue;
            sum += hit(source, shuffled[source]);
            ++counted;
        }
        if (counted > 0)
            sample.nulls.push_back(static_cast<double>(sum) / counted);
    }
    return sample;
}

int drawsFor(const Bench& bench)
{
    return std::clamp(40 * bench.headCount(), 1000, 12000);
}

} // namespace headwaters
