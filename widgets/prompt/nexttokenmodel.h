#pragma once

#include "widgets/prompt/nexttokenrows.h"

#include <QAbstractTableModel>

#include <vector>

namespace headwaters {

/// The next-token rows for item views; every cell has its words for a screen reader.
class NextTokenModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { TokenColumn, ProbabilityColumn, LogitColumn, RankColumn, ChangeColumn, columnTotal };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<NextTokenRow> rows);
    [[nodiscard]] const std::vector<NextTokenRow>& rows() const { return m_rows; }
    [[nodiscard]] const NextTokenRow& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString sentence(const NextTokenRow& row) const;

    std::vector<NextTokenRow> m_rows;
};

} // namespace headwaters
