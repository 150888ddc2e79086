#pragma once

#include "widgets/head/directioncontent.h"

#include <QAbstractTableModel>
#include <QTableView>

#include <memory>

namespace headwaters {

/// The numbers of score row, spectrum and slider: a row for each dimension and direction.
class DirectionTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    enum Column { Index, Dimension, Direction, ScoreShare, MapShare, Qk, Ov, columns };

    void setContent(std::shared_ptr<const DirectionContent> content);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString textAt(int row, int column) const;

    std::shared_ptr<const DirectionContent> m_content;
    std::vector<double> m_scoreShares;
};

/// The table twin of the panels; choosing a row chooses its direction.
class DirectionTable : public QTableView {
    Q_OBJECT

public:
    explicit DirectionTable(QWidget* parent = nullptr);

    void setContent(std::shared_ptr<const DirectionContent> content);

Q_SIGNALS:
    void directionChosen(int direction);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    DirectionTableModel* m_rows;
    bool m_following = false;
};

} // namespace headwaters
