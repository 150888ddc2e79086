#include "widgets/circuit/circuittreeview.h"

#include "widgets/theme/theme.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScopedValueRollback>

namespace headwaters {

CircuitTreeView::CircuitTreeView(CircuitModel& model, QWidget* parent)
    : QTreeView(parent),
      m_model(model),
      m_lines(new CircuitTreeModel(this))
{
    setModel(m_lines);
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setAccessibleName(tr("Circuit as a tree"));
    setProperty("focusRing", QStringLiteral("inside"));
    header()->setFont(Theme::font(TextStyle::Caption));
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int column = 1; column < m_lines->columnCount(); ++column)
        header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    connect(&model, &CircuitModel::lockedChanged, this, &CircuitTreeView::followLock);
}

void CircuitTreeView::setShown(const std::optional<ShownCircuit>& shown)
{
    const QScopedValueRollback following(m_isFollowing, true);
    m_lines->setShown(shown);
    expandToDepth(1);
    followLock();
}

void CircuitTreeView::followLock()
{
    const QScopedValueRollback following(m_isFollowing, true);
    const auto locked = m_model.locked();
    if (locked && currentIndex().isValid() && m_lines->spotAt(currentIndex()) == *locked)
        return;
    const QModelIndex line = locked ? m_lines->indexOf(*locked) : QModelIndex();
    setCurrentIndex(line);
    if (line.isValid())
        scrollTo(line);
}

void CircuitTreeView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTreeView::currentChanged(current, previous);
    if (!m_isFollowing && current.isValid())
        m_model.lock(m_lines->spotAt(current));
}

void CircuitTreeView::contextMenuEvent(QContextMenuEvent* event)
{
    const QModelIndex line =
        event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    if (line.isValid())
        Q_EMIT menuWanted(event->globalPos(), m_lines->spotAt(line));
}

void CircuitTreeView::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (isPlain && event->key() == Qt::Key_Escape && m_model.locked())
        return m_model.lock(std::nullopt);
    if (isPlain && event->key() == Qt::Key_P && currentIndex().isValid())
        return m_model.togglePin(m_lines->nodeAt(currentIndex()));
    const bool opens = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isPlain && opens && currentIndex().isValid()) {
        const QModelIndex opened = m_lines->openedAt(currentIndex());
        if (opened != currentIndex().siblingAtColumn(0))
            setCurrentIndex(opened);
        return expand(opened);
    }
    // Letters belong to the view: T shows the graph again, G groups.
    if (isPlain && (event->key() == Qt::Key_T || event->key() == Qt::Key_G))
        return event->ignore();
    QTreeView::keyPressEvent(event);
}

} // namespace headwaters
