#pragma once

#include "core/engine/model/config.h"
#include "core/engine/model/model.h"
#include "core/engine/model/weightsource.h"

#include <mutex>

namespace headwaters {

/// The sizes that a configuration gives a model; all else is for the caller to fill in.
[[nodiscard]] ModelInfo shapeInfo(const ModelConfig& config);

/// The one implementation of Model, and what the rest of the engine sees of it: configuration and tensors.
class TransformerModel : public Model, public std::enable_shared_from_this<TransformerModel> {
public:
    TransformerModel(
        ModelInfo info, ModelConfig config, std::shared_ptr<const WeightSource> weights, bool isFolded);

    /// As Model::load.
    [[nodiscard]] static std::shared_ptr<const TransformerModel> open(
        const ModelFolder& folder, const CancelToken& cancel, const ProgressFunction& progress,
        WeightPlacement placement = WeightPlacement::ByMemory);

    [[nodiscard]] const ModelInfo& info() const override { return m_info; }
    [[nodiscard]] std::shared_ptr<const Model> folded() const override;
    [[nodiscard]] QStringList hookNames() const override;
    [[nodiscard]] std::vector<Capture> capture(
        const CaptureRequest& request, const CancelToken& cancel,
        const ProgressFunction& progress) const override;

    [[nodiscard]] const ModelConfig& config() const { return m_config; }
    [[nodiscard]] const WeightSource& weights() const { return *m_weights; }
    /// \throws Error (bad input) where a prompt is empty, beyond the context, or holds an id that is no row
    /// of the embedding.
    void checkPrompt(const std::vector<TokenId>& prompt) const;
    /// \throws Error (bad input) where an id is no row of the embedding.
    void checkToken(TokenId id) const;

private:
    ModelInfo m_info;
    ModelConfig m_config;
    std::shared_ptr<const WeightSource> m_weights;
    bool m_isFolded;
    mutable std::once_flag m_foldOnce;
    mutable std::shared_ptr<const TransformerModel> m_folded;
};

} // namespace headwaters
