#include "widgets/stages/stagetable.h"

#include "core/heads/reportviews.h"
#include "widgets/common/bars.h"
#include "widgets/common/numberformat.h"
#include "widgets/stages/stagepainter.h"
#include "widgets/stages/stagetext.h"
#include "widgets/theme/metrics.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr int barWidth = 30;
constexpr int barHeight = 8;
constexpr int barGap = 6; ///< before a bar, and between it and its number
constexpr int cellMargin = 7; ///< more than any style leaves beside a text
constexpr int headWidth = 40;
constexpr int leastStages = 38;
constexpr int mostStages = 160;
constexpr int wideEnough = 380; ///< from here on the column of types has room

/// Bars in front of the scores, and the stages as one bar.
class StageDelegate : public QStyledItemDelegate {
public:
    StageDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) { }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const StageStyle style = StageStyle::screen(m_theme);
        const QRectF cell = option.rect;
        const double top = cell.center().y() - barHeight / 2.0;
        if (index.column() == StageTableModel::Stages) {
            const auto values = index.data(StageTableModel::stagesRole).value<QVector<double>>();
            StageStrengths stages = {};
            std::copy(values.begin(), values.end(), stages.begin());
            paintStageBar(
                *painter, QRectF(cell.left() + barGap, top, cell.width() - 2 * barGap, barHeight), stages,
                style);
        }
        const QVariant bar = index.data(StageTableModel::barRole);
        if (index.column() == StageTableModel::Score && bar.isValid())
            paintBar(
                *painter, StageTable::scoreBar(option.rect), bar.toDouble(), m_theme.colours().bar,
                m_theme.colours().sunken);
    }

private:
    const Theme& m_theme;
};

} // namespace

StageTableModel::StageTableModel(const StagesModel& model, QObject* parent)
    : HeadRowModel(parent),
      m_model(model)
{
}

void StageTableModel::refresh()
{
    beginResetModel();
    m_rows = listedHeads(m_model);
    m_largestScore = 0;
    for (const HeadIndex head : m_rows) {
        const TypeSummary* summary = m_model.report()->at(head).of(m_model.shown().type);
        if (summary)
            m_largestScore = std::max(m_largestScore, std::fabs(summary->score));
    }
    endResetModel();
}

int StageTableModel::rowOfHead(HeadIndex head) const
{
    const auto found = std::find(m_rows.begin(), m_rows.end(), head);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int StageTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int StageTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const HeadReport& StageTableModel::reportOfRow(int row) const
{
    return m_model.report()->at(headOfRow(row));
}

QString StageTableModel::text(const HeadReport& head, int column) const
{
    switch (column) {
    case Head:
        return head.head.text();
    case Score: {
        const TypeSummary* summary = head.of(m_model.shown().type);
        return summary && summary->finding != Finding::NotMeasurable ? numberText(summary->score, 2)
                                                                     : unknownText();
    }
    case Types:
        return rolesText(head);
    case Verdict:
        return verdictText(head);
    default:
        return {};
    }
}

QVariant StageTableModel::sortValue(const HeadReport& head, int row, int column) const
{
    const StageStrengths stages = stagesOn(head, m_model.shown().task);
    const auto most = std::max_element(stages.begin(), stages.end());
    switch (column) {
    case Score: {
        const TypeSummary* summary = head.of(m_model.shown().type);
        return summary && summary->finding != Finding::NotMeasurable ? QVariant(summary->score) : QVariant();
    }
    case Stages:
        // Stage by stage, the strong ones first.
        return *most > 0 ? static_cast<double>(most - stages.begin()) + 1 - *most : 9.0;
    case Types:
        return foundTypes(head).size() > 0 ? QVariant(rolesText(head)) : QVariant(QStringLiteral("~"));
    case Verdict:
        return 10 * static_cast<int>(head.confidence) - static_cast<int>(head.verdict);
    default:
        return row;
    }
}

QVariant StageTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const HeadReport& head = reportOfRow(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(head, column);
    case sortRole:
        return sortValue(head, index.row(), column);
    case barRole: {
        const QVariant score = column == Score ? sortValue(head, index.row(), Score) : QVariant();
        return score.isValid() && m_largestScore > 0 ? QVariant(std::fabs(score.toDouble()) / m_largestScore)
                                                     : QVariant();
    }
    case stagesRole: {
        const StageStrengths stages = stagesOn(head, m_model.shown().task);
        return QVariant::fromValue(QVector<double>(stages.begin(), stages.end()));
    }
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return column == Stages || column == Types ? QVariant(describeStages(head, m_model.shown().task))
                                                   : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::AlignVCenter | (column == Score || column == Verdict ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::FontRole:
        return column == Head || column == Score ? Theme::mono(TextStyle::Label)
                                                 : Theme::font(TextStyle::Label);
    default:
        return {};
    }
}

QVariant StageTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == Verdict ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole && section == Score)
        return tr("Score of %1; its first required measure").arg(headTypeInfo(m_model.shown().type).name);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Head:
        return tr("head");
    case Score:
        return tr("score");
    case Stages:
        return tr("stages");
    case Types:
        return tr("types");
    default:
        return tr("verdict");
    }
}

