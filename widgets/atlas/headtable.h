#pragma once

#include "core/files/writing.h"
#include "widgets/atlas/ranking.h"
#include "widgets/atlas/walllayout.h"
#include "widgets/common/csvmenu.h"
#include "widgets/selection/selection.h"
#include "widgets/theme/theme.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <memory>

namespace headwaters {

/// The numbers of the wall: one row per head that has arrived.
class HeadTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Head, KeyValueGroup, ReceivedMass, Entropy, Effect, ColumnCount };
    static constexpr int sortRole = Qt::UserRole; ///< the number behind the text

    explicit HeadTableModel(const Theme& theme, QObject* parent = nullptr);

    void setRun(const WallShape& shape, const Layers& layers, std::shared_ptr<const EffectSummary> effects);
    /// Heads that `top` leaves out are set in a paler colour; `effectTitle` heads the last column.
    void setRanking(const HeadRanking& ranking, int top, const QString& effectTitle);

    [[nodiscard]] HeadIndex headOfRow(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowOfHead(HeadIndex head) const;

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

/// The table twin of the wall: sortable, a chosen row locks its head, the header's menu copies and saves CSV.
class HeadTable : public QTableView {
    Q_OBJECT

public:
    HeadTable(const Theme& theme, Selection& selection, QWidget* parent = nullptr);

    [[nodiscard]] HeadTableModel& heads() { return *m_model; }
    /// The column of key/value groups is there where heads share keys and values.
    void setRun(const WallShape& shape, const Layers& layers, std::shared_ptr<const EffectSummary> effects);
    /// The rows as they are sorted now, with the columns that are shown.
    [[nodiscard]] CsvTable csv() const;

Q_SIGNALS:
    void openHead(headwaters::HeadIndex head);
    /// Saving failed; the sentence for the person.
    void failed(const QString& sentence);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void followSelection();
    [[nodiscard]] CsvMenu csvMenu();
    [[nodiscard]] HeadIndex headOf(const QModelIndex& sorted) const;

    Selection& m_selection;
    HeadTableModel* m_model;
    QSortFilterProxyModel* m_sorted;
    bool m_following = false;
};

} // namespace headwaters
