#pragma once

#include "core/files/writing.h"
#include "widgets/common/csvmenu.h"
#include "widgets/selection/selection.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace headwaters {

/// Numbers of heads: a row a head, the head in the first column.
class HeadRowModel : public QAbstractTableModel {
    Q_OBJECT

public:
    static constexpr int sortRole = Qt::UserRole; ///< the number behind a cell's text

    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] virtual HeadIndex headOfRow(int row) const = 0;
    /// -1 where the head has no row.
    [[nodiscard]] virtual int rowOfHead(HeadIndex head) const = 0;
};

/// The table twin of a map of heads: sortable, a chosen row locks its head, the header's menu copies and
/// saves CSV.
class HeadRowTable : public QTableView {
    Q_OBJECT

public:
    /// The rows as they are sorted now, with the columns that are shown: the head's name, then numbers.
    [[nodiscard]] virtual CsvTable csv() const;
    /// The head of a row as it stands.
    [[nodiscard]] HeadIndex headAt(int row) const;

Q_SIGNALS:
    void openHead(headwaters::HeadIndex head);
    /// Saving failed; the sentence for the person.
    void failed(const QString& sentence);

protected:
    /// `name` is for a screen reader, `fileName` what the rows are saved as.
    HeadRowTable(
        Selection& selection, HeadRowModel* model, const QString& name, const QString& fileName,
        QWidget* parent);

    [[nodiscard]] const QSortFilterProxyModel& sorted() const { return *m_sorted; }
    void keyPressEvent(QKeyEvent* event) override;

private:
    void followSelection();
    [[nodiscard]] CsvMenu csvMenu();

    Selection& m_selection;
    HeadRowModel* m_heads;
    QSortFilterProxyModel* m_sorted;
    QString m_fileName;
    bool m_following = false;
};

} // namespace headwaters
