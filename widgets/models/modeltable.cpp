#include "widgets/models/modeltable.h"

#include "core/base/memory.h"
#include "widgets/common/numberformat.h"
#include "widgets/common/rowtable.h"
#include "widgets/theme/metrics.h"

#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>
#include <array>
#include <limits>

namespace headwaters {

Verdict verdictOf(const FoundModel& model)
{
    if (!model.problem.isEmpty() || !model.memory)
        return Verdict::Broken;
    return model.memory->fits() ? Verdict::Fits : Verdict::TooLarge;
}

QString verdictText(const FoundModel& model)
{
    switch (verdictOf(model)) {
    case Verdict::Fits:
        return FoundModelsModel::tr("fits, %1").arg(bytesText(model.memory->peak));
    case Verdict::TooLarge:
        return FoundModelsModel::tr("too large, %1").arg(bytesText(model.memory->peak));
    case Verdict::Broken:
        break;
    }
    return FoundModelsModel::tr("cannot be opened");
}

QString verdictIcon(Verdict verdict)
{
    return verdict == Verdict::Fits    ? QStringLiteral("check")
        : verdict == Verdict::TooLarge ? QStringLiteral("warning")
                                       : QStringLiteral("error");
}

QColor Colours::*verdictColour(Verdict verdict)
{
    return verdict == Verdict::Fits    ? &Colours::ok
        : verdict == Verdict::TooLarge ? &Colours::warn
                                       : &Colours::danger;
}

FoundModelsModel::FoundModelsModel(const Theme& theme, QObject* parent)
    : QAbstractTableModel(parent),
      m_theme(theme)
{
    connect(&theme, &Theme::changed, this, [this] {
        if (!m_models.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    });
}

void FoundModelsModel::clear()
{
    beginResetModel();
    m_models.clear();
    endResetModel();
}

void FoundModelsModel::add(const FoundModel& model)
{
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_models.push_back(model);
    endInsertRows();
}

int FoundModelsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_models.size());
}

int FoundModelsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FoundModelsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const FoundModel& model = at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: {
        const std::array<QString, ColumnCount> texts{
            model.name,
            model.family.isEmpty() ? unknownText() : model.family,
            model.format.isEmpty() ? unknownText() : model.format,
            model.fileSize > 0 ? bytesText(model.fileSize) : unknownText(),
            verdictText(model),
            model.place};
        return texts[static_cast<std::size_t>(column)];
    }
    case sortRole:
        if (column == Size)
            return model.fileSize;
        if (column == Memory) // what cannot be opened stands last
            return verdictOf(model) == Verdict::Broken ? std::numeric_limits<qint64>::max()
                                                       : model.memory->peak;
        return index.data(Qt::DisplayRole).toString().toLower();
    case Qt::ToolTipRole:
        return model.problem.isEmpty() ? model.path : model.problem;
    case Qt::DecorationRole: {
        if (column != Memory)
            return {};
        const Verdict verdict = verdictOf(model);
        return m_theme.pixmap(
            verdictIcon(verdict), metrics::icon, m_theme.colours().*verdictColour(verdict), 2.0);
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (column == Size ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::FontRole:
        return column == Size || column == Format ? Theme::mono(TextStyle::Label)
                                                  : Theme::font(TextStyle::Label);
    case Qt::ForegroundRole:
        return verdictOf(model) == Verdict::Broken ? QVariant(m_theme.colours().text3) : QVariant();
    case Qt::AccessibleTextRole:
        return index.data(Qt::DisplayRole);
    default:
        return {};
    }
}

QVariant FoundModelsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == Size ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const std::array<QString, ColumnCount> titles{tr("model"),        tr("family"),      tr("stored as"),
                                                  tr("size on disk"), tr("peak memory"), tr("where")};
    return titles[static_cast<std::size_t>(section)];
}

/// Sorts by the numbers, filters by words.
class ModelTable::Sorted : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setWords(const QStringList& words)
    {
        m_words = words;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override
    {
        QString text;
        for (int column = 0; column < FoundModelsModel::ColumnCount; ++column)
            text += sourceModel()->index(row, column, parent).data().toString() + QLatin1Char('\n');
        return std::all_of(m_words.begin(), m_words.end(), [&text](const QString& word) {
            return text.contains(word, Qt::CaseInsensitive);
        });
    }

private:
    QStringList m_words;
};

ModelTable::ModelTable(QWidget* parent) : QTableView(parent), m_sorted(new Sorted(this))
{
    m_sorted->setSortRole(FoundModelsModel::sortRole);
    setModel(m_sorted);
    dressRowTable(*this);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder); // as found, until a header is clicked
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Models"));
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    connect(
        selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ModelTable::currentModelChanged);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_sorted, signal, this, &ModelTable::chooseSomething);
    connect(m_sorted, &QAbstractItemModel::modelReset, this, &ModelTable::chooseSomething);
    connect(this, &QTableView::doubleClicked, this, &ModelTable::openRequested);
}

void ModelTable::setModels(FoundModelsModel* models)
{
    m_models = models;
    m_sorted->setSourceModel(models);
    chooseSomething();
}

void ModelTable::setFilter(const QString& text)
{
    m_sorted->setWords(text.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    chooseSomething();
}

const FoundModel* ModelTable::current() const
{
    const QModelIndex index = currentIndex();
    return m_models && index.isValid() ? &m_models->at(m_sorted->mapToSource(index).row()) : nullptr;
}

int ModelTable::shownCount() const
{
    return m_sorted->rowCount();
}

void ModelTable::step(int rows)
{
    if (m_sorted->rowCount() == 0)
        return;
    const int row = std::clamp(currentIndex().row() + rows, 0, m_sorted->rowCount() - 1);
    setCurrentIndex(m_sorted->index(row, 0));
}

void ModelTable::chooseSomething()
{
    if (!currentIndex().isValid() && m_sorted->rowCount() > 0)
        setCurrentIndex(m_sorted->index(0, 0));
    Q_EMIT currentModelChanged();
}

void ModelTable::keyPressEvent(QKeyEvent* event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && current()) {
        Q_EMIT openRequested();
        return;
    }
    QTableView::keyPressEvent(event);
}

void ModelTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    // The names take what the others leave.
    constexpr std::array<int, FoundModelsModel::ColumnCount> widths{0, 76, 80, 88, 148, 148};
    int left = viewport()->width();
    for (const int width : widths)
        left -= width;
    horizontalHeader()->resizeSection(FoundModelsModel::Name, std::max(left, 160));
    for (int column = 1; column < FoundModelsModel::ColumnCount; ++column)
        horizontalHeader()->resizeSection(column, widths[static_cast<std::size_t>(column)]);
}

} // namespace headwaters