StageTable::StageTable(const Theme& theme, Selection& selection, const StagesModel& model, QWidget* parent)
    : StageTable(theme, selection, model, new StageTableModel(model), parent)
{
}

StageTable::StageTable(
    const Theme& theme, Selection& selection, const StagesModel& model, StageTableModel* rows,
    QWidget* parent)
    : HeadRowTable(
        selection, rows, tr("Heads, their scores and stages"), QStringLiteral("stages.csv"), parent),
      m_rows(rows)
{
    setItemDelegate(new StageDelegate(theme, this));
    sortByColumn(StageTableModel::Score, Qt::DescendingOrder);
    horizontalHeader()->setMinimumSectionSize(40);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (const auto signal : {&StagesModel::reportChanged, &StagesModel::shownChanged})
        connect(&model, signal, this, &StageTable::refresh);
    connect(&theme, &Theme::changed, viewport(), QOverload<>::of(&QWidget::update));
    refresh();
}

QRectF StageTable::scoreBar(const QRect& cell)
{
    return {double(cell.left() + barGap), QRectF(cell).center().y() - barHeight / 2.0, barWidth, barHeight};
}

void StageTable::refresh()
{
    m_rows->refresh();
    m_scoreText = textWidth(StageTableModel::Score);
    m_verdictText = textWidth(StageTableModel::Verdict);
    placeColumns();
}

CsvTable StageTable::csv() const
{
    CsvTable table;
    for (int column = 0; column < sorted().columnCount(); ++column) {
        if (column != StageTableModel::Stages)
            table.header << sorted().headerData(column, Qt::Horizontal).toString();
    }
    for (int stage = 0; stage < stageCount; ++stage)
        table.header << stageLetters(static_cast<Stage>(stage));
    for (int row = 0; row < sorted().rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < sorted().columnCount(); ++column) {
            const QModelIndex index = sorted().index(row, column);
            const QVariant score = index.data(StageTableModel::sortRole);
            if (column == StageTableModel::Score)
                cells << (score.isValid() ? headwaters::numberText(score.toDouble()) : QString());
            else if (column != StageTableModel::Stages)
                cells << index.data().toString();
        }
        for (const double stage :
             sorted().index(row, 0).data(StageTableModel::stagesRole).value<QVector<double>>())
            cells << headwaters::numberText(stage);
        table.rows.push_back(cells);
    }
    return table;
}

void StageTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    placeColumns();
}

int StageTable::textWidth(int column) const
{
    int widest = 0;
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        const QModelIndex cell = m_rows->index(row, column);
        const QFontMetrics measure(cell.data(Qt::FontRole).value<QFont>());
        widest = std::max(widest, measure.horizontalAdvance(cell.data().toString()));
    }
    return widest + 2 * cellMargin;
}

void StageTable::placeColumns()
{
    const int width = viewport()->width();
    const bool isWide = width >= wideEnough;
    setColumnHidden(StageTableModel::Types, !isWide);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    const int scoreWidth = std::max(2 * barWidth, barGap + barWidth + m_scoreText);
    const int verdictWidth = std::max(2 * headWidth, m_verdictText);
    setColumnWidth(StageTableModel::Head, headWidth);
    setColumnWidth(StageTableModel::Score, scoreWidth);
    setColumnWidth(StageTableModel::Verdict, verdictWidth);
    const int rest = std::max(leastStages, width - headWidth - scoreWidth - verdictWidth);
    const int stagesWidth = isWide ? std::min(rest / 2, mostStages) : rest;
    setColumnWidth(StageTableModel::Stages, stagesWidth);
    setColumnWidth(StageTableModel::Types, std::max(60, rest - stagesWidth));
}

} // namespace headwaters
