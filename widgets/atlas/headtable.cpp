#include "widgets/atlas/headtable.h"

#include "widgets/atlas/headtext.h"
#include "widgets/theme/metrics.h"

#include <QHeaderView>

#include <algorithm>

namespace headwaters {

HeadTableModel::HeadTableModel(const Theme& theme, QObject* parent)
    : HeadRowModel(parent),
      m_theme(theme),
      m_effectTitle(tr("effect"))
{
}

void HeadTableModel::setRun(
    const WallShape& shape, const Layers& layers, std::shared_ptr<const EffectSummary> effects)
{
    beginResetModel();
    m_shape = shape;
    m_layers = layers;
    m_effects = std::move(effects);
    m_rows.clear();
    for (int layer = 0; layer < shape.nLayers; ++layer)
        for (int head = 0; head < shape.nHeads; ++head)
            if (headSummary(m_layers, {layer, head}))
                m_rows.push_back({layer, head});
    endResetModel();
}

void HeadTableModel::setRanking(const HeadRanking& ranking, int top, const QString& effectTitle)
{
    m_ranking = ranking;
    m_top = top;
    m_effectTitle = effectTitle;
    Q_EMIT headerDataChanged(Qt::Horizontal, Effect, Effect);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::ForegroundRole});
}

int HeadTableModel::rowOfHead(HeadIndex head) const
{
    const auto found = std::find(m_rows.begin(), m_rows.end(), head);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int HeadTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int HeadTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

std::optional<double> HeadTableModel::number(HeadIndex head, int column) const
{
    if (column == KeyValueGroup)
        return m_shape.groups.of(head.head);
    if (column == Effect)
        return headEffect(m_effects.get(), head);
    const HeadSummary* summary = headSummary(m_layers, head);
    return column == ReceivedMass ? summary->receivedMass : summary->entropy;
}

QVariant HeadTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const HeadIndex head = headOfRow(index.row());
    const bool isHead = index.column() == Head;
    switch (role) {
    case Qt::DisplayRole: {
        if (isHead)
            return head.text();
        if (index.column() == KeyValueGroup)
            return QString::number(m_shape.groups.of(head.head));
        const RankBy by = index.column() == ReceivedMass ? RankBy::ReceivedMass
            : index.column() == Entropy                  ? RankBy::Entropy
                                                         : RankBy::Effect;
        return scoreText(by, number(head, index.column()));
    }
    case sortRole: {
        if (isHead)
            return index.row();
        const auto value = number(head, index.column());
        return value ? QVariant(*value) : QVariant();
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (isHead ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::FontRole:
        return Theme::mono(TextStyle::Label);
    case Qt::ForegroundRole:
        return m_ranking.isKept(head, m_top) ? QVariant() : QVariant(m_theme.colours().text3);
    default:
        return {};
    }
}

QVariant HeadTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == Head ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole && section == KeyValueGroup)
        return tr("Key/value group: heads of a layer with the same number share keys and values");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Head:
        return tr("head");
    case KeyValueGroup:
        return tr("KV");
    case ReceivedMass:
        return tr("received mass");
    case Entropy:
        return tr("entropy, bits");
    default:
        return tr("%1, logits").arg(m_effectTitle);
    }
}

HeadTable::HeadTable(const Theme& theme, Selection& selection, QWidget* parent)
    : HeadTable(new HeadTableModel(theme), selection, parent)
{
}

HeadTable::HeadTable(HeadTableModel* model, Selection& selection, QWidget* parent)
    : HeadRowTable(selection, model, tr("Heads and their scores"), QStringLiteral("heads.csv"), parent),
      m_model(model)
{
    sortByColumn(HeadTableModel::Head, Qt::AscendingOrder);
    setColumnHidden(HeadTableModel::KeyValueGroup, true);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setMinimumSectionSize(64);
}

void HeadTable::setRun(
    const WallShape& shape, const Layers& layers, std::shared_ptr<const EffectSummary> effects)
{
    setColumnHidden(HeadTableModel::KeyValueGroup, !shape.groups.isGrouped());
    m_model->setRun(shape, layers, std::move(effects));
}

} // namespace headwaters
