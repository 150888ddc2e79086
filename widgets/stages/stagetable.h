#pragma once

#include "core/files/writing.h"
#include "widgets/common/csvmenu.h"
#include "widgets/selection/selection.h"
#include "widgets/stages/stagesmodel.h"
#include "widgets/theme/theme.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace headwaters {

/// The numbers of the grid: one row per listed head.
class StageTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Head, Score, Stages, Types, Verdict, ColumnCount };
    static constexpr int sortRole = Qt::UserRole; ///< what the column is sorted by
    static constexpr int barRole = Qt::UserRole + 1; ///< of a score: 0 to 1 of the largest
    static constexpr int stagesRole = Qt::UserRole + 2; ///< QVector<double> of four strengths

    StageTableModel(const StagesModel& model, QObject* parent = nullptr);

    [[nodiscard]] HeadIndex headOfRow(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowOfHead(HeadIndex head) const;
    /// Takes what the model shows now.
    void refresh();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] const HeadReport& reportOfRow(int row) const;
    [[nodiscard]] QString text(const HeadReport& head, int column) const;
    [[nodiscard]] QVariant sortValue(const HeadReport& head, int row, int column) const;

    const StagesModel& m_model;
    std::vector<HeadIndex> m_rows;
    double m_largestScore = 0;
};

/// The table twin of the grid: sortable, a chosen row locks its head, the header's menu copies and saves CSV.
class StageTable : public QTableView {
    Q_OBJECT

public:
    StageTable(const Theme& theme, Selection& selection, const StagesModel& model, QWidget* parent = nullptr);

    [[nodiscard]] StageTableModel& heads() { return *m_rows; }
    /// The rows as they are sorted now.
    [[nodiscard]] CsvTable csv() const;
    /// The head of a row as it stands.
    [[nodiscard]] HeadIndex headAt(int row) const;
    /// Where the bar of a score stands in its cell; the number has the rest.
    [[nodiscard]] static QRectF scoreBar(const QRect& cell);

Q_SIGNALS:
    void openHead(headwaters::HeadIndex head);
    /// Saving failed; the sentence for the person.
    void failed(const QString& sentence);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void placeColumns();
    /// Of the longest text that a column shows, with the room around it.
    [[nodiscard]] int textWidth(int column) const;
    void followSelection();
    [[nodiscard]] CsvMenu csvMenu();

    Selection& m_selection;
    StageTableModel* m_rows;
    QSortFilterProxyModel* m_sorted;
    int m_scoreText = 0; ///< room for the numbers
    int m_verdictText = 0;
    bool m_following = false;
};

} // namespace headwaters
