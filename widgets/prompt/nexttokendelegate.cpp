#include "widgets/prompt/nexttokendelegate.h"

#include "widgets/common/tokenchip.h"
#include "widgets/prompt/nexttokenmodel.h"
#include "widgets/prompt/nexttokentable.h"
#include "widgets/theme/keyboardfocus.h"

#include <QPainter>

namespace headwaters {

namespace {

constexpr int thickBar = 8;
constexpr int thinBar = 3;

const NextTokenRow& rowOf(const QModelIndex& index)
{
    return static_cast<const NextTokenModel*>(index.model())->at(index.row());
}

} // namespace

NextTokenDelegate::NextTokenDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent),
      m_theme(theme)
{
}

void NextTokenDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colours& colours = m_theme.colours();
    const QRect cell = option.rect;
    painter->save();
    if (option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(cell, colours.hover);
    if (m_listed > 0 && index.row() == m_listed) {
        painter->setPen(QPen(colours.line, 1));
        painter->drawLine(cell.topLeft(), cell.topRight());
    }
    switch (index.column()) {
    case NextTokenModel::TokenColumn:
        paintToken(*painter, cell, index);
        break;
    case NextTokenModel::ProbabilityColumn:
        paintProbability(*painter, cell, index);
        break;
    default: {
        const int gained = rowOf(index).gained().value_or(0);
        const bool signedCell = index.column() == NextTokenModel::ChangeColumn && gained != 0;
        painter->setFont(Theme::mono(TextStyle::Label));
        painter->setPen(
            !signedCell      ? index.column() == NextTokenModel::ChangeColumn ? colours.text3 : colours.text
                : gained > 0 ? colours.pos
                             : colours.neg);
        painter->drawText(cell, Qt::AlignRight | Qt::AlignVCenter, index.data().toString());
    }
    }
    if (option.state.testFlag(QStyle::State_HasFocus) && KeyboardFocus::isShownFor(option.widget)) {
        painter->setPen(QPen(colours.accent, 2));
        painter->setBrush(Qt::NoBrush);
        const auto* table = qobject_cast<const QTableView*>(option.widget);
        const int left = table->columnViewportPosition(NextTokenModel::TokenColumn);
        painter->setClipping(false);
        painter->drawRect(
            QRect(left, cell.top(), table->viewport()->width() - left, cell.height()).adjusted(1, 1, -1, -1));
    }
    painter->restore();
}

void NextTokenDelegate::paintToken(QPainter& painter, const QRect& cell, const QModelIndex& index) const
{
    const NextTokenRow& row = rowOf(index);
    const Colours& colours = m_theme.colours();
    const QString text = index.data().toString();
    if (row.target || row.rival) {
        painter.setFont(Theme::mono(TextStyle::Label, 600));
        painter.setPen(row.target ? colours.pos : colours.neg);
        painter.drawText(
            QRect(cell.left(), cell.top(), NextTokenTable::gutter, cell.height()),
            Qt::AlignLeft | Qt::AlignVCenter, QString(row.target ? QChar(u'+') : QChar(0x2212)));
    }
    const QRectF box = QRectF(cell).adjusted(NextTokenTable::gutter, 0, 0, 0);
    paintTokenLabel(
        painter, box, text, colours.text, colours.text3,
        Theme::monoFor(text, TextStyle::Label, row.target ? 600 : 400));
}

void NextTokenDelegate::paintProbability(QPainter& painter, const QRect& cell, const QModelIndex& index) const
{
    const NextTokenRow& row = rowOf(index);
    const Colours& colours = m_theme.colours();
    const int middle = cell.center().y();
    painter.setPen(QPen(colours.lineStrong, 1));
    painter.drawLine(cell.left(), cell.top(), cell.left(), cell.bottom());
    const auto bar = [&](double probability, int top, int height, const QColor& colour) {
        painter.fillRect(QRectF(cell.left() + 1, top, probability * barLength, height), colour);
    };
    bar(row.probability, middle - 6, thickBar, colours.bar);
    if (row.pinnedProbability)
        bar(*row.pinnedProbability, middle + 4, thinBar, colours.lineStrong);
    painter.setFont(Theme::mono(TextStyle::Label));
    painter.setPen(colours.text);
    painter.drawText(cell, Qt::AlignRight | Qt::AlignVCenter, index.data().toString());
}

} // namespace headwaters
