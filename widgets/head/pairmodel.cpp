#include "widgets/head/pairmodel.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace headwaters {

namespace {

constexpr int firstQuantity = 2;

/// Pairs are numbered row by row: (0,0), (1,0), (1,1), (2,0), ...
int queryOf(int pair)
{
    auto query = static_cast<int>((std::sqrt(8.0 * pair + 1) - 1) / 2);
    while (query * (query + 1) / 2 > pair)
        --query;
    while ((query + 1) * (query + 2) / 2 <= pair)
        ++query;
    return query;
}

int keyOf(int pair)
{
    const int query = queryOf(pair);
    return pair - query * (query + 1) / 2;
}

} // namespace

PairModel::PairModel(QObject* parent) : QAbstractTableModel(parent) { }

void PairModel::setContent(
    std::shared_ptr<const HeadContent> content, std::shared_ptr<const HeadDetail> detail)
{
    beginResetModel();
    m_content = std::move(content);
    m_maps.clear();
    if (m_content && detail) {
        for (const Quantity quantity :
             {Quantity::Pattern, Quantity::Score, Quantity::ValueWeighted, Quantity::Effect})
            m_maps.push_back(
                quantity == m_content->map.quantity ? m_content->map : attentionMap(*detail, quantity));
    } else if (m_content) {
        m_maps.push_back(m_content->map);
    }
    order();
    endResetModel();
}

int PairModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_content ? 0 : m_content->size() * (m_content->size() + 1) / 2;
}

int PairModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : firstQuantity + static_cast<int>(m_maps.size());
}

int PairModel::queryAt(int row) const
{
    return queryOf(m_order.empty() ? row : m_order[static_cast<std::size_t>(row)]);
}

int PairModel::keyAt(int row) const
{
    return keyOf(m_order.empty() ? row : m_order[static_cast<std::size_t>(row)]);
}

int PairModel::rowOf(int query, int key) const
{
    if (!m_content || query < 0 || key < 0 || key > query || query >= m_content->size())
        return -1;
    const int pair = query * (query + 1) / 2 + key;
    if (m_order.empty())
        return pair;
    const auto at = std::find(m_order.begin(), m_order.end(), pair);
    return static_cast<int>(at - m_order.begin());
}

double PairModel::pairValue(int pair, int column) const
{
    return static_cast<double>(
        m_maps[static_cast<std::size_t>(column - firstQuantity)].at(queryOf(pair), keyOf(pair)));
}

double PairModel::valueAt(int row, int column) const
{
    return pairValue(m_order.empty() ? row : m_order[static_cast<std::size_t>(row)], column);
}

QVariant PairModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_content)
        return {};
    if (role == Qt::TextAlignmentRole && index.column() >= firstQuantity)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const int query = queryAt(index.row());
    const int key = keyAt(index.row());
    if (index.column() < firstQuantity) {
        const int position = index.column() == 0 ? query : key;
        return QStringLiteral("%1  %2").arg(
            QString::number(position), m_content->source.labels.value(position));
    }
    const AttentionMap& map = m_maps[static_cast<std::size_t>(index.column() - firstQuantity)];
    if (map.quantity == m_content->map.quantity && m_content->isRemoved(key))
        return QStringLiteral("–");
    MapScale scale;
    scale.quantity = map.quantity;
    scale.isDifference = map.isDifference;
    return scale.valueText(static_cast<double>(map.at(query, key)));
}

QVariant PairModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            section < firstQuantity ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    if (section == 0)
        return tr("destination");
    if (section == 1)
        return tr("source");
    if (m_content->map.isDifference)
        return tr("%1, A − B").arg(quantityKey(m_content->map.quantity));
    switch (m_maps[static_cast<std::size_t>(section - firstQuantity)].quantity) {
    case Quantity::Pattern:
        return m_content->sinks.mode == SinkMode::Renormalise && m_content->map.quantity == Quantity::Pattern
            ? tr("pattern, renormalised")
            : tr("pattern");
    case Quantity::Score:
        return tr("score");
    case Quantity::ValueWeighted:
        return tr("value-weighted");
    case Quantity::Effect:
        return tr("effect, logits");
    }
    return {};
}

void PairModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> pairs;
    for (const QModelIndex& index : before)
        pairs.push_back(queryAt(index.row()) * (queryAt(index.row()) + 1) / 2 + keyAt(index.row()));
    this->order();
    QModelIndexList after;
    for (std::size_t i = 0; i < pairs.size(); ++i)
        after << index(rowOf(queryOf(pairs[i]), keyOf(pairs[i])), before[static_cast<qsizetype>(i)].column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void PairModel::order()
{
    m_order.clear();
    if (m_sortColumn < 0 || m_sortColumn >= columnCount())
        return;
    const int count = rowCount();
    std::vector<double> sortKeys(static_cast<std::size_t>(count));
    for (int pair = 0; pair < count; ++pair) {
        double sortKey = m_sortColumn == 0 ? queryOf(pair) : keyOf(pair);
        if (m_sortColumn >= firstQuantity)
            sortKey = pairValue(pair, m_sortColumn);
        // NaN has no order of its own; it stands below every number.
        sortKeys[static_cast<std::size_t>(pair)] =
            std::isnan(sortKey) ? -std::numeric_limits<double>::infinity() : sortKey;
    }
    m_order.resize(static_cast<std::size_t>(count));
    std::iota(m_order.begin(), m_order.end(), 0);
    std::stable_sort(m_order.begin(), m_order.end(), [&](int a, int b) {
        const double left = sortKeys[static_cast<std::size_t>(a)];
        const double right = sortKeys[static_cast<std::size_t>(b)];
        return m_sortOrder == Qt::AscendingOrder ? left < right : left > right;
    });
}

} // namespace headwaters
