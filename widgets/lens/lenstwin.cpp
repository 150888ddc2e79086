#include "widgets/lens/lenstwin.h"

#include "widgets/common/numberformat.h"
#include "widgets/common/rowtable.h"
#include "widgets/theme/metrics.h"
#include "widgets/theme/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QStandardItemModel>

#include <cmath>

namespace headwaters {

namespace {

constexpr int sortRole = Qt::UserRole;
constexpr int headRole = Qt::UserRole + 1;

QStandardItem* wordItem(const QString& words)
{
    auto* item = new QStandardItem(words);
    item->setEditable(false);
    item->setData(words, sortRole);
    return item;
}

QStandardItem* numberItem(const QString& words, double value)
{
    auto* item = new QStandardItem(words);
    item->setEditable(false);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    item->setFont(Theme::mono(TextStyle::Label));
    item->setData(value, sortRole);
    return item;
}

QStandardItem* tokenItem(const QString& label)
{
    QStandardItem* item = wordItem(label);
    item->setFont(Theme::monoFor(label, TextStyle::Label));
    return item;
}

} // namespace

LensTwin::LensTwin(QWidget* parent)
    : QWidget(parent),
      m_layerItems(new QStandardItemModel(this)),
      m_partItems(new QStandardItemModel(this)),
      m_layers(new QTableView(this)),
      m_parts(new QTableView(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::pad, metrics::gap, metrics::pad, metrics::gap);
    row->setSpacing(2 * metrics::gap);
    for (const auto& [table, items, name] :
         {std::tuple(m_layers, m_layerItems, tr("Lens by layer")),
          std::tuple(m_parts, m_partItems, tr("Attribution"))}) {
        dressRowTable(*table);
        items->setSortRole(sortRole);
        table->setModel(items);
        table->setAccessibleName(name);
        table->setSortingEnabled(true);
        table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        row->addWidget(table, table == m_layers ? 3 : 2);
    }
    connect(m_parts, &QTableView::clicked, this, [this](const QModelIndex& index) {
        const QVariant head = index.siblingAtColumn(0).data(headRole);
        if (head.isValid())
            Q_EMIT headClicked({head.toPoint().x(), head.toPoint().y()});
    });
}

void LensTwin::setContent(const std::shared_ptr<const LensContent>& content, AttributionSplit split)
{
    m_layerItems->clear();
    m_partItems->clear();
    if (!content)
        return;
    fillLayers(*content);
    fillParts(*content, split);
    for (QTableView* table : {m_layers, m_parts}) {
        table->resizeColumnsToContents();
        table->horizontalHeader()->setStretchLastSection(true);
    }
}

void LensTwin::fillLayers(const LensContent& content)
{
    if (!content.watch)
        return;
    const LogitLens& watch = *content.watch;
    QStringList header{tr("hook"), tr("top token"), tr("probability")};
    for (const LensWord& word : watch.words)
        header << tr("rank of %1").arg(content.label(word.id)) << tr("probability");
    m_layerItems->setHorizontalHeaderLabels(header);
    for (std::size_t row = 0; row < watch.rows.size(); ++row) {
        if (!content.middles && watch.rows[row].place == LensRow::Place::Middle)
            continue;
        const std::size_t cell = watch.cell(row, 0);
        const double probability = std::exp(watch.topLogProbability[cell]);
        auto* hook = tokenItem(watch.rows[row].hook());
        hook->setData(static_cast<int>(row), sortRole);
        QList<QStandardItem*> items{
            hook, tokenItem(content.label(watch.topId[cell])),
            numberItem(probabilityText(probability), probability)};
        for (const LensWord& word : watch.words) {
            const double own = std::exp(word.logProbability[cell]);
            items << numberItem(QString::number(word.rank[cell]), word.rank[cell])
                  << numberItem(probabilityText(own), own);
        }
        m_layerItems->appendRow(items);
    }
}

void LensTwin::fillParts(const LensContent& content, AttributionSplit split)
{
    if (!content.attribution)
        return;
    const AttributionLines lines = AttributionLines::of(content, split);
    m_partItems->setHorizontalHeaderLabels(
        {split == AttributionSplit::Parts ? tr("part") : tr("source"),
         tr("%1 − %2, logits").arg(content.target(), content.rival())});
    const auto add = [&](const QString& name, double value, std::optional<HeadIndex> head = {}) {
        QStandardItem* item = tokenItem(name);
        if (head)
            item->setData(QPoint(head->layer, head->head), headRole);
        m_partItems->appendRow({item, numberItem(signedText(value, 4), value)});
    };
    for (const AttributionLine& line : lines.promoted)
        add(line.name, line.value, line.head);
    for (auto line = lines.suppressed.rbegin(); line != lines.suppressed.rend(); ++line)
        add(line->name, line->value, line->head);
    if (!lines.head)
        add(tr("biases"), lines.biases);
    add(tr("sum"), lines.sum + lines.biases);
    add(lines.head ? tr("head %1").arg(lines.head->text()) : tr("output"), lines.whole);
}

} // namespace headwaters
