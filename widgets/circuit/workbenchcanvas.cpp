#include "widgets/circuit/workbenchcanvas.h"

#include "widgets/circuit/circuittext.h"
#include "widgets/theme/keyboardfocus.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace headwaters {

WorkbenchCanvas::WorkbenchCanvas(const Theme& theme, CircuitModel& model, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model),
      m_name(new QLineEdit(this))
{
    setFocusPolicy(Qt::StrongFocus);
    setProperty("focusRing", false); // paints its own, around the box
    setAccessibleName(tr("Workbench"));
    m_name->hide();
    m_name->setAccessibleName(tr("Name of the group"));
    m_name->installEventFilter(this);
    connect(&model, &CircuitModel::workbenchChanged, this, &WorkbenchCanvas::rebuild);
    connect(&theme, &Theme::changed, this, &WorkbenchCanvas::rebuild);
}

void WorkbenchCanvas::setCircuit(const std::vector<double>& strengths, const QString& into)
{
    m_strengths = strengths;
    m_into = into;
    rebuild();
}

void WorkbenchCanvas::rebuild()
{
    const bool isKnown = m_model.circuit() && m_strengths.size() == m_model.circuit()->edges.size();
    m_layout = isKnown
        ? WorkbenchLayout::make(m_model.desk(), m_strengths, size(), screenCircuitStyle(m_theme), m_into)
        : WorkbenchLayout();
    m_chosen.resize(m_layout.boxes.size(), false);
    m_focused = std::min(m_focused, static_cast<int>(m_layout.boxes.size()) - 1);
    update();
}

QString WorkbenchCanvas::boxName(const WorkbenchBox& box) const
{
    const Circuit& circuit = *m_model.circuit();
    if (!box.isFolded)
        return nodeSentence(circuit, circuit.nodes[static_cast<std::size_t>(box.nodes.front())], m_into);
    QStringList members;
    for (const int node : box.nodes)
        members << partName(circuit.nodes[static_cast<std::size_t>(node)]);
    return tr("group %1: %2").arg(box.name, members.join(QStringLiteral(", ")));
}

// --- what a person does

void WorkbenchCanvas::lockBox(int box)
{
    m_focused = box;
    if (box >= 0 && !m_layout.boxes[static_cast<std::size_t>(box)].isFolded)
        m_model.lock(CircuitSpot{
            CircuitSpot::Kind::Node, m_layout.boxes[static_cast<std::size_t>(box)].nodes.front()});
    tellLockedPart(*this);
    update();
}

void WorkbenchCanvas::lockLine(int line)
{
    m_model.lock(CircuitSpot{
        CircuitSpot::Kind::Edge, m_layout.lines[static_cast<std::size_t>(line)].edge.edges.front()});
}

void WorkbenchCanvas::toggleChosen(int box)
{
    if (box < 0 || m_layout.boxes[static_cast<std::size_t>(box)].isRoot)
        return;
    m_chosen[static_cast<std::size_t>(box)] = !m_chosen[static_cast<std::size_t>(box)];
    m_focused = box;
    update();
}

void WorkbenchCanvas::foldBox(int box)
{
    if (box < 0)
        return;
    const WorkbenchBox& chosen = m_layout.boxes[static_cast<std::size_t>(box)];
    if (chosen.group >= 0)
        m_model.foldGroup(chosen.group, !chosen.isFolded);
}

void WorkbenchCanvas::removeBox(int box)
{
    if (box < 0)
        return;
    const WorkbenchBox chosen = m_layout.boxes[static_cast<std::size_t>(box)];
    if (chosen.isFolded)
        m_model.ungroup(chosen.group);
    else
        m_model.unpin(m_model.circuit()->nodes[static_cast<std::size_t>(chosen.nodes.front())].id);
}

void WorkbenchCanvas::group()
{
    const bool anyChosen = std::find(m_chosen.begin(), m_chosen.end(), true) != m_chosen.end();
    std::vector<NodeId> members;
    for (std::size_t index = 0; index < m_layout.boxes.size(); ++index) {
        const WorkbenchBox& box = m_layout.boxes[index];
        if (box.isRoot || (anyChosen ? !m_chosen[index] : box.group >= 0))
            continue;
        for (const int node : box.nodes)
            members.push_back(m_model.circuit()->nodes[static_cast<std::size_t>(node)].id);
    }
    if (members.empty())
        return;
    m_chosen.assign(m_layout.boxes.size(), false);
    m_model.group(members, tr("group %1").arg(m_model.desk().groups.size() + 1));
    rename(static_cast<int>(m_model.desk().groups.size()) - 1);
}

void WorkbenchCanvas::rename(int group)
{
    for (std::size_t index = 0; index < m_layout.boxes.size(); ++index) {
        const WorkbenchBox& box = m_layout.boxes[index];
        if (box.group != group)
            continue;
        m_renamed = group;
        m_focused = static_cast<int>(index);
        const int width = std::max(static_cast<int>(box.area.width()) - 8, 120);
        m_name->setGeometry(
            std::min(static_cast<int>(box.area.left()) + 4, std::max(this->width() - width - 4, 0)),
            std::max(static_cast<int>(box.area.top()) + 1, 0), width, 24);
        m_name->setText(box.name);
        m_name->selectAll();
        m_name->show();
        m_name->setFocus();
        return;
    }
}

void WorkbenchCanvas::finishRename(bool isTaken)
{
    const int group = std::exchange(m_renamed, -1);
    if (group < 0)
        return;
    const QString name = m_name->text().simplified();
    m_name->hide();
    setFocus();
    if (isTaken)
        m_model.renameGroup(group, name);
}

