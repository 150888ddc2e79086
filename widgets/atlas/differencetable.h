#pragma once

#include "widgets/atlas/ranking.h"
#include "widgets/common/headrowtable.h"
#include "widgets/compare/comparison.h"

namespace headwaters {

/// The numbers of the wall of A − B: one row per head, how far its attention differs, and its scores on both
/// sides.
class DifferenceTableModel : public HeadRowModel {
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

    explicit DifferenceTableModel(const Comparison& comparison, QObject* parent = nullptr);

    /// Takes over what the comparison holds.
    void refresh();
    [[nodiscard]] HeadIndex headOfRow(int row) const override;
    [[nodiscard]] int rowOfHead(HeadIndex head) const override;

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

/// The table twin of the wall of A − B.
class DifferenceTable : public HeadRowTable {
    Q_OBJECT

public:
    DifferenceTable(Comparison& comparison, QWidget* parent = nullptr);

    [[nodiscard]] DifferenceTableModel& heads() { return *m_model; }

private:
    DifferenceTable(DifferenceTableModel* model, Comparison& comparison, QWidget* parent);

    DifferenceTableModel* m_model;
};

} // namespace headwaters
