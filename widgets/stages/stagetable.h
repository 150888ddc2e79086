#pragma once

#include "widgets/common/headrowtable.h"
#include "widgets/stages/stagesmodel.h"
#include "widgets/theme/theme.h"

namespace headwaters {

/// The numbers of the grid: one row per listed head.
class StageTableModel : public HeadRowModel {
    Q_OBJECT

public:
    enum Column { Head, Score, Stages, Types, Verdict, ColumnCount };
    static constexpr int barRole = sortRole + 1; ///< of a score: 0 to 1 of the largest
    static constexpr int stagesRole = sortRole + 2; ///< QVector<double> of four strengths

    StageTableModel(const StagesModel& model, QObject* parent = nullptr);

    [[nodiscard]] HeadIndex headOfRow(int row) const override
    {
        return m_rows[static_cast<std::size_t>(row)];
    }
    [[nodiscard]] int rowOfHead(HeadIndex head) const override;
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

/// The table twin of the grid.
class StageTable : public HeadRowTable {
    Q_OBJECT

public:
    StageTable(const Theme& theme, Selection& selection, const StagesModel& model, QWidget* parent = nullptr);

    [[nodiscard]] StageTableModel& heads() { return *m_rows; }
    /// All columns, shown or not, and the four stages as numbers.
    [[nodiscard]] CsvTable csv() const override;
    /// Where the bar of a score stands in its cell; the number has the rest.
    [[nodiscard]] static QRectF scoreBar(const QRect& cell);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    StageTable(
        const Theme& theme, Selection& selection, const StagesModel& model, StageTableModel* rows,
        QWidget* parent);

    void refresh();
    void placeColumns();
    /// Of the longest text that a column shows, with the room around it.
    [[nodiscard]] int textWidth(int column) const;

    StageTableModel* m_rows;
    int m_scoreText = 0; ///< room for the numbers
    int m_verdictText = 0;
};

} // namespace headwaters
