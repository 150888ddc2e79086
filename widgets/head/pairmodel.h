#pragma once

#include "core/results/headdetail.h"
#include "widgets/head/headcontent.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace headwaters {

/// The table twin of the map: one row per unmasked pair, (query, key) with key <= query. Texts are made for
/// the cells that are asked for; sorting permutes indices.
class PairModel : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit PairModel(QObject* parent = nullptr);

    /// `detail` gives all four quantities of one head; null for a map over several heads, which has only its
    /// own. The shown quantity is taken from the content, so that sinks are treated as in the map.
    void setContent(std::shared_ptr<const HeadContent> content, std::shared_ptr<const HeadDetail> detail);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

    [[nodiscard]] int queryAt(int row) const;
    [[nodiscard]] int keyAt(int row) const;
    /// The row of a pair; -1 for a masked one.
    [[nodiscard]] int rowOf(int query, int key) const;
    /// The value of a quantity column (from column 2 on).
    [[nodiscard]] double valueAt(int row, int column) const;

private:
    [[nodiscard]] double pairValue(int pair, int column) const;
    void order();

    std::shared_ptr<const HeadContent> m_content;
    std::vector<AttentionMap> m_maps; ///< one per quantity column
    std::vector<int> m_order; ///< row -> pair number query (query + 1) / 2 + key; empty: the pairs' own order
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace headwaters
