#include "core/engine/detect/sourcerows.h"

#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"

#include <algorithm>

namespace headwaters {

namespace {

constexpr std::size_t rowsPerForward = 1024;

/// Keeps some rows of what leaves the first block.
class FirstBlockReader : public HookVisitor {
public:
    /// `positions` [prompt of the batch]; rows go into `rows` from `first` on.
    FirstBlockReader(
        const std::vector<std::vector<int>>& positions, std::size_t firstPrompt, at::Tensor rows,
        std::int64_t firstRow)
        : m_positions(positions),
          m_firstPrompt(firstPrompt),
          m_rows(std::move(rows)),
          m_row(firstRow)
    {
    }

    bool wants(const HookPoint& point) const override { return point == HookPoint{Hook::ResidPost, 0}; }

    void visit(const Where& where, at::Tensor value) override
    {
        for (const int position : m_positions[m_firstPrompt + where.prompt])
            m_rows.select(0, m_row++).copy_(value.select(0, position));
    }

    [[nodiscard]] std::int64_t nextRow() const { return m_row; }

private:
    const std::vector<std::vector<int>>& m_positions;
    std::size_t m_firstPrompt;
    at::Tensor m_rows;
    std::int64_t m_row;
};

SourceRows readRows(
    const Bench& bench, const std::vector<std::vector<TokenId>>& prompts,
    const std::vector<std::vector<int>>& positions)
{
    SourceRows result;
    for (std::size_t prompt = 0; prompt < prompts.size(); ++prompt) {
        bench.model->checkPrompt(prompts[prompt]);
        for (const int position : positions[prompt])
            result.tokens.push_back(prompts[prompt].at(static_cast<std::size_t>(position)));
    }
    const auto count = static_cast<std::int64_t>(result.tokens.size());
    withTorch([&] {
        ModelConfig oneBlock = bench.model->config();
        oneBlock.nLayers = 1;
        const WeightSource& weights = bench.model->weights();
        at::Tensor ids = at::empty({count}, at::kLong);
        std::copy(result.tokens.begin(), result.tokens.end(), ids.data_ptr<std::int64_t>());
        result.embedding = weights.embedding(ids);
        if (oneBlock.embeddingScale != 1.0)
            result.embedding = result.embedding * oneBlock.embeddingScale;
        result.behindFirst = at::empty({count, oneBlock.dModel}, at::kFloat);

        std::int64_t row = 0;
        for (std::size_t first = 0; first < prompts.size();) {
            std::vector<std::vector<TokenId>> batch;
            std::size_t size = 0;
            while (first + batch.size() < prompts.size() && (batch.empty() || size < rowsPerForward)) {
                batch.push_back(prompts[first + batch.size()]);
                size += batch.back().size();
            }
            FirstBlockReader reader(positions, first, result.behindFirst, row);
            forward(oneBlock, weights, batch, LogitRows::Last, reader, bench.cancel, {});
            row = reader.nextRow();
            first += batch.size();
        }
    });
    return result;
}

} // namespace

SourceRows SourceRows::ofTokens(const Bench& bench, const std::vector<TokenId>& tokens)
{
    std::vector<std::vector<TokenId>> prompts;
    for (const TokenId token : tokens) {
        prompts.push_back({token});
        if (bench.ground.beginOfText)
            prompts.back().insert(prompts.back().begin(), *bench.ground.beginOfText);
    }
    const int last = bench.ground.beginOfText ? 1 : 0;
    return readRows(bench, prompts, std::vector<std::vector<int>>(tokens.size(), {last}));
}

SourceRows SourceRows::inPrompts(
    const Bench& bench, const std::vector<TaskPrompt>& prompts,
    const std::vector<std::vector<int>>& positions)
{
    std::vector<std::vector<TokenId>> ids;
    for (const TaskPrompt& prompt : prompts)
        ids.push_back(prompt.ids);
    return readRows(bench, ids, positions);
}

} // namespace headwaters
