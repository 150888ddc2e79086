#include "widgets/prompt/nexttokentable.h"

#include "widgets/prompt/nexttokendelegate.h"
#include "widgets/theme/metrics.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace headwaters {

namespace {

constexpr int headerHeight = 18;
constexpr int columnGap = 8;
constexpr int narrowestToken = 44;

/// Of ranks alone or with their changes, which share it.
QString rankHeading(const QAbstractItemModel& model, bool hasChanges)
{
    const auto heading = [&](int column) { return model.headerData(column, Qt::Horizontal).toString(); };
    const QString rank = heading(NextTokenModel::RankColumn);
    return hasChanges ? QStringLiteral("%1, %2").arg(rank, heading(NextTokenModel::ChangeColumn)) : rank;
}

/// One line above the columns; the rank and its change share one heading.
class Header : public QHeaderView {
public:
    Header(const Theme& theme, QWidget* parent) : QHeaderView(Qt::Horizontal, parent), m_theme(theme) { }

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override
    {
        painter->fillRect(rect, m_theme.colours().panel);
        painter->setPen(QPen(m_theme.colours().line, 1));
        painter->drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom());
        QRect box = rect;
        QString text = model()->headerData(section, Qt::Horizontal).toString();
        int align = Qt::AlignVCenter | Qt::AlignRight;
        if (section == NextTokenModel::TokenColumn || section == NextTokenModel::ProbabilityColumn) {
            align = Qt::AlignVCenter | Qt::AlignLeft;
        } else if (section == NextTokenModel::RankColumn) {
            return;
        } else if (section == NextTokenModel::ChangeColumn) {
            box.setLeft(box.left() - sectionSize(NextTokenModel::RankColumn));
            text = rankHeading(*model(), rect.width() > columnGap + 2);
        }
        painter->setFont(Theme::font(TextStyle::Caption));
        painter->setPen(m_theme.colours().text2);
        painter->drawText(box, align, text);
    }

private:
    const Theme& m_theme;
};

int textWidth(const QFontMetrics& metrics, const NextTokenModel& model, int column)
{
    int width = 0;
    for (int row = 0; row < model.rowCount(); ++row)
        width = std::max(width, metrics.horizontalAdvance(model.index(row, column).data().toString()));
    return width;
}

} // namespace

NextTokenTable::NextTokenTable(const Theme& theme, QWidget* parent)
    : QTableView(parent),
      m_theme(theme),
      m_model(new NextTokenModel(this))
{
    setObjectName(QStringLiteral("nextTokens"));
    setAccessibleName(tr("Next tokens"));
    setAccessibleDescription(tr("Enter makes a token the target, Shift+Enter the rival"));
    setHorizontalHeader(new Header(theme, this));
    setModel(m_model);
    setItemDelegate(new NextTokenDelegate(theme, this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    setProperty("focusRing", false);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(metrics::row);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMinimumSectionSize(1);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setFixedHeight(headerHeight);
    horizontalHeader()->setSectionsClickable(false);
    connect(&m_theme, &Theme::changed, this, &NextTokenTable::redress);
    redress();
}

void NextTokenTable::redress()
{
    horizontalHeader()->setFont(Theme::font(TextStyle::Caption));
    fitColumns();
    viewport()->update();
}

void NextTokenTable::setRows(std::vector<NextTokenRow> rows, int listed)
{
    const int current = currentIndex().row();
    static_cast<NextTokenDelegate*>(itemDelegate())->setListed(listed);
    m_model->setRows(std::move(rows));
    if (current >= 0 && current < m_model->rowCount())
        setCurrentIndex(m_model->index(current, NextTokenModel::TokenColumn));
    setFixedHeight(sizeHint().height());
    fitColumns();
}

void NextTokenTable::setStale(bool stale)
{
    m_stale = stale;
    viewport()->update();
}

void NextTokenTable::fitColumns()
{
    const QFontMetrics numbers(Theme::mono(TextStyle::Label));
    const auto widthOf = [&](int column) { return textWidth(numbers, *m_model, column) + columnGap; };
    const int probability = NextTokenDelegate::barLength + NextTokenDelegate::barGap
        + numbers.horizontalAdvance(QStringLiteral("0.000"));
    const int logit = std::max(widthOf(NextTokenModel::LogitColumn), 32);
    // Without a pinned run the ranks stand at the edge, below their heading; the last section stays for it.
    const bool compares = textWidth(numbers, *m_model, NextTokenModel::ChangeColumn) > 0;
    const int change = compares ? widthOf(NextTokenModel::ChangeColumn) : 1;
    const int heading =
        QFontMetrics(Theme::font(TextStyle::Caption)).horizontalAdvance(rankHeading(*m_model, compares));
    const int rank =
        std::max(widthOf(NextTokenModel::RankColumn), heading + columnGap - (compares ? change : 0));
    // In a narrow dock the changes matter more than the logits, which the tooltip tells too.
    const int others = probability + rank + change;
    const bool hasLogits = narrowestToken + gutter + others + logit <= viewport()->width();
    setColumnHidden(NextTokenModel::LogitColumn, !hasLogits);
    const int token =
        std::max(narrowestToken + gutter, viewport()->width() - others - (hasLogits ? logit : 0));
    const int widths[] = {token, probability, logit, rank, change};
    for (int column = 0; column < NextTokenModel::columnTotal; ++column)
        setColumnWidth(column, widths[column]);
}

QSize NextTokenTable::sizeHint() const
{
    return {240, headerHeight + std::max(1, m_model->rowCount()) * metrics::row};
}

QSize NextTokenTable::minimumSizeHint() const
{
    return {160, sizeHint().height()};
}

void NextTokenTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void NextTokenTable::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (!m_stale)
        return;
    QColor veil = m_theme.colours().panel;
    veil.setAlphaF(float(metrics::opacityStale));
    QPainter(viewport()).fillRect(event->rect(), veil);
}

void NextTokenTable::choose(int row, bool asRival)
{
    if (row < 0 || row >= m_model->rowCount())
        return;
    const TokenId id = m_model->at(row).token.id;
    if (asRival)
        Q_EMIT rivalChosen(id);
    else
        Q_EMIT targetChosen(id);
}

void NextTokenTable::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && !event->modifiers().testFlag(Qt::ControlModifier)) {
        choose(currentIndex().row(), event->modifiers().testFlag(Qt::ShiftModifier));
        return;
    }
    if (enter) {
        event->ignore(); // Ctrl+Enter runs
        return;
    }
    QTableView::keyPressEvent(event);
}

void NextTokenTable::mouseReleaseEvent(QMouseEvent* event)
{
    QTableView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid())
        choose(index.row(), event->modifiers().testFlag(Qt::ShiftModifier));
}

void NextTokenTable::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(viewport()->mapFromGlobal(event->globalPos()));
    if (!index.isValid())
        return;
    QMenu menu;
    const QString label = tokenLabel(m_model->at(index.row()).token);
    const QAction* asTarget = menu.addAction(tr("Make %1 the target").arg(label));
    const QAction* asRival = menu.addAction(tr("Make %1 the rival").arg(label));
    const QPoint at = byKey ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos();
    const int row = index.row();
    const QAction* chosen = menu.exec(at);
    if (chosen == asTarget)
        choose(row, false);
    else if (chosen == asRival)
        choose(row, true);
}

} // namespace headwaters
