#include "app/selectactions.h"

namespace headwaters {

namespace {

void connectSteps(const WindowActions& actions, Selection& selection)
{
    const auto stepHead = [&selection](QAction* action, int dLayer, int dHead) {
        QObject::connect(action, &QAction::triggered, &selection, [&selection, dLayer, dHead] {
            selection.stepHead(dLayer, dHead);
        });
    };
    stepHead(actions.nextHead, 0, 1);
    stepHead(actions.previousHead, 0, -1);
    stepHead(actions.nextLayer, 1, 0);
    stepHead(actions.previousLayer, -1, 0);
    const auto stepPair = [&selection](QAction* action, int dDestination, int dSource) {
        QObject::connect(action, &QAction::triggered, &selection, [&selection, dDestination, dSource] {
            selection.stepPair(dDestination, dSource);
        });
    };
    stepPair(actions.nextSource, 0, 1);
    stepPair(actions.previousSource, 0, -1);
    stepPair(actions.nextDestination, 1, 0);
    stepPair(actions.previousDestination, -1, 0);
    QObject::connect(
        actions.nextDirection, &QAction::triggered, &selection, [&selection] { selection.stepDirection(1); });
    QObject::connect(actions.previousDirection, &QAction::triggered, &selection, [&selection] {
        selection.stepDirection(-1);
    });
}

} // namespace

void connectSelectActions(const WindowActions& actions, Selection& selection)
{
    connectSteps(actions, selection);
    QObject::connect(
        actions.lock, &QAction::triggered, &selection, [&selection] { selection.lock(selection.shown()); });
    QObject::connect(actions.release, &QAction::triggered, &selection, &Selection::release);
    const auto update = [actions, &selection] {
        for (QAction* action :
             {actions.nextHead, actions.previousHead, actions.nextLayer, actions.previousLayer})
            action->setEnabled(selection.nLayers() > 0);
        for (QAction* action :
             {actions.nextSource, actions.previousSource, actions.nextDestination,
              actions.previousDestination})
            action->setEnabled(selection.tokenCount() > 0);
        for (QAction* action : {actions.nextDirection, actions.previousDirection})
            action->setEnabled(selection.directionCount() > 0 && selection.shown().head);
        actions.lock->setEnabled(selection.shown() != selection.locked());
        actions.release->setEnabled(
            selection.isHeadLocked() || selection.isPairLocked() || selection.locked().direction);
    };
    QObject::connect(&selection, &Selection::changed, actions.lock, update);
    update();
}

} // namespace headwaters
