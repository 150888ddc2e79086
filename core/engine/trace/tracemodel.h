#pragma once

#include "core/base/headindex.h"
#include "core/engine/decompose/productsvd.h"
#include "core/engine/model/canonicalsource.h"
#include "core/engine/model/transformermodel.h"

#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace headwaters {

/// The canonical weights of one layer's attention in float64, as traces read them. Gains of norms over a head
/// are folded into W_Q, b_Q, W_K, b_K, that of a norm behind attention into W_O and b_O: what is left of
/// those norms is a scale for each position.
struct AttentionWeights {
    at::Tensor W_Q; ///< [d_model, head * d_head]
    at::Tensor b_Q; ///< [head * d_head]
    at::Tensor W_K; ///< [d_model, key/value head * d_head]
    at::Tensor b_K; ///< [key/value head * d_head]
    at::Tensor W_O; ///< [head * d_head, d_model]
    at::Tensor b_O; ///< [d_model]
};

/// A model as traces see it: canonical weights in float64, those of attention kept as soon as a forward has
/// passed them, and the decompositions made of them. Any thread may use it.
class TraceModel : public CanonicalSource {
public:
    /// \throws Error (failure) for an architecture that is not traced: a norm over the head that centres.
    explicit TraceModel(std::shared_ptr<const TransformerModel> model);

    [[nodiscard]] const ModelConfig& config() const { return m_model->config(); }
    [[nodiscard]] const TransformerModel& model() const { return *m_model; }
    [[nodiscard]] std::shared_ptr<const LayerWeights>
    layer(int index, const CancelToken& cancel) const override;
    [[nodiscard]] const AttentionWeights& attention(int layer, const CancelToken& cancel) const;

    /// Which sides of a head's matrix carry its bias as one more row.
    struct Augmented {
        bool query = false;
        bool key = false;
        auto operator<=>(const Augmented&) const = default;
    };
    /// The head's QK matrix between queries rotated to `destination` and keys rotated to `source`; without
    /// rotary positions both do not matter, and with both 0 it is the matrix without positions.
    [[nodiscard]] std::shared_ptr<const ProductSvd>
    qk(HeadIndex head, Augmented augmented, std::int64_t destination, std::int64_t source,
       const CancelToken& cancel) const;
    /// Row i is the i-th unit vector of a head rotated to a position: `x rotation(p)` rotates x. [e, e]
    [[nodiscard]] at::Tensor rotation(std::int64_t position) const;

private:
    struct SvdKey {
        HeadIndex head;
        Augmented augmented;
        auto operator<=>(const SvdKey&) const = default;
    };

    std::shared_ptr<const TransformerModel> m_model;
    mutable std::mutex m_mutex;
    mutable std::vector<std::unique_ptr<const AttentionWeights>> m_attention; // [layer]
    mutable std::map<SvdKey, std::shared_ptr<const ProductSvd>> m_svds;
};

} // namespace headwaters
