#pragma once

#include "core/files/writing.h"
#include "widgets/atlas/ranking.h"
#include "widgets/compare/comparison.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace headwaters {

/// The numbers of the wall of A − B: one row per head, how far its attention differs, and its scores on both
/// sides.
class DifferenceTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Head,
        Mean,
        Largest,
        ReceivedA,
        ReceivedB,
        EntropyA,
        EntropyB,
        EffectA,
        EffectB,
        ColumnCount
    };
    static constexpr int sortRole = Qt::UserRole; ///< the number behind the text

    explicit DifferenceTableModel(const Comparison& comparison, QObject* parent = nullptr);

    /// Takes over what the comparison holds.
    void refresh();
    [[nodiscard]] HeadIndex headOfRow(int row) const;
    [[nodiscard]] int rowOfHead(HeadIndex head) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] std::optional<double> number(HeadIndex head, int column) const;

    const Comparison& m_comparison;
    int m_nLayers = 0;
    int m_nHeads = 0;
};

/// The table twin of the wall of A − B; sortable, a chosen row locks its head, Ctrl+C copies CSV.
class DifferenceTable : public QTableView {
    Q_OBJECT

public:
    DifferenceTable(Comparison& comparison, QWidget* parent = nullptr);

    [[nodiscard]] DifferenceTableModel& heads() { return *m_model; }
    /// The rows as they are sorted now.
    [[nodiscard]] CsvTable csv() const;

Q_SIGNALS:
    void openHead(headwaters::HeadIndex head);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void followSelection();
    [[nodiscard]] HeadIndex headOf(const QModelIndex& sorted) const;

    Selection& m_selection;
    DifferenceTableModel* m_model;
    QSortFilterProxyModel* m_sorted;
    bool m_following = false;
};

} // namespace headwaters
