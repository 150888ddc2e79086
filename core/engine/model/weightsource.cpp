#include "core/engine/model/weightsource.h"

#include "core/engine/model/arithmetic.h"

#include <algorithm>

namespace headwaters {

namespace {

// A block of the unembedding that is widened at once: 4 million numbers take some milliseconds.
constexpr std::int64_t numbersPerBlock = std::int64_t{1} << 22U;

} // namespace

std::shared_ptr<const LayerWeights> ResidentWeights::layer(int index, const CancelToken&) const
{
    // The layer lives as long as this does, which its users hold.
    return {std::shared_ptr<const void>(), &m_weights.layers[static_cast<std::size_t>(index)]};
}

WeightSource::Writer ResidentWeights::writer(int index, const CancelToken&) const
{
    const LayerWeights& layer = m_weights.layers[static_cast<std::size_t>(index)];
    return {layer.W_O, layer.ln1Post};
}

at::Tensor ResidentWeights::embedding(const at::Tensor& ids) const
{
    return at::index_select(m_weights.outer.W_E, 0, ids);
}

at::Tensor ResidentWeights::unembed(const at::Tensor& x, const CancelToken& cancel) const
{
    return linear(x, m_weights.outer.W_U, m_weights.outer.b_U, cancel);
}

at::Tensor ResidentWeights::unembeddingColumn(std::int64_t token) const
{
    return m_weights.outer.W_U.select(1, token);
}

void ResidentWeights::visitUnembedding(const CancelToken& cancel, const ColumnVisitor& visit) const
{
    const at::Tensor& matrix = m_weights.outer.W_U;
    const std::int64_t step = std::max<std::int64_t>(numbersPerBlock / matrix.size(0), 1);
    for (std::int64_t first = 0; first < matrix.size(1); first += step) {
        cancel.throwIfCancelled();
        visit(first, matrix.narrow(1, first, std::min(step, matrix.size(1) - first)));
    }
}

MappedWeights::MappedWeights(
    std::shared_ptr<const TensorFile> file, const ModelConfig& config, TensorLayout layout)
    : m_file(std::move(file)),
      m_config(config),
      m_layout(std::move(layout))
{
    std::vector<WeightSlot> slots = outerSlots(*m_file, m_config, m_layout, m_outer);
    const QString embedding = embeddingOf(*m_file, m_layout).name;
    const QString unembedding = unembeddingOf(*m_file, m_config, m_layout).name;
    slots.erase(
        std::remove_if(
            slots.begin(), slots.end(),
            [&](const WeightSlot& slot) { return slot.name == embedding || slot.name == unembedding; }),
        slots.end());
    readWeights(*m_file, slots, {});
}

std::shared_ptr<const LayerWeights> MappedWeights::layer(int index, const CancelToken& cancel) const
{
    const std::lock_guard lock(m_mutex);
    if (m_lastIndex != index) {
        m_lastIndex = -1;
        m_last.reset(); // before the next one is made, so that one block at most is in memory
        const auto layer = std::make_shared<LayerWeights>();
        readWeights(*m_file, layerSlots(*m_file, m_config, m_layout, index, *layer), cancel);
        m_last = layer;
        m_lastIndex = index;
    }
    return m_last;
}

WeightSource::Writer MappedWeights::writer(int index, const CancelToken& cancel) const
{
    const std::lock_guard lock(m_mutex);
    if (m_lastIndex == index)
        return {m_last->W_O, m_last->ln1Post};
    LayerWeights layer;
    std::vector<WeightSlot> slots = layerSlots(*m_file, m_config, m_layout, index, layer);
    const QString start = m_layout.layer.arg(index);
    slots.erase(
        std::remove_if(
            slots.begin(), slots.end(),
            [&](const WeightSlot& slot) {
                return !slot.name.endsWith(start + m_layout.output + QStringLiteral(".weight"))
                    && (m_layout.ln1Post.isEmpty()
                        || !slot.name.endsWith(start + m_layout.ln1Post + QStringLiteral(".weight")));
            }),
        slots.end());
    readWeights(*m_file, slots, cancel);
    return {layer.W_O, layer.ln1Post};
}

at::Tensor MappedWeights::embedding(const at::Tensor& ids) const
{
    const std::int64_t* first = ids.data_ptr<std::int64_t>();
    return readRows(embeddingOf(*m_file, m_layout), {first, first + ids.numel()});
}

at::Tensor MappedWeights::unembed(const at::Tensor& x, const CancelToken& cancel) const
{
    at::Tensor logits = at::empty({x.size(0), m_config.dVocab}, at::kFloat);
    visitUnembedding(cancel, [&](std::int64_t first, const at::Tensor& block) {
        logits.narrow(1, first, block.size(1)).copy_(linear(x, block, {}, cancel));
    });
    return logits;
}

void MappedWeights::visitUnembedding(const CancelToken& cancel, const ColumnVisitor& visit) const
{
    const TensorView& matrix = unembeddingOf(*m_file, m_config, m_layout);
    const std::int64_t step = std::max<std::int64_t>(numbersPerBlock / m_config.dModel, 1);
    for (std::int64_t row = 0; row < m_config.dVocab; row += step) {
        cancel.throwIfCancelled();
        visit(row, readRows(matrix, row, std::min(step, m_config.dVocab - row)).t());
    }
}

at::Tensor MappedWeights::unembeddingColumn(std::int64_t token) const
{
    return readRows(unembeddingOf(*m_file, m_config, m_layout), token, 1).select(0, 0);
}

} // namespace headwaters
