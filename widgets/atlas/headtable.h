#pragma once

#include "widgets/atlas/ranking.h"
#include "widgets/atlas/walllayout.h"
#include "widgets/common/headrowtable.h"
#include "widgets/theme/theme.h"

#include <memory>

namespace headwaters {

/// The numbers of the wall: one row per head that has arrived.
class HeadTableModel : public HeadRowModel {
    Q_OBJECT

public:
    enum Column { Head, KeyValueGroup, ReceivedMass, Entropy, Effect, ColumnCount };

    explicit HeadTableModel(const Theme& theme, QObject* parent = nullptr);

    void setRun(const WallShape& shape, const Layers& layers, std::shared_ptr<const EffectSummary> effects);
    /// Heads that `top` leaves out are set in a paler colour; `effectTitle` heads the last column.
    void setRanking(const HeadRanking& ranking, int top, const QString& effectTitle);

    [[nodiscard]] HeadIndex headOfRow(int row) const override
    {
        return m_rows[static_cast<std::size_t>(row)];
    }
    [[nodiscard]] int rowOfHead(HeadIndex head) const override;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// The number of a column right of the head; none where it is unknown.
    [[nodiscard]] std::optional<double> number(HeadIndex head, int column) const;

    const Theme& m_theme;
    WallShape m_shape;
    Layers m_layers;
    std::shared_ptr<const EffectSummary> m_effects;
    HeadRanking m_ranking;
    int m_top = 0;
    QString m_effectTitle;
    std::vector<HeadIndex> m_rows;
};

/// The table twin of the wall.
class HeadTable : public HeadRowTable {
    Q_OBJECT

public:
    HeadTable(const Theme& theme, Selection& selection, QWidget* parent = nullptr);

    [[nodiscard]] HeadTableModel& heads() { return *m_model; }
    /// The column of key/value groups is there where heads share keys and values.
    void setRun(const WallShape& shape, const Layers& layers, std::shared_ptr<const EffectSummary> effects);

private:
    HeadTable(HeadTableModel* model, Selection& selection, QWidget* parent);

    HeadTableModel* m_model;
};

} // namespace headwaters
