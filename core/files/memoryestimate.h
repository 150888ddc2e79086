#pragma once

#include "core/files/modelfolder.h"
#include "core/files/tensorfile.h"

#include <QtGlobal>

namespace headwaters {

/// What opening a model takes, known from the headers of its files before a weight is read.
struct MemoryEstimate {
    qint64 parameters = 0; ///< numbers in the checkpoint; a tied unembedding counts once, masks do not
    /// True: all weights are held as float32. False: they stay mapped in the file's type; the layers are
    /// widened one at a time, embedding and unembedding some rows at a time, and what else stands outside the
    /// layers (learned positions, last norm) once.
    bool widened = true;
    qint64 weights = 0; ///< bytes that opening adds at its peak
    qint64 peak = 0; ///< bytes of the whole program then
    qint64 available = 0; ///< bytes that could be had when this was worked out; 0: unknown

    /// What opening adds can be had; true where nobody knows.
    [[nodiscard]] bool fits() const { return available <= 0 || weights <= available; }
};

/// Bytes of the program with its libraries before it has opened a model.
inline constexpr qint64 programMemory = 160'000'000;

/// Weights are widened where that takes at most half of the memory that is free. `tied`: the unembedding is
/// the embedding, also where the file holds it twice. `available`: see availableMemory().
[[nodiscard]] MemoryEstimate estimateMemory(const TensorFile& weights, bool tied, qint64 available);
/// As above, of a model on disk: the list of models, `headwaters info` and the opening ask this one.
[[nodiscard]] MemoryEstimate estimateMemory(const ModelFolder& model, qint64 available);

/// Whether the family reads this tensor: causal masks and tables of rotary frequencies that old checkpoints
/// carry are no weights.
[[nodiscard]] bool isWeight(const TensorView& tensor);

} // namespace headwaters
