#include "core/engine/causal/editingvisitor.h"

#include <algorithm>

namespace headwaters {

HookPoint editPoint(const HookPoint& point, int nLayers)
{
    return point == HookPoint{Hook::ResidPost, nLayers - 1} ? HookPoint{Hook::ResidPre, nLayers} : point;
}

void doEdits(const std::vector<Edit>& edits, const HookPoint& point, int head, const at::Tensor& value)
{
    for (const Edit& edit : edits) {
        if (edit.point == point && (edit.head < 0 || edit.head == head))
            edit.change(value);
    }
}

EditingVisitor::EditingVisitor(const std::vector<Edit>& edits, int nLayers, HookVisitor& inner)
    : m_edits(edits),
      m_nLayers(nLayers),
      m_inner(inner)
{
}

bool EditingVisitor::isEdited(const HookPoint& point) const
{
    const HookPoint place = editPoint(point, m_nLayers);
    return std::any_of(
        m_edits.begin(), m_edits.end(), [&place](const Edit& edit) { return edit.point == place; });
}

bool EditingVisitor::wants(const HookPoint& point) const
{
    return isEdited(point) || m_inner.wants(point);
}

void EditingVisitor::visit(const Where& where, at::Tensor value)
{
    doEdits(m_edits, editPoint(where.point, m_nLayers), where.head, value);
    if (m_inner.wants(where.point))
        m_inner.visit(where, value);
}

} // namespace headwaters
