#include "core/engine/model/tensorlayout.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <iterator>

namespace headwaters {

namespace {

const QString weightEnd = QStringLiteral(".weight");
const QString biasEnd = QStringLiteral(".bias");

// Checkpoints of the language model carry the prefix, those of the bare transformer do not.
QString prefixOf(const TensorFile& file, const TensorLayout& layout)
{
    const QString embedding = layout.embedding + weightEnd;
    if (file.tensors().contains(layout.optionalPrefix + embedding))
        return layout.optionalPrefix;
    if (file.tensors().contains(embedding))
        return {};
    // The embedding is missing: the message should call it as the file calls the others.
    const auto first = file.tensors().lower_bound(layout.optionalPrefix);
    const bool carried = first != file.tensors().end() && first->first.startsWith(layout.optionalPrefix);
    return carried ? layout.optionalPrefix : QString();
}

using Extents = std::vector<std::int64_t>;
using Rearrange = std::function<at::Tensor(const at::Tensor&)>;

/// Rows of one head in the order (0, 1), (2, 3), ... of the pairs that rotate together, put into the order of
/// two halves that everything else here expects. `rows` is [head * d_head, ...].
at::Tensor halvesFromPairs(const at::Tensor& rows, std::int64_t dHead)
{
    Extents shape = rows.sizes().vec();
    shape.erase(shape.begin());
    Extents split{rows.size(0) / dHead, dHead / 2, 2};
    split.insert(split.end(), shape.begin(), shape.end());
    shape.insert(shape.begin(), rows.size(0));
    return rows.reshape(split).transpose(1, 2).reshape(shape);
}

/// Of rows [head, (query, key, value), d_head] the queries, keys or values of all heads.
at::Tensor
partOfEachHead(const at::Tensor& fused, std::int64_t nHeads, std::int64_t dHead, std::int64_t which)
{
    Extents split{nHeads, 3, dHead};
    Extents whole{nHeads * dHead};
    for (std::int64_t axis = 1; axis < fused.dim(); ++axis) {
        split.push_back(fused.size(axis));
        whole.push_back(fused.size(axis));
    }
    return fused.view(split).select(1, which).reshape(whole);
}

/// Makes the slots of one block or of what stands outside.
class SlotMaker {
public:
    SlotMaker(const ModelConfig& config, const TensorLayout& layout, QString prefix)
        : m_config(config),
          m_layout(layout),
          m_prefix(std::move(prefix))
    {
    }

    void addNorm(const QString& name, std::int64_t width, NormWeights& norm)
    {
        if (name.isEmpty())
            return;
        add(name + weightEnd, {width}, false, [&norm, offset = m_layout.gainOffset](const at::Tensor& gain) {
            norm.gain = offset == 0.0 ? gain : gain + offset;
        });
        if (m_config.norm == NormKind::Layer) {
            add(name + biasEnd, {width}, m_layout.biasesMayBeAbsent,
                [&norm](const at::Tensor& shift) { norm.shift = shift; });
        }
    }

    /// A matrix [in, out] and, with `biased`, what is added behind it.
    void addLinear(
        const QString& name, std::int64_t in, std::int64_t out, at::Tensor& weight, at::Tensor* bias,
        const Rearrange& rows = {})
    {
        const bool outputsFirst = m_layout.outputsFirst;
        add(name + weightEnd, outputsFirst ? Extents{out, in} : Extents{in, out}, false,
            [&weight, rows, outputsFirst](const at::Tensor& read) {
                const at::Tensor stored = rows ? rows(read) : read;
                weight = outputsFirst ? stored.t() : stored;
            });
        if (bias != nullptr) {
            add(name + biasEnd, {out}, m_layout.biasesMayBeAbsent,
                [bias, rows](const at::Tensor& read) { *bias = rows ? rows(read) : read; });
        }
    }