// Return and Escape end the field; passed on they would mean something here.
bool WorkbenchCanvas::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusOut)
        finishRename(true);
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Return && key != Qt::Key_Enter && key != Qt::Key_Escape)
        return QWidget::eventFilter(watched, event);
    finishRename(key != Qt::Key_Escape);
    return true;
}

void WorkbenchCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const int box = m_layout.boxAt(event->position());
    if (box >= 0) {
        if (event->modifiers().testFlag(Qt::ControlModifier))
            return toggleChosen(box);
        return lockBox(box);
    }
    const int line = m_layout.lineAt(event->position(), circuitsize::pick / 2);
    if (line >= 0)
        lockLine(line);
}

void WorkbenchCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    foldBox(m_layout.boxAt(event->position()));
}

void WorkbenchCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const int box = isByKey ? m_focused : m_layout.boxAt(event->pos());
    if (box < 0)
        return;
    const QPoint place = isByKey
        ? mapToGlobal(m_layout.boxes[static_cast<std::size_t>(box)].area.center().toPoint())
        : event->globalPos();
    showMenu(box, place);
}

void WorkbenchCanvas::showMenu(int box, const QPoint& position)
{
    const WorkbenchBox chosen = m_layout.boxes[static_cast<std::size_t>(box)];
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (chosen.group >= 0) {
        menu->addAction(tr("Rename…"), this, [this, chosen] { rename(chosen.group); });
        menu->addAction(chosen.isFolded ? tr("Unfold") : tr("Fold"), this, [this, chosen] {
            m_model.foldGroup(chosen.group, !chosen.isFolded);
        });
        menu->addAction(tr("Ungroup"), this, [this, chosen] { m_model.ungroup(chosen.group); });
    }
    if (!chosen.isFolded && !chosen.isRoot) {
        const NodeId node = m_model.circuit()->nodes[static_cast<std::size_t>(chosen.nodes.front())].id;
        menu->addAction(tr("Take from the workbench"), this, [this, node] { m_model.unpin(node); });
    }
    menu->addAction(tr("Clear the workbench"), &m_model, &CircuitModel::clearWorkbench);
    menu->popup(position);
}

void WorkbenchCanvas::keyPressEvent(QKeyEvent* event)
{
    const int count = static_cast<int>(m_layout.boxes.size());
    if (count == 0 || (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)))
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Up:
        return lockBox(std::max(m_focused - 1, 0));
    case Qt::Key_Right:
    case Qt::Key_Down:
        return lockBox(std::min(m_focused + 1, count - 1));
    case Qt::Key_Space:
        return toggleChosen(m_focused);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return foldBox(m_focused);
    case Qt::Key_F2:
        if (m_focused >= 0 && m_layout.boxes[static_cast<std::size_t>(m_focused)].group >= 0)
            rename(m_layout.boxes[static_cast<std::size_t>(m_focused)].group);
        return;
    case Qt::Key_Delete:
        return removeBox(m_focused);
    case Qt::Key_G:
        return group();
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void WorkbenchCanvas::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (m_focused < 0 && !m_layout.boxes.empty())
        m_focused = 0;
    update();
}

void WorkbenchCanvas::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

void WorkbenchCanvas::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    rebuild();
}

void WorkbenchCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().window);
    if (m_model.circuit())
        m_layout.paint(
            painter, *m_model.circuit(), screenCircuitStyle(m_theme), m_into, m_chosen,
            KeyboardFocus::isShownFor(this) ? m_focused : -1);
}

bool WorkbenchCanvas::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int part = partAt(help->pos());
        QToolTip::showText(help->globalPos(), part < 0 ? QString() : partText(part), this);
        return true;
    }
    return QWidget::event(event);
}

// --- parts for the screen reader

int WorkbenchCanvas::partCount() const
{
    return static_cast<int>(m_layout.boxes.size() + m_layout.lines.size());
}

QString WorkbenchCanvas::partText(int part) const
{
    const auto boxes = static_cast<int>(m_layout.boxes.size());
    if (part < boxes) {
        const QString name = boxName(m_layout.boxes[static_cast<std::size_t>(part)]);
        return m_chosen[static_cast<std::size_t>(part)] ? tr("%1, chosen").arg(name) : name;
    }
    const WorkbenchLine& line = m_layout.lines[static_cast<std::size_t>(part - boxes)];
    const auto side = line.shape.look == EdgeLook::Logits ? tr("to the logits")
        : line.edge.side == EdgeSide::Query               ? tr("query side")
                                                          : tr("key side");
    return tr("%1 to %2, %3, %4 edges, %5 of all weight")
        .arg(
            boxName(m_layout.boxes[static_cast<std::size_t>(line.edge.from)]),
            boxName(m_layout.boxes[static_cast<std::size_t>(line.edge.to)]), side,
            QString::number(line.edge.edges.size()), line.text);
}

QRect WorkbenchCanvas::partRect(int part) const
{
    const auto boxes = static_cast<int>(m_layout.boxes.size());
    return part < boxes ? m_layout.boxes[static_cast<std::size_t>(part)].area.toAlignedRect()
                        : m_layout.lines[static_cast<std::size_t>(part - boxes)].shape.bounds.toAlignedRect();
}

int WorkbenchCanvas::partAt(const QPoint& point) const
{
    const int box = m_layout.boxAt(point);
    if (box >= 0)
        return box;
    const int line = m_layout.lineAt(point, circuitsize::pick / 2);
    return line < 0 ? -1 : static_cast<int>(m_layout.boxes.size()) + line;
}

void WorkbenchCanvas::togglePart(int part)
{
    const auto boxes = static_cast<int>(m_layout.boxes.size());
    if (part < boxes)
        lockBox(part);
    else
        lockLine(part - boxes);
}

} // namespace headwaters
