#pragma once

#include "core/engine/model/config.h"
#include "core/engine/model/weights.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace headwaters {

/// How a kind of file calls the tensors of a family and lays them out. An empty name: the family has no such
/// tensor. Names within a block follow `layer`, in which `%1` is the number of the block; biases and shifts
/// are called as the weights and gains are, with `.bias` for `.weight`.
struct TensorLayout {
    QString embedding, positions, finalNorm, unembedding;
    QString layer;
    QString ln1, query, key, value, queryNorm, keyNorm, output, ln1Post;
    QString ln2, gate, in, out, ln2Post;

    /// Queries, keys and values in one tensor, called `fused`.
    enum class Fused {
        No,
        SideBySide, ///< all queries, then all keys, then all values
        HeadByHead, ///< query, key and value of the first head, then of the second
    } fusedOrder = Fused::No;
    QString fused;

    QString optionalPrefix; ///< of all names but `unembedding`; a bare transformer's file lacks it
    bool outputsFirst = true; ///< matrices are stored as [out, in]
    bool rotaryPairsInterleaved = false; ///< query and key rows in the order that llama.cpp rotates
    double gainOffset = 0.0; ///< what is added to a stored gain
    bool biasesMayBeAbsent = false;
    bool holdsWeightsOnly = false; ///< no tensor stands outside the blocks without a meaning
    QStringList notWeights; ///< ends of names that are no weights: stored masks, frequencies
};

/// The slots of one block. `layer` must outlive them.
[[nodiscard]] std::vector<WeightSlot> layerSlots(
    const TensorFile& file, const ModelConfig& config, const TensorLayout& layout, int index,
    LayerWeights& layer);
/// The slots of what stands outside the blocks. `outer` must outlive them.
[[nodiscard]] std::vector<WeightSlot> outerSlots(
    const TensorFile& file, const ModelConfig& config, const TensorLayout& layout, OuterWeights& outer);
/// All of them. \throws Error (bad input) for a tensor inside a block that has no slot: it means another
/// arithmetic (an adapter, a norm on queries) or more layers than the configuration says; with
/// `holdsWeightsOnly` for one outside as well.
[[nodiscard]] std::vector<WeightSlot>
allSlots(const TensorFile& file, const ModelConfig& config, const TensorLayout& layout, Weights& weights);

/// The file's tensors of the embedding and the unembedding, which need not be widened as a whole.
[[nodiscard]] const TensorView& embeddingOf(const TensorFile& file, const TensorLayout& layout);
[[nodiscard]] const TensorView&
unembeddingOf(const TensorFile& file, const ModelConfig& config, const TensorLayout& layout);

} // namespace headwaters