    void addQueryKeyValue(LayerWeights& layer)
    {
        const std::int64_t d = m_config.dModel;
        const std::int64_t queries = m_config.nHeads * m_config.dHead;
        const std::int64_t keys = m_config.nKeyValueHeads * m_config.dHead;
        const bool biased = m_config.queryKeyValueBias;
        Rearrange rows;
        if (m_layout.rotaryPairsInterleaved)
            rows = [dHead = m_config.dHead](const at::Tensor& read) { return halvesFromPairs(read, dHead); };
        addLinear(m_layout.query, d, queries, layer.W_Q, biased ? &layer.b_Q : nullptr, rows);
        addLinear(m_layout.key, d, keys, layer.W_K, biased ? &layer.b_K : nullptr, rows);
        addLinear(m_layout.value, d, keys, layer.W_V, biased ? &layer.b_V : nullptr);
    }

    /// The three in one tensor; only families without grouped keys and values store them so.
    void addFused(LayerWeights& layer)
    {
        const std::int64_t d = m_config.dModel;
        const std::int64_t width = m_config.nHeads * m_config.dHead;
        const bool outputsFirst = m_layout.outputsFirst;
        const auto part = [order = m_layout.fusedOrder, nHeads = m_config.nHeads, dHead = m_config.dHead](
                              const at::Tensor& fused, std::int64_t axis, std::int64_t which) {
            return order == TensorLayout::Fused::SideBySide
                ? fused.narrow(axis, which * nHeads * dHead, nHeads * dHead)
                : partOfEachHead(fused, nHeads, dHead, which);
        };
        add(m_layout.fused + weightEnd, outputsFirst ? Extents{3 * width, d} : Extents{d, 3 * width}, false,
            [&layer, part, outputsFirst](const at::Tensor& fused) {
                const auto matrix = [&](std::int64_t which) {
                    return outputsFirst ? part(fused, 0, which).t() : part(fused, 1, which);
                };
                layer.W_Q = matrix(0);
                layer.W_K = matrix(1);
                layer.W_V = matrix(2);
            });
        if (!m_config.queryKeyValueBias)
            return;
        add(m_layout.fused + biasEnd, {3 * width}, m_layout.biasesMayBeAbsent,
            [&layer, part](const at::Tensor& fused) {
                layer.b_Q = part(fused, 0, 0);
                layer.b_K = part(fused, 0, 1);
                layer.b_V = part(fused, 0, 2);
            });
    }

    void add(const QString& name, Extents shape, bool optional, std::function<void(const at::Tensor&)> place)
    {
        m_slots.push_back({m_prefix + name, std::move(shape), optional, std::move(place)});
    }

