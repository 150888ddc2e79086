#pragma once

#include "core/engine/model/config.h"
#include "core/engine/model/hooks.h"
#include "core/engine/model/model.h"

namespace headwaters {

/// Copies what was asked for into named tensors, one Capture per prompt.
class CaptureVisitor : public HookVisitor {
public:
    /// \throws Error (bad input) for a pattern that no hook matches; (failure) where memory does not suffice
    /// for what is kept, before anything is allocated.
    CaptureVisitor(const ModelConfig& config, const CaptureRequest& request);

    [[nodiscard]] bool wants(const HookPoint& point) const override;
    void visit(const Where& where, at::Tensor value) override;

    /// What was kept; the visitor is empty afterwards.
    [[nodiscard]] std::vector<Capture> take() { return std::move(m_captures); }

private:
    [[nodiscard]] std::size_t indexOf(const HookPoint& point) const;

    std::vector<int> m_places; // [point in forward order] its place in a Capture, -1 where it is not kept
    std::int64_t m_nLayers = 0;
    std::vector<Capture> m_captures; // [prompt]
};

} // namespace headwaters
