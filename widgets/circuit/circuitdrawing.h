#pragma once

#include "widgets/circuit/circuitmarks.h"
#include "widgets/circuit/edgeshape.h"

#include <QSizeF>

#include <memory>
#include <vector>

namespace headwaters {

/// What of a circuit is shown: all that a drawing needs to know besides where it stands.
struct ShownCircuit {
    std::shared_ptr<const Circuit> circuit; ///< never null
    std::vector<int> edges; ///< that are shown, ascending
    std::vector<int> nodes; ///< that they touch, ascending
    std::vector<double> strengths; ///< [edge] of the circuit, 0 to 1
    QString into; ///< what stands in the root
    bool startsWithBeginOfText = false; ///< the first token is the model's beginning-of-text token
};

/// The shown part as a circuit of its own; its nodes are `shown.nodes` in that order.
[[nodiscard]] Circuit shownPart(const ShownCircuit& shown);

/// A circuit set into an area: where its nodes stand and how its edges run. Screen and paper share it.
class CircuitDrawing {
public:
    /// A token along the bottom.
    struct Column {
        QString label;
        int position = -1; ///< in the prompt; -1 in a merged graph
        double centre = 0;
        double left = 0;
        double right = 0;
        bool isUsed = false; ///< a node stands in it
    };
    /// A layer, from its lower line to the one above.
    struct Row {
        QString label;
        double top = 0;
        double bottom = 0;
    };
    /// What lies under the mouse.
    struct Hit {
        int node = -1; ///< index into the circuit's nodes
        int edge = -1; ///< index into the circuit's edges
    };

    CircuitDrawing() = default;
    /// Fills `size` (in the painter's units) as far as nodes do not come too close; `size()` is what it
    /// takes.
    CircuitDrawing(const ShownCircuit& shown, const QSizeF& size, const CircuitStyle& style);

    [[nodiscard]] bool isEmpty() const { return !m_shown.circuit; }
    [[nodiscard]] const ShownCircuit& shown() const { return m_shown; }
    [[nodiscard]] const Circuit& circuit() const { return *m_shown.circuit; }
    [[nodiscard]] QSizeF size() const { return m_size; }
    [[nodiscard]] const std::vector<Column>& columns() const { return m_columns; }
    [[nodiscard]] const std::vector<Row>& rows() const { return m_rows; }
    /// The bands behind the graph.
    [[nodiscard]] QRectF plot() const { return m_plot; }
    [[nodiscard]] QPointF position(int node) const { return m_positions[static_cast<std::size_t>(node)]; }
    /// What stands in a root: what the circuit explains, or of several roots each one's own label.
    [[nodiscard]] QString rootText(int node) const;
    /// Of a shown edge, by its index in the circuit.
    [[nodiscard]] const EdgeShape& shape(int edge) const;
    /// Shown edges, the weakest first: as they are painted.
    [[nodiscard]] const std::vector<int>& paintOrder() const { return m_order; }
    /// Shown edges at a node.
    [[nodiscard]] const std::vector<int>& edgesAt(int node) const
    {
        return m_edgesAt[static_cast<std::size_t>(node)];
    }

    /// The nearest point within `reach`; a node's disc goes before every edge.
    [[nodiscard]] Hit hit(const QPointF& point, double reach) const;

    /// How much larger than the given size it is in both directions: shown whole it is that much smaller.
    [[nodiscard]] double excess() const { return m_excess; }

    /// Bands, layer lines and token labels; labels are `magnified`, so that they can be read in a graph that
    /// is shown smaller.
    void paintGround(QPainter& painter, const CircuitStyle& style, double magnified) const;
    /// Everything, as on paper.
    void paint(QPainter& painter, const CircuitStyle& style) const;

private:
    void place(const QSizeF& size, const CircuitStyle& style);
    void keepRootsInside(const CircuitStyle& style);
    void shapeEdges(const CircuitStyle& style);
    [[nodiscard]] double strength(int edge) const
    {
        return m_shown.strengths[static_cast<std::size_t>(edge)];
    }
    void paintRows(QPainter& painter, const CircuitStyle& style) const;
    void paintColumnLabels(QPainter& painter, const CircuitStyle& style) const;

    ShownCircuit m_shown;
    QSizeF m_size;
    double m_excess = 1;
    QRectF m_plot;
    std::vector<Column> m_columns;
    std::vector<Row> m_rows;
    std::vector<QPointF> m_positions; ///< [node]
    std::vector<EdgeShape> m_shapes; ///< beside m_shown.edges
    std::vector<int> m_shapeOf; ///< [edge] -> index into m_shapes, or -1
    std::vector<int> m_order;
    std::vector<std::vector<int>> m_edgesAt; ///< [node]
};

} // namespace headwaters
