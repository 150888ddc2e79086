#include "app/lookactions.h"

#include <QActionGroup>

namespace headwaters {

void connectThemeActions(const WindowActions& actions, Theme& theme, Settings& settings)
{
    theme.setMode(settings.themeMode());
    theme.setSequentialMap(settings.sequentialMap());
    theme.setStageSet(settings.stageSet());
    for (QAction* action : actions.themes->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(theme.mode()));
    for (QAction* action : actions.maps->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(theme.sequentialMap()));
    for (QAction* action : actions.stageSets->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(theme.stageSet()));
    QObject::connect(actions.themes, &QActionGroup::triggered, &theme, [&](QAction* action) {
        theme.setMode(static_cast<Theme::Mode>(action->data().toInt()));
        settings.setThemeMode(theme.mode());
    });
    QObject::connect(actions.maps, &QActionGroup::triggered, &theme, [&](QAction* action) {
        theme.setSequentialMap(static_cast<SequentialMap>(action->data().toInt()));
        settings.setSequentialMap(theme.sequentialMap());
    });
    QObject::connect(actions.stageSets, &QActionGroup::triggered, &theme, [&](QAction* action) {
        theme.setStageSet(static_cast<StageSet>(action->data().toInt()));
        settings.setStageSet(theme.stageSet());
    });
}

} // namespace headwaters
