#pragma once

#include "core/circuit/circuittree.h"
#include "widgets/circuit/circuitdrawing.h"
#include "widgets/circuit/circuitmodel.h"

#include <QAbstractItemModel>

#include <optional>
#include <vector>

namespace headwaters {

/// The tree twin of the graph: what is explained, below it what writes there, the heaviest first, and so on
/// upstream. Columns: node, side, weight, share of the strongest edge, attention.
class CircuitTreeModel : public QAbstractItemModel {
    Q_OBJECT

public:
    explicit CircuitTreeModel(QObject* parent = nullptr);

    void setShown(const std::optional<ShownCircuit>& shown);

    /// What a line stands for: its edge, or of a first line its node.
    [[nodiscard]] CircuitSpot spotAt(const QModelIndex& index) const;
    /// The node of a line, by its index in the circuit.
    [[nodiscard]] int nodeAt(const QModelIndex& index) const
    {
        return m_shown->nodes[static_cast<std::size_t>(row(index).node)];
    }
    /// The first line of a spot; invalid where it is not shown.
    [[nodiscard]] QModelIndex indexOf(const CircuitSpot& spot) const;
    /// Where the node of a line is opened; the line itself unless it came before.
    [[nodiscard]] QModelIndex openedAt(const QModelIndex& index) const;
    /// The line as the screen reader says it.
    [[nodiscard]] QString sentence(const QModelIndex& index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] const CircuitTreeRow& row(const QModelIndex& index) const
    {
        return m_rows[static_cast<std::size_t>(index.internalId())];
    }
    [[nodiscard]] const std::vector<int>& childrenOf(const QModelIndex& parent) const;
    [[nodiscard]] QModelIndex indexOfRow(int row, int column) const;
    [[nodiscard]] QString text(const CircuitTreeRow& row, int column) const;
    [[nodiscard]] const CircuitNode& node(const CircuitTreeRow& row) const
    {
        return m_part.nodes[static_cast<std::size_t>(row.node)];
    }

    std::optional<ShownCircuit> m_shown;
    Circuit m_part; ///< the shown part; rows speak of its nodes and edges
    std::vector<CircuitTreeRow> m_rows;
    std::vector<int> m_first; ///< rows without a parent
    std::vector<int> m_place; ///< [row] among its siblings
};

} // namespace headwaters
