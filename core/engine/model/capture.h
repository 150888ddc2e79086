#pragma once

#include "core/engine/model/config.h"
#include "core/engine/model/hooks.h"
#include "core/engine/model/model.h"

#include <map>
#include <optional>
#include <utility>

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
    /// Its place in a Capture; none where it is not kept.
    [[nodiscard]] std::optional<std::size_t> placeOf(const HookPoint& point) const;

    std::map<std::pair<int, Hook>, std::size_t> m_places; // (layer, hook): its place in a Capture
    std::vector<Capture> m_captures; // [prompt]
};

} // namespace headwaters
