// *Trace from here* and the other entries of the Circuit view's menu.
#include "widgets/circuit/circuitview.h"

#include "widgets/circuit/circuitcontrols.h"
#include "widgets/circuit/circuittext.h"

#include <QMenu>

namespace headwaters {

QString CircuitView::tokenName(int position) const
{
    const auto result = m_run.result();
    const auto index = static_cast<std::size_t>(position);
    return result && index < result->tokens.size() ? tokenLabel(result->tokens[index]) : QString();
}

// A head's firing; of an edge its upstream end, or where that is no head its downstream one.
std::optional<TraceRequest> CircuitView::requestFrom(const CircuitSpot& spot) const
{
    const Circuit& circuit = *m_model.circuit();
    const CircuitNode* node = nullptr;
    if (spot.kind == CircuitSpot::Kind::Edge) {
        const CircuitEdge& edge = circuit.edges[static_cast<std::size_t>(spot.index)];
        node = &circuit.nodes[static_cast<std::size_t>(edge.from)];
        if (!node->headIndex())
            node = &circuit.nodes[static_cast<std::size_t>(edge.to)];
    } else {
        node = &circuit.nodes[static_cast<std::size_t>(spot.index)];
    }
    if (!node->headIndex())
        return std::nullopt;
    TraceRequest request = m_model.request();
    request.seeding = Seeding::Roots;
    request.targets.clear();
    request.rival.reset();
    TraceRoot root{*node->headIndex(), {}, {}};
    if (node->destinationPosition >= 0)
        root.destination = node->destinationPosition;
    if (node->sourcePosition >= 0)
        root.source = node->sourcePosition;
    request.roots = {root};
    return request;
}

void CircuitView::traceFromLocked()
{
    if (!m_model.locked() || m_run.state() != RunModel::State::Ready)
        return;
    if (const auto request = requestFrom(*m_model.locked()))
        m_model.trace(*request);
}

void CircuitView::showMenu(const QPoint& position, const std::optional<CircuitSpot>& spot, int token)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool canTrace =
        m_run.state() == RunModel::State::Ready && m_model.state() != CircuitModel::State::Tracing;
    if (spot) {
        const auto request = requestFrom(*spot);
        if (request) {
            QAction* trace = menu->addAction(tr("Trace from %1").arg(request->roots.front().head.text()));
            trace->setEnabled(canTrace);
            connect(trace, &QAction::triggered, this, [this, request] { m_model.trace(*request); });
        }
        if (spot->kind == CircuitSpot::Kind::Node) {
            const int node = spot->index;
            const bool isPinned =
                m_model.desk().isPinned(m_model.circuit()->nodes[static_cast<std::size_t>(node)].id);
            menu->addAction(
                isPinned ? tr("Take from the workbench (P)") : tr("Pin to the workbench (P)"), this,
                [this, node] { m_model.togglePin(node); });
        }
        menu->addAction(m_model.locked() == spot ? tr("Release") : tr("Lock"), this, [this, spot] {
            m_model.toggle(*spot);
        });
        menu->addSeparator();
    }
    if (token >= 0 && m_model.request().method != TraceMethod::Sad
        && m_model.request().seeding != Seeding::Roots) {
        QAction* trace = menu->addAction(tr("Trace what is predicted after %1").arg(tokenName(token)));
        trace->setEnabled(canTrace);
        connect(trace, &QAction::triggered, this, [this, token] {
            TraceRequest request = m_model.request();
            request.position = token;
            m_model.trace(request);
        });
    }
    QAction* group = menu->addAction(tr("Group what is pinned (G)"), this, &CircuitView::groupPinned);
    group->setEnabled(!m_model.desk().pinned.empty());
    menu->addSeparator();
    menu->addAction(tr("Open a circuit…"), this, &CircuitView::openFile);
    menu->addAction(tr("Save the circuit…"), this, &CircuitView::saveFile);
    menu->popup(position);
}

} // namespace headwaters
