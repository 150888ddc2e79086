#include "widgets/circuit/circuittreemodel.h"

#include "widgets/circuit/circuittext.h"
#include "widgets/common/numberformat.h"
#include "widgets/theme/metrics.h"
#include "widgets/theme/theme.h"

#include <QSize>

#include <algorithm>

namespace headwaters {

namespace {

enum Column { Node, Side, Weight, Share, Attention, ColumnCount };

} // namespace

CircuitTreeModel::CircuitTreeModel(QObject* parent) : QAbstractItemModel(parent) { }

void CircuitTreeModel::setShown(const std::optional<ShownCircuit>& shown)
{
    beginResetModel();
    m_shown = shown;
    m_part = shown ? shownPart(*shown) : Circuit();
    m_rows = circuitTree(m_part);
    m_first.clear();
    m_place.assign(m_rows.size(), 0);
    for (std::size_t index = 0; index < m_rows.size(); ++index) {
        if (m_rows[index].parent < 0) {
            m_place[index] = static_cast<int>(m_first.size());
            m_first.push_back(static_cast<int>(index));
        }
        for (std::size_t place = 0; place < m_rows[index].children.size(); ++place)
            m_place[static_cast<std::size_t>(m_rows[index].children[place])] = static_cast<int>(place);
    }
    endResetModel();
}

const std::vector<int>& CircuitTreeModel::childrenOf(const QModelIndex& parent) const
{
    return parent.isValid() ? row(parent).children : m_first;
}

QModelIndex CircuitTreeModel::indexOfRow(int row, int column) const
{
    return createIndex(m_place[static_cast<std::size_t>(row)], column, static_cast<quintptr>(row));
}

QModelIndex CircuitTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    const std::vector<int>& children = childrenOf(parent);
    if (row < 0 || row >= static_cast<int>(children.size()) || column < 0 || column >= ColumnCount)
        return {};
    return createIndex(row, column, static_cast<quintptr>(children[static_cast<std::size_t>(row)]));
}

QModelIndex CircuitTreeModel::parent(const QModelIndex& index) const
{
    const int above = index.isValid() ? row(index).parent : -1;
    return above < 0 ? QModelIndex() : indexOfRow(above, 0);
}

int CircuitTreeModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(childrenOf(parent).size());
}

int CircuitTreeModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

CircuitSpot CircuitTreeModel::spotAt(const QModelIndex& index) const
{
    const CircuitTreeRow& line = row(index);
    if (line.edge < 0)
        return {CircuitSpot::Kind::Node, m_shown->nodes[static_cast<std::size_t>(line.node)]};
    return {CircuitSpot::Kind::Edge, m_shown->edges[static_cast<std::size_t>(line.edge)]};
}

QModelIndex CircuitTreeModel::indexOf(const CircuitSpot& spot) const
{
    if (!m_shown)
        return {};
    const bool isNode = spot.kind == CircuitSpot::Kind::Node;
    const std::vector<int>& all = isNode ? m_shown->nodes : m_shown->edges;
    const auto place = std::lower_bound(all.begin(), all.end(), spot.index);
    if (place == all.end() || *place != spot.index)
        return {};
    const int wanted = static_cast<int>(place - all.begin());
    for (std::size_t index = 0; index < m_rows.size(); ++index) {
        if ((isNode ? m_rows[index].node : m_rows[index].edge) == wanted)
            return indexOfRow(static_cast<int>(index), 0);
    }
    return {};
}

QModelIndex CircuitTreeModel::openedAt(const QModelIndex& index) const
{
    return indexOfRow(row(index).firstRow, 0);
}

QString CircuitTreeModel::sentence(const QModelIndex& index) const
{
    const CircuitTreeRow& line = row(index);
    QString text = line.edge < 0
        ? nodeSentence(m_part, node(line), m_shown->into)
        : edgeSentence(m_part, m_part.edges[static_cast<std::size_t>(line.edge)], m_shown->into);
    return line.seenAbove ? tr("%1, opened further up").arg(text) : text;
}

QString CircuitTreeModel::text(const CircuitTreeRow& line, int column) const
{
    const CircuitEdge* edge = line.edge < 0 ? nullptr : &m_part.edges[static_cast<std::size_t>(line.edge)];
    switch (column) {
    case Node: {
        const CircuitNode& part = node(line);
        const bool isRoot = part.part == CircuitPart::Root;
        const QString name = isRoot && !m_shown->into.isEmpty() ? m_shown->into : nodeName(part);
        return line.seenAbove ? tr("%1 ↑").arg(name) : name;
    }
    case Side:
        return edge ? (edge->isConnector ? tr("connector") : sideText(m_part, *edge)) : QString();
    case Weight:
        return edge && !edge->isConnector ? weightText(m_part.request.method, edge->weight) : QString();
    case Share:
        return edge && !edge->isConnector ? shareText(m_shown->strengths[static_cast<std::size_t>(
                   m_shown->edges[static_cast<std::size_t>(line.edge)])])
                                          : QString();
    default:
        return node(line).attention ? probabilityText(*node(line).attention) : QString();
    }
}

QVariant CircuitTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(row(index), index.column());
    case Qt::AccessibleTextRole:
        return index.column() == Node ? sentence(index) : text(row(index), index.column());
    case Qt::ToolTipRole:
        return sentence(index);
    case Qt::TextAlignmentRole:
        return QVariant(
            index.column() >= Weight ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::SizeHintRole:
        return index.column() == Node ? QVariant(QSize(0, metrics::row)) : QVariant();
    case Qt::FontRole:
        return index.column() == Side ? Theme::font(TextStyle::Label) : Theme::mono(TextStyle::Label);
    default:
        return {};
    }
}

QVariant CircuitTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(
            section >= Weight ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Share)
        return tr("Weight as a part of the strongest edge's; edges to the logits among themselves");
    if (role == Qt::ToolTipRole && section == Weight)
        return weightUnit(m_part.request.method);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Node:
        return tr("node");
    case Side:
        return tr("side");
    case Weight:
        return tr("weight");
    case Share:
        return tr("of strongest");
    default:
        return tr("attention");
    }
}

} // namespace headwaters
