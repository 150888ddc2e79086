#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/tensorlayout.h"
#include "core/engine/model/weights.h"
#include "core/files/tensorfile.h"

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace headwaters {

/// Where the forward gets weights from, a layer at a time, so that it does not matter whether the model lies
/// in memory or in its file. Immutable for its users; a reader may be any thread.
class WeightSource {
public:
    virtual ~WeightSource() = default;

    /// The weights of a block. Valid as long as the result lives. \throws Error: cancelled; a weight that is
    /// not finite.
    [[nodiscard]] virtual std::shared_ptr<const LayerWeights>
    layer(int index, const CancelToken& cancel) const = 0;
    /// W_O of a block alone: [head * d_head, d_model], and the norm behind it where there is one.
    struct Writer {
        at::Tensor W_O;
        NormWeights ln1Post;
    };
    [[nodiscard]] virtual Writer writer(int index, const CancelToken& cancel) const = 0;

    /// Rows of W_E: [ids, d_model].
    [[nodiscard]] virtual at::Tensor embedding(const at::Tensor& ids) const = 0;
    /// `x W_U + b_U` for x [rows, d_model]: [rows, d_vocab].
    [[nodiscard]] virtual at::Tensor unembed(const at::Tensor& x, const CancelToken& cancel) const = 0;
    /// A column of W_U: [d_model].
    [[nodiscard]] virtual at::Tensor unembeddingColumn(std::int64_t token) const = 0;
    /// All of W_U, some neighbouring columns after the other: `block` is [d_model, columns], `first` its
    /// first token. \throws Error: cancelled.
    using ColumnVisitor = std::function<void(std::int64_t first, const at::Tensor& block)>;
    virtual void visitUnembedding(const CancelToken& cancel, const ColumnVisitor& visit) const = 0;
    /// [d_vocab]; undefined where there is none.
    [[nodiscard]] virtual at::Tensor unembeddingBias() const = 0;
    [[nodiscard]] virtual const at::Tensor& positions() const = 0; ///< W_pos; undefined with rotary positions
    [[nodiscard]] virtual const NormWeights& finalNorm() const = 0;
    /// All weights in memory; null where they are not.
    [[nodiscard]] virtual const Weights* resident() const { return nullptr; }
};

/// All weights in memory, as float32.
class ResidentWeights : public WeightSource {
public:
    explicit ResidentWeights(Weights weights) : m_weights(std::move(weights)) { }

    [[nodiscard]] std::shared_ptr<const LayerWeights>
    layer(int index, const CancelToken& cancel) const override;
    [[nodiscard]] Writer writer(int index, const CancelToken& cancel) const override;
    [[nodiscard]] at::Tensor embedding(const at::Tensor& ids) const override;
    [[nodiscard]] at::Tensor unembed(const at::Tensor& x, const CancelToken& cancel) const override;
    [[nodiscard]] at::Tensor unembeddingColumn(std::int64_t token) const override;
    void visitUnembedding(const CancelToken& cancel, const ColumnVisitor& visit) const override;
    [[nodiscard]] at::Tensor unembeddingBias() const override { return m_weights.outer.b_U; }
    [[nodiscard]] const at::Tensor& positions() const override { return m_weights.outer.W_pos; }
    [[nodiscard]] const NormWeights& finalNorm() const override { return m_weights.outer.lnFinal; }
    [[nodiscard]] const Weights* resident() const override { return &m_weights; }

private:
    Weights m_weights;
};

/// Weights that stay in the file, in its format, and are widened when somebody asks for them: one block at a
/// time, of the embedding the rows that a prompt needs, of the unembedding some rows after the other.
class MappedWeights : public WeightSource {
public:
    MappedWeights(std::shared_ptr<const TensorFile> file, const ModelConfig& config, TensorLayout layout);

    [[nodiscard]] std::shared_ptr<const LayerWeights>
    layer(int index, const CancelToken& cancel) const override;
    [[nodiscard]] Writer writer(int index, const CancelToken& cancel) const override;
    [[nodiscard]] at::Tensor embedding(const at::Tensor& ids) const override;
    [[nodiscard]] at::Tensor unembed(const at::Tensor& x, const CancelToken& cancel) const override;
    [[nodiscard]] at::Tensor unembeddingColumn(std::int64_t token) const override;
    void visitUnembedding(const CancelToken& cancel, const ColumnVisitor& visit) const override;
    [[nodiscard]] at::Tensor unembeddingBias() const override { return {}; }
    [[nodiscard]] const at::Tensor& positions() const override { return m_outer.W_pos; }
    [[nodiscard]] const NormWeights& finalNorm() const override { return m_outer.lnFinal; }

private:
    std::shared_ptr<const TensorFile> m_file;
    ModelConfig m_config;
    TensorLayout m_layout;
    OuterWeights m_outer; // without embedding and unembedding
    mutable std::mutex m_mutex;
    mutable int m_lastIndex = -1; // the block asked for last, which heads of one layer share
    mutable std::shared_ptr<const LayerWeights> m_last;
};

} // namespace headwaters
