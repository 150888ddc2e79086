#pragma once

#include "core/circuit/foldededges.h"
#include "widgets/circuit/circuitdesk.h"
#include "widgets/circuit/circuitmarks.h"
#include "widgets/circuit/edgeshape.h"

#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

namespace headwaters {

namespace workbenchsize {
inline constexpr double mark = 24; ///< room of a node's mark
inline constexpr double memberPitch = 32; ///< of the members in a group's box
inline constexpr double groupPadding = 12;
inline constexpr double groupHead = 26; ///< the line with the group's name
} // namespace workbenchsize

/// A pinned node, a folded group, or a root, as it stands on the workbench.
struct WorkbenchBox {
    std::vector<int> nodes; ///< indices into the circuit
    int group = -1; ///< index into the desk's groups, of an unfolded one too
    bool isFolded = false; ///< drawn as a box with the members in it
    bool isRoot = false;
    QString name; ///< of the group
    QString place; ///< `at ·Mary`; empty where members stand at several tokens
    QRectF area; ///< what answers the mouse
    QPointF centre; ///< of the mark of a single node
};

/// Edges between two boxes as one line with its share in the middle.
struct WorkbenchLine {
    FoldedEdge edge;
    EdgeShape shape;
    QString text; ///< `0.8 %`
};

/// The workbench of a desk set into an area: upstream at the left, the root at the right.
struct WorkbenchLayout {
    std::vector<WorkbenchBox> boxes;
    std::vector<WorkbenchLine> lines;

    [[nodiscard]] static WorkbenchLayout make(
        const CircuitDesk& desk, const std::vector<double>& strengths, const QSizeF& size,
        const CircuitStyle& style, const QString& into);

    [[nodiscard]] int boxAt(const QPointF& point) const;
    [[nodiscard]] int lineAt(const QPointF& point, double reach) const;
    void paint(
        QPainter& painter, const Circuit& circuit, const CircuitStyle& style, const QString& into,
        const std::vector<bool>& chosen, int focused) const;
};

} // namespace headwaters
