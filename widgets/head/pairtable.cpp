#include "widgets/head/pairtable.h"

#include "widgets/common/rowtable.h"
#include "widgets/theme/metrics.h"

#include <QHeaderView>
#include <QScopedValueRollback>

#include <utility>

namespace headwaters {

PairTable::PairTable(QWidget* parent) : QTableView(parent), m_pairs(new PairModel(this))
{
    setModel(m_pairs);
    setFont(Theme::mono(TextStyle::Label));
    dressRowTable(*this);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setWordWrap(false);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(metrics::row);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    horizontalHeader()->setFont(Theme::font(TextStyle::Caption));
    // In the order of the prompt until a column is clicked.
    horizontalHeader()->setSortIndicator(-1, Qt::DescendingOrder);
    setSortingEnabled(true);
    setAccessibleName(tr("Attention as a table"));
}

void PairTable::setContent(
    std::shared_ptr<const HeadContent> content, std::shared_ptr<const HeadDetail> detail)
{
    const QScopedValueRollback following(m_following, true);
    m_pairs->setContent(std::move(content), std::move(detail));
}

void PairTable::setShown(std::optional<int> query, std::optional<int> key)
{
    const QScopedValueRollback following(m_following, true);
    const int row = query && key ? m_pairs->rowOf(*query, *key) : -1;
    if (row < 0) {
        clearSelection();
        setCurrentIndex({});
    } else if (currentIndex().row() != row) {
        setCurrentIndex(m_pairs->index(row, 0));
        scrollTo(currentIndex());
    }
}

void PairTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (!m_following && current.isValid())
        Q_EMIT pairChosen(m_pairs->queryAt(current.row()), m_pairs->keyAt(current.row()));
}

} // namespace headwaters
