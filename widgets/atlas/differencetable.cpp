#include "widgets/atlas/differencetable.h"

#include "widgets/atlas/headtext.h"
#include "widgets/theme/metrics.h"
#include "widgets/theme/theme.h"

#include <QHeaderView>

namespace headwaters {

DifferenceTableModel::DifferenceTableModel(const Comparison& comparison, QObject* parent)
    : HeadRowModel(parent),
      m_comparison(comparison)
{
}

void DifferenceTableModel::refresh()
{
    beginResetModel();
    const bool isDefined = m_comparison.isOn() && m_comparison.wallBlocked().isEmpty();
    m_nLayers = isDefined ? m_comparison.a().model().nLayers : 0;
    m_nHeads = isDefined ? m_comparison.a().model().nHeads : 0;
    endResetModel();
}

HeadIndex DifferenceTableModel::headOfRow(int row) const
{
    return {row / m_nHeads, row % m_nHeads};
}

int DifferenceTableModel::rowOfHead(HeadIndex head) const
{
    return head.layer < m_nLayers && head.head < m_nHeads ? head.layer * m_nHeads + head.head : -1;
}

int DifferenceTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_nLayers * m_nHeads;
}

int DifferenceTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

std::optional<double> DifferenceTableModel::number(HeadIndex head, int column) const
{
    const bool isA = column == ReceivedA || column == EntropyA || column == EffectA;
    const RunModel& side = isA ? m_comparison.a() : m_comparison.b();
    if (column == Mean || column == Largest) {
        const HeadDifference* difference = differenceOf(m_comparison.differences(), head);
        if (!difference)
            return std::nullopt;
        return static_cast<double>(column == Mean ? difference->meanAbsolute : difference->largest);
    }
    if (!side.result())
        return std::nullopt;
    if (column == EffectA || column == EffectB)
        return headEffect(side.effects().get(), head);
    const HeadSummary* summary = headSummary(side.result()->layers, head);
    if (!summary)
        return std::nullopt;
    return static_cast<double>(
        column == ReceivedA || column == ReceivedB ? summary->receivedMass : summary->entropy);
}

QVariant DifferenceTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const HeadIndex head = headOfRow(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Head:
            return head.text();
        case Mean:
            return scoreText(RankBy::Difference, number(head, column));
        case EntropyA:
        case EntropyB:
            return scoreText(RankBy::Entropy, number(head, column));
        case EffectA:
        case EffectB:
            return scoreText(RankBy::Effect, number(head, column));
        default:
            return scoreText(RankBy::ReceivedMass, number(head, column));
        }
    case sortRole: {
        if (column == Head)
            return index.row();
        const auto value = number(head, column);
        return value ? QVariant(*value) : QVariant();
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (column == Head ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::FontRole:
        return Theme::mono(TextStyle::Label);
    default:
        return {};
    }
}

QVariant DifferenceTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == Head ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Head:
        return tr("head");
    case Mean:
        return tr("mean |A − B|");
    case Largest:
        return tr("largest |A − B|");
    case ReceivedA:
        return tr("received A");
    case ReceivedB:
        return tr("received B");
    case EntropyA:
        return tr("entropy A, bits");
    case EntropyB:
        return tr("entropy B, bits");
    case EffectA:
        return tr("effect A, logits");
    default:
        return tr("effect B, logits");
    }
}

DifferenceTable::DifferenceTable(Comparison& comparison, QWidget* parent)
    : DifferenceTable(new DifferenceTableModel(comparison), comparison, parent)
{
}

DifferenceTable::DifferenceTable(DifferenceTableModel* model, Comparison& comparison, QWidget* parent)
    : HeadRowTable(
        comparison.selectionA(), model, tr("Heads and how far they differ between A and B"),
        QStringLiteral("difference.csv"), parent),
      m_model(model)
{
    sortByColumn(DifferenceTableModel::Mean, Qt::DescendingOrder);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
}

} // namespace headwaters
