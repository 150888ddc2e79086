#include "widgets/common/headrowtable.h"

#include "widgets/common/rowtable.h"

#include <QHeaderView>
#include <QKeyEvent>

namespace headwaters {

HeadRowTable::HeadRowTable(
    Selection& selection, HeadRowModel* model, const QString& name, const QString& fileName, QWidget* parent)
    : QTableView(parent),
      m_selection(selection),
      m_heads(model),
      m_sorted(new QSortFilterProxyModel(this)),
      m_fileName(fileName)
{
    m_heads->setParent(this);
    m_sorted->setSourceModel(m_heads);
    m_sorted->setSortRole(HeadRowModel::sortRole);
    setModel(m_sorted);
    dressRowTable(*this);
    setSortingEnabled(true);
    setAccessibleName(name);
    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(horizontalHeader(), &QWidget::customContextMenuRequested, this, [this](const QPoint& position) {
        csvMenu().show(this, horizontalHeader()->mapToGlobal(position));
    });
    connect(
        selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
            if (!m_following && current.isValid())
                m_selection.lockHead(headAt(current.row()));
        });
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        Q_EMIT openHead(headAt(index.row()));
    });
    connect(&selection, &Selection::changed, this, &HeadRowTable::followSelection);
    connect(m_heads, &QAbstractItemModel::modelReset, this, &HeadRowTable::followSelection);
}

HeadIndex HeadRowTable::headAt(int row) const
{
    return m_heads->headOfRow(m_sorted->mapToSource(m_sorted->index(row, 0)).row());
}

void HeadRowTable::followSelection()
{
    const auto locked = m_selection.locked().head;
    const int row = locked ? m_heads->rowOfHead(*locked) : -1;
    const QModelIndex index = m_sorted->mapFromSource(m_heads->index(row, 0));
    m_following = true;
    if (row < 0) {
        clearSelection();
        setCurrentIndex({});
    } else if (currentIndex().row() != index.row() || !selectionModel()->isRowSelected(index.row())) {
        setCurrentIndex(index);
        scrollTo(index);
    }
    m_following = false;
}

CsvTable HeadRowTable::csv() const
{
    CsvTable table;
    std::vector<int> columns;
    for (int column = 0; column < m_sorted->columnCount(); ++column)
        if (!isColumnHidden(column))
            columns.push_back(column);
    for (const int column : columns)
        table.header << m_sorted->headerData(column, Qt::Horizontal).toString();
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        QStringList cells;
        for (const int column : columns) {
            const QModelIndex index = m_sorted->index(row, column);
            const QVariant value = index.data(HeadRowModel::sortRole);
            if (column == 0)
                cells << index.data().toString();
            else
                cells << (value.isValid() ? numberText(value.toFloat()) : QString());
        }
        table.rows.push_back(cells);
    }
    return table;
}

CsvMenu HeadRowTable::csvMenu()
{
    return {[this] { return csv(); }, m_fileName, [this](const QString& why) { Q_EMIT failed(why); }};
}

void HeadRowTable::keyPressEvent(QKeyEvent* event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        Q_EMIT openHead(headAt(currentIndex().row()));
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        csvMenu().copy();
        return;
    }
    // Letters are keys of the view; the table has no words to search for.
    if (event->text().size() == 1 && event->text().front().isLetter()) {
        event->ignore();
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace headwaters
