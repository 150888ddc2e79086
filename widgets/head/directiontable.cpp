#include "widgets/head/directiontable.h"

#include "widgets/common/numberformat.h"
#include "widgets/common/rowtable.h"
#include "widgets/theme/metrics.h"
#include "widgets/theme/theme.h"

#include <QHeaderView>
#include <QScopedValueRollback>

#include <utility>

namespace headwaters {

void DirectionTableModel::setContent(std::shared_ptr<const DirectionContent> content)
{
    const int before = rowCount();
    const int after = content ? content->dHead() : 0;
    // Rows that stay keep the current one.
    if (before != after)
        beginResetModel();
    m_content = std::move(content);
    m_scoreShares = m_content ? m_content->scoreShares() : std::vector<double>();
    if (before != after)
        endResetModel();
    else if (after > 0)
        Q_EMIT dataChanged(index(0, 0), index(after - 1, columns - 1));
}

int DirectionTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_content ? 0 : m_content->dHead();
}

int DirectionTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : columns;
}

QString DirectionTableModel::textAt(int row, int column) const
{
    const auto at = static_cast<std::size_t>(row);
    const auto share = [at](const std::vector<double>& shares) {
        return at + 1 < shares.size() ? numberText(shares[at + 1], 3) : QString();
    };
    const auto part = [&](const std::vector<double>& parts) {
        return at < parts.size() ? numberText(parts[at], 3) : unknownText();
    };
    switch (column) {
    case Dimension:
        return m_content->row ? part(m_content->row->dimensions) : QString();
    case Direction:
        return m_content->row ? part(m_content->row->directions) : QString();
    case ScoreShare:
        return share(m_scoreShares);
    case MapShare:
        return share(m_content->mapShares());
    case Qk:
        return numberText(m_content->singularValue(row, DirectionKind::Qk), 3);
    case Ov:
        return numberText(m_content->singularValue(row, DirectionKind::Ov), 3);
    default:
        return QString::number(row);
    }
}

QVariant DirectionTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    if (role == Qt::DisplayRole)
        return textAt(index.row(), index.column());
    if (role == Qt::TextAlignmentRole)
        return int{Qt::AlignRight | Qt::AlignVCenter};
    return {};
}

QVariant DirectionTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int{Qt::AlignRight | Qt::AlignVCenter};
    const bool isTip = role == Qt::ToolTipRole;
    if (role != Qt::DisplayRole && !isTip)
        return {};
    switch (section) {
    case Dimension:
        return isTip ? tr("Product of one dimension of q and k, in units of the score") : tr("q · k");
    case Direction:
        return isTip ? tr("What one singular direction adds to the score") : tr("direction");
    case ScoreShare:
        return isTip ? tr("Share of the score that the directions up to here make") : tr("of score");
    case MapShare:
        return isTip ? tr("Share of the map's scores that the directions up to here explain") : tr("of map");
    case Qk:
        return isTip ? tr("Singular value of W_Q W_K^T") : tr("σ QK");
    case Ov:
        return isTip ? tr("Singular value of W_V W_O") : tr("σ OV");
    default:
        return isTip ? tr("Dimension of q and k, and number of the direction") : tr("no.");
    }
}

DirectionTable::DirectionTable(QWidget* parent) : QTableView(parent), m_rows(new DirectionTableModel(this))
{
    setModel(m_rows);
    setFont(Theme::mono(TextStyle::Caption));
    dressRowTable(*this);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setWordWrap(false);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    horizontalHeader()->setFont(Theme::font(TextStyle::Caption));
    setAccessibleName(tr("Score row and spectrum as a table"));
}

void DirectionTable::setContent(std::shared_ptr<const DirectionContent> content)
{
    const QScopedValueRollback following(m_following, true);
    const int direction = content ? content->direction.value_or(-1) : -1;
    m_rows->setContent(std::move(content));
    if (direction < 0 || direction >= m_rows->rowCount())
        clearSelection();
    else if (currentIndex().row() != direction)
        setCurrentIndex(m_rows->index(direction, 0));
}

void DirectionTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (!m_following && current.isValid())
        Q_EMIT directionChosen(current.row());
}

} // namespace headwaters
