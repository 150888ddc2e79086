#include "widgets/prompt/nexttokenmodel.h"

#include "widgets/common/numberformat.h"

#include <utility>

namespace headwaters {

void NextTokenModel::setRows(std::vector<NextTokenRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int NextTokenModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int NextTokenModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : columnTotal;
}

QString NextTokenModel::sentence(const NextTokenRow& row) const
{
    QStringList lines{
        tr("%1 · token #%2").arg(tokenLabel(row.token)).arg(row.token.id),
        tr("probability %1, logit %2, rank %3")
            .arg(row.probability, 0, 'g', 4)
            .arg(numberText(double(row.logit), 3))
            .arg(row.rank)};
    if (row.pinnedRank && row.pinnedProbability)
        lines << tr("pinned run: probability %1, rank %2")
                     .arg(*row.pinnedProbability, 0, 'g', 4)
                     .arg(*row.pinnedRank);
    if (row.target)
        lines << tr("The target: effects speak for it.");
    if (row.rival)
        lines << tr("The rival: effects speak against it.");
    return lines.join(QLatin1Char('\n'));
}

QVariant NextTokenModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const NextTokenRow& row = at(index.row());
    if (role == Qt::ToolTipRole || (role == Qt::AccessibleTextRole && index.column() == TokenColumn))
        return sentence(row);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case TokenColumn:
        return tokenLabel(row.token);
    case ProbabilityColumn:
        return probabilityText(row.probability);
    case LogitColumn:
        return numberText(double(row.logit), 1);
    case RankColumn:
        return QString::number(row.rank);
    default:
        return rankChangeText(row.gained());
    }
}

QVariant NextTokenModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section < LogitColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole && section == ChangeColumn)
        return tr("Places gained or lost since the pinned run");
    if (role == Qt::ToolTipRole && section == RankColumn)
        return tr("How many tokens have a larger logit; 0 is the likeliest");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TokenColumn:
        return tr("token");
    case ProbabilityColumn:
        return tr("probability");
    case LogitColumn:
        return tr("logit");
    case RankColumn:
        return tr("rank");
    default:
        return QStringLiteral("Δ");
    }
}

} // namespace headwaters
