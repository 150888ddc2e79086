#pragma once

#include "core/engine/causal/edit.h"

namespace headwaters {

/// Does edits to the run of one prompt while it passes, and shows another visitor what comes of them. Both
/// must outlive it.
class EditingVisitor : public HookVisitor {
public:
    EditingVisitor(const std::vector<Edit>& edits, int nLayers, HookVisitor& inner);

    [[nodiscard]] bool wants(const HookPoint& point) const override;
    void visit(const Where& where, at::Tensor value) override;

private:
    [[nodiscard]] bool isEdited(const HookPoint& point) const;

    const std::vector<Edit>& m_edits;
    int m_nLayers;
    HookVisitor& m_inner;
};

/// The last residual is what would enter one more layer: where an edit of it stands.
[[nodiscard]] HookPoint editPoint(const HookPoint& point, int nLayers);
/// Does those of the edits that are about this place. `value` as HookVisitor::visit has it.
void doEdits(const std::vector<Edit>& edits, const HookPoint& point, int head, const at::Tensor& value);

} // namespace headwaters