    [[nodiscard]] std::vector<WeightSlot> take() { return std::move(m_slots); }

private:
    const ModelConfig& m_config;
    const TensorLayout& m_layout;
    QString m_prefix;
    std::vector<WeightSlot> m_slots;
};

void refuseUnknown(
    const TensorFile& file, const QString& prefix, const TensorLayout& layout,
    const std::vector<WeightSlot>& slots)
{
    const QString start = prefix + layout.layer.section(QStringLiteral("%1"), 0, 0);
    const QRegularExpression inBlock(QStringLiteral("\\A%1\\d+\\.").arg(QRegularExpression::escape(start)));
    QSet<QString> known;
    for (const WeightSlot& slot : slots)
        known.insert(slot.name);
    for (const auto& [name, view] : file.tensors()) {
        const bool isWeight = std::none_of(
            layout.notWeights.begin(), layout.notWeights.end(),
            [&tensor = name](const QString& end) { return tensor.endsWith(end); });
        const bool counts = layout.holdsWeightsOnly || inBlock.match(name).hasMatch();
        if (counts && isWeight && !known.contains(name)) {
            throw badInput(
                QStringLiteral("%1: the tensor %2 has no place in a model of this family with the layers "
                               "that its configuration names.")
                    .arg(QFileInfo(view.file).fileName(), forMessage(name)));
        }
    }
}

} // namespace

std::vector<WeightSlot> layerSlots(
    const TensorFile& file, const ModelConfig& config, const TensorLayout& layout, int index,
    LayerWeights& layer)
{
    const std::int64_t d = config.dModel;
    const std::int64_t heads = config.nHeads * config.dHead;
    const auto bias = [](bool present, at::Tensor& tensor) { return present ? &tensor : nullptr; };
    SlotMaker maker(config, layout, prefixOf(file, layout) + layout.layer.arg(index));
    maker.addNorm(layout.ln1, d, layer.ln1);
    if (layout.fusedOrder == TensorLayout::Fused::No)
        maker.addQueryKeyValue(layer);
    else
        maker.addFused(layer);
    if (config.queryKeyNorm) {
        maker.addNorm(layout.queryNorm, config.dHead, layer.qNorm);
        maker.addNorm(layout.keyNorm, config.dHead, layer.kNorm);
    }
    maker.addLinear(layout.output, heads, d, layer.W_O, bias(config.outputBias, layer.b_O));
    if (config.normsAfter)
        maker.addNorm(layout.ln1Post, d, layer.ln1Post);
    maker.addNorm(layout.ln2, d, layer.ln2);
    if (config.gatedMlp)
        maker.addLinear(layout.gate, d, config.dMlp, layer.W_gate, bias(config.mlpBias, layer.b_gate));
    maker.addLinear(layout.in, d, config.dMlp, layer.W_in, bias(config.mlpBias, layer.b_in));
    maker.addLinear(layout.out, config.dMlp, d, layer.W_out, bias(config.mlpBias, layer.b_out));
    if (config.normsAfter)
        maker.addNorm(layout.ln2Post, d, layer.ln2Post);
    return maker.take();
}

std::vector<WeightSlot>
outerSlots(const TensorFile& file, const ModelConfig& config, const TensorLayout& layout, OuterWeights& outer)
{
    SlotMaker maker(config, layout, prefixOf(file, layout));
    maker.add(
        layout.embedding + weightEnd, {config.dVocab, config.dModel}, false,
        [&outer, tied = config.tiedUnembedding](const at::Tensor& read) {
            outer.W_E = read;
            if (tied)
                outer.W_U = read.t();
        });
    if (!layout.positions.isEmpty()) {
        maker.add(
            layout.positions + weightEnd, {config.nCtx, config.dModel}, false,
            [&outer](const at::Tensor& read) { outer.W_pos = read; });
    }
    maker.addNorm(layout.finalNorm, config.dModel, outer.lnFinal);
    std::vector<WeightSlot> slots = maker.take();
    if (!config.tiedUnembedding) {
        slots.push_back(
            {layout.unembedding + weightEnd,
             {config.dVocab, config.dModel},
             false,
             [&outer](const at::Tensor& read) { outer.W_U = read.t(); }});
    }
    return slots;
}

std::vector<WeightSlot>
allSlots(const TensorFile& file, const ModelConfig& config, const TensorLayout& layout, Weights& weights)
{
    std::vector<WeightSlot> slots = outerSlots(file, config, layout, weights.outer);
    weights.layers.resize(static_cast<std::size_t>(config.nLayers));
    for (std::size_t layer = 0; layer < weights.layers.size(); ++layer) {
        std::vector<WeightSlot> more =
            layerSlots(file, config, layout, static_cast<int>(layer), weights.layers[layer]);
        std::move(more.begin(), more.end(), std::back_inserter(slots));
    }
    refuseUnknown(file, prefixOf(file, layout), layout, slots);
    return slots;
}

const TensorView& embeddingOf(const TensorFile& file, const TensorLayout& layout)
{
    return file.tensors().at(prefixOf(file, layout) + layout.embedding + weightEnd);
}

const TensorView& unembeddingOf(const TensorFile& file, const ModelConfig& config, const TensorLayout& layout)
{
    return config.tiedUnembedding ? embeddingOf(file, layout)
                                  : file.tensors().at(layout.unembedding + weightEnd);
}

} // namespace headwaters
