#include "app/viewactions.h"

#include "app/viewarea.h"
#include "widgets/atlas/atlasview.h"
#include "widgets/circuit/circuitview.h"
#include "widgets/head/headview.h"

namespace headwaters {

namespace {

/// The value after `value`, the first one after `last`.
template <typename Enum> Enum following(Enum value, Enum last)
{
    return value == last ? Enum() : static_cast<Enum>(static_cast<int>(value) + 1);
}

void connectZoom(
    const WindowActions& actions, ViewArea& views, AtlasView& atlas, HeadView& head, CircuitView& circuit)
{
    const auto connectAll = [&](QAction* action, void (AtlasView::*wall)(), void (HeadView::*map)(),
                                void (CircuitView::*graph)()) {
        QObject::connect(
            action, &QAction::triggered, &views, [&views, &atlas, &head, &circuit, wall, map, graph] {
                if (views.currentView() == &atlas)
                    (atlas.*wall)();
                else if (views.currentView() == &head)
                    (head.*map)();
                else if (views.currentView() == &circuit)
                    (circuit.*graph)();
            });
    };
    connectAll(actions.zoomIn, &AtlasView::zoomIn, &HeadView::zoomIn, &CircuitView::zoomIn);
    connectAll(actions.zoomOut, &AtlasView::zoomOut, &HeadView::zoomOut, &CircuitView::zoomOut);
    connectAll(actions.fit, &AtlasView::fit, &HeadView::fit, &CircuitView::fit);
}

void connectHead(const WindowActions& actions, HeadView& head)
{
    QObject::connect(actions.nextQuantity, &QAction::triggered, &head, [&head] {
        head.setQuantity(following(head.quantity(), Quantity::Effect));
    });
    QObject::connect(actions.nextSinkMode, &QAction::triggered, &head, [&head] {
        head.setSinkMode(following(head.sinkMode(), SinkMode::Renormalise));
    });
    QObject::connect(actions.nextAggregation, &QAction::triggered, &head, [&head] {
        head.setAggregation(following(head.aggregation(), Aggregation::ModelMax));
    });
}

} // namespace

void connectViewActions(
    const WindowActions& actions, ViewArea& views, AtlasView& atlas, HeadView& head, CircuitView& circuit)
{
    connectZoom(actions, views, atlas, head, circuit);
    connectHead(actions, head);
    QObject::connect(actions.table, &QAction::triggered, &views, [&views] {
        View* view = views.currentView();
        view->setTableShown(!view->isTableShown());
    });
    views.addActions(actions.forViews());
    circuit.addActions({actions.undo, actions.redo});
    const auto update = [actions, &views, &head] {
        for (QAction* action : {actions.nextQuantity, actions.nextSinkMode, actions.nextAggregation})
            action->setEnabled(views.currentView() == &head);
    };
    QObject::connect(&views, &ViewArea::currentViewChanged, &views, update);
    update();
}

} // namespace headwaters
