#pragma once

#include "widgets/theme/theme.h"

#include <QAction>
#include <QList>

class QActionGroup;
class QMenu;
class QMenuBar;

namespace headwaters {

/// Everything the menus offer, as actions with their keys. What they do is connected by the window; keys that
/// a view answers itself stand in the menu as a reminder only.
struct WindowActions {
    WindowActions(const Theme& theme, QWidget* window);

    /// Fills the menus in the order of the guide. `views` are the tabs' actions.
    void fill(QMenuBar& menuBar, const QList<QAction*>& views) const;
    /// Those whose keys are letters, which are for the views alone: elsewhere letters are text.
    [[nodiscard]] QList<QAction*> forViews() const
    {
        return {table, nextQuantity, nextSinkMode, nextAggregation, nextCompared, composition};
    }

    QAction* openModel;
    QMenu* recent;
    QAction* exportFigure;
    QAction* exportData;
    QAction* quit;

    QAction* copy;
    QAction* findToken;
    QAction* findHeads;
    QAction* editPrompt;
    QAction* editTarget;
    QAction* editRival;
    QAction* swapTokens;

    QAction* promptPanel;
    QAction* inspector;
    QAction* table;
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* fit;
    QAction* nextQuantity;
    QAction* nextSinkMode;
    QAction* nextAggregation;
    QAction* nextCompared; ///< A, B, side by side, A − B
    QAction* composition; ///< of the locked head, in the Stages view
    QActionGroup* themes; ///< data: Theme::Mode
    QActionGroup* maps; ///< data: SequentialMap
    QActionGroup* stageSets; ///< data: StageSet

    QAction* lock;
    QAction* release;
    QAction* nextHead;
    QAction* previousHead;
    QAction* nextLayer;
    QAction* previousLayer;
    QAction* nextSource;
    QAction* previousSource;
    QAction* nextDestination;
    QAction* previousDestination;
    QAction* nextDirection;
    QAction* previousDirection;

    QAction* run;
    QAction* cancel;
    QAction* generate;
    QAction* pin;
    QAction* unpin;
    QAction* beginOfText;
    QAction* nextExample;

    QAction* scan;
    QAction* trace;
    QAction* traceFamily;
    QAction* openCircuit;
    QAction* saveCircuit;
    QAction* undo; ///< in the Circuit view
    QAction* redo;
    QAction* removeEdge;
    QAction* boostEdge;
    QAction* faithfulness;

    QAction* comparePrompt;
    QAction* compareModel;
    QAction* comparePinned;
    QAction* editOther; ///< B's prompt
    QAction* runOther;
    QAction* stopComparing;

    QAction* help;
    QAction* keys;
    QAction* about;
};

} // namespace headwaters
