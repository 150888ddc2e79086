#include "app/windowactions.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("WindowActions", text);
}

/// Makes actions that belong to one window.
class Maker {
public:
    Maker(const Theme& theme, QWidget* window) : m_theme(theme), m_window(window) { }

    QAction* plain(const QString& text, const QKeySequence& key = {}) const
    {
        auto* action = new QAction(text, m_window);
        action->setShortcut(key);
        return action;
    }

    QAction* withIcon(const char* icon, const QString& text, const QKeySequence& key = {}) const
    {
        QAction* action = plain(text, key);
        action->setIcon(m_theme.icon(QLatin1String(icon)));
        return action;
    }

    QAction* checkable(const QString& text, const QKeySequence& key = {}) const
    {
        QAction* action = plain(text, key);
        action->setCheckable(true);
        return action;
    }

    /// A key that the view in front answers itself, shown in the menu.
    QAction* reminding(const QString& text, const QString& key) const
    {
        return plain(text + QLatin1Char('\t') + key);
    }

    QActionGroup* choices(const std::vector<std::pair<QString, int>>& items) const
    {
        auto* group = new QActionGroup(m_window);
        for (const auto& [text, value] : items) {
            QAction* action = checkable(text);
            action->setData(value);
            group->addAction(action);
        }
        return group;
    }

private:
    const Theme& m_theme;
    QWidget* m_window;
};

} // namespace

WindowActions::WindowActions(const Theme& theme, QWidget* window)
{
    const Maker make(theme, window);
    openModel = make.withIcon("open-folder", tr("Open model…"), QKeySequence(Qt::CTRL | Qt::Key_O));
    recent = new QMenu(tr("Open recent"), window);
    exportFigure = make.withIcon("export", tr("Export…"), QKeySequence(Qt::CTRL | Qt::Key_E));
    exportData = make.plain(tr("Export data…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E));
    quit = make.plain(tr("Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));
    quit->setMenuRole(QAction::QuitRole);

    copy = make.withIcon("copy", tr("Copy figure"), QKeySequence(QKeySequence::Copy));
    findToken = make.withIcon("search", tr("Find token or head…"), QKeySequence(Qt::CTRL | Qt::Key_F));
    findHeads = make.withIcon("filter", tr("Find heads…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F));
    editPrompt = make.plain(tr("Write in the prompt"), QKeySequence(Qt::CTRL | Qt::Key_L));
    editTarget = make.plain(tr("Write the target"), QKeySequence(Qt::CTRL | Qt::Key_T));
    editRival = make.plain(tr("Write the rival"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T));
    swapTokens =
        make.withIcon("swap", tr("Swap target and rival"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_X));

    promptPanel = make.checkable(tr("Prompt"), QKeySequence(Qt::CTRL | Qt::Key_B));
    inspector = make.checkable(tr("Inspector"), QKeySequence(Qt::CTRL | Qt::Key_I));
    table = make.withIcon("table", tr("Picture or table"), QKeySequence(Qt::Key_T));
    zoomIn = make.reminding(tr("Zoom in"), tr("+"));
    zoomIn->setIcon(theme.icon(QStringLiteral("zoom-in")));
    zoomOut = make.reminding(tr("Zoom out"), tr("−"));
    zoomOut->setIcon(theme.icon(QStringLiteral("zoom-out")));
    fit = make.reminding(tr("Fit"), tr("0"));
    fit->setIcon(theme.icon(QStringLiteral("fit")));
    nextQuantity = make.plain(tr("Next quantity"), QKeySequence(Qt::Key_Q));
    nextSinkMode = make.plain(tr("Next way with sinks"), QKeySequence(Qt::Key_S));
    nextAggregation = make.plain(tr("Next aggregation"), QKeySequence(Qt::Key_A));
    nextCompared = make.plain(tr("Next of A, B, side by side, A − B"), QKeySequence(Qt::Key_D));
    composition = make.plain(tr("What the locked head composes with"), QKeySequence(Qt::Key_C));
    for (QAction* action : forViews())
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    themes = make.choices(
        {{tr("System"), static_cast<int>(Theme::Mode::System)},
         {tr("Light"), static_cast<int>(Theme::Mode::Light)},
         {tr("Dark"), static_cast<int>(Theme::Mode::Dark)}});
    maps = make.choices(
        {{tr("Viridis"), static_cast<int>(SequentialMap::Viridis)},
         {tr("Cividis"), static_cast<int>(SequentialMap::Cividis)}});
    stageSets = make.choices(
        {{tr("As in the survey"), static_cast<int>(StageSet::Survey)},
         {tr("Safe for colour-blind eyes"), static_cast<int>(StageSet::Safe)}});

    lock = make.reminding(tr("Lock what is previewed"), tr("Space"));
    lock->setIcon(theme.icon(QStringLiteral("lock")));
    release = make.reminding(tr("Release"), tr("Esc"));
    release->setIcon(theme.icon(QStringLiteral("unlock")));
    nextHead = make.reminding(tr("Next head"), tr("Right"));
    previousHead = make.reminding(tr("Previous head"), tr("Left"));
    nextLayer = make.reminding(tr("Next layer"), tr("Down"));
    previousLayer = make.reminding(tr("Previous layer"), tr("Up"));
    nextSource = make.reminding(tr("Next source"), tr("Shift+Right"));
    previousSource = make.reminding(tr("Previous source"), tr("Shift+Left"));
    nextDestination = make.reminding(tr("Next destination"), tr("Shift+Down"));
    previousDestination = make.reminding(tr("Previous destination"), tr("Shift+Up"));

    nextDirection = make.reminding(tr("Next singular direction"), tr("]"));
    previousDirection = make.reminding(tr("Previous singular direction"), tr("["));

    run = make.withIcon("run", tr("Run"), QKeySequence(Qt::CTRL | Qt::Key_Return));
    run->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Enter), QKeySequence(Qt::CTRL | Qt::Key_Return)});
    cancel = make.withIcon("cancel", tr("Cancel"), QKeySequence(Qt::CTRL | Qt::Key_Period));
    generate = make.plain(tr("Generate"), QKeySequence(Qt::CTRL | Qt::Key_G));
    pin = make.withIcon("pin", tr("Pin this run"), QKeySequence(Qt::CTRL | Qt::Key_P));
    unpin = make.plain(tr("Release the pinned run"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P));
    beginOfText = make.checkable(
        tr("Begin with the beginning-of-text token"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G));
    nextExample = make.withIcon("next", tr("Next example"), QKeySequence(Qt::CTRL | Qt::Key_N));

    scan = make.withIcon("stages", tr("Scan all heads for their stages"), QKeySequence(Qt::CTRL | Qt::Key_K));
    trace = make.withIcon("circuit", tr("Trace the circuit"), QKeySequence(Qt::CTRL | Qt::Key_R));
    traceFamily =
        make.plain(tr("Trace the family of this prompt"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R));
    openCircuit = make.plain(tr("Open circuit…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
    saveCircuit = make.plain(tr("Save circuit…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
    undo = make.withIcon("undo", tr("Undo"), QKeySequence(QKeySequence::Undo));
    redo = make.withIcon("redo", tr("Redo"));
    redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    for (QAction* action : {undo, redo})
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut); // the prompt editor has its own
    removeEdge =
        make.withIcon("remove", tr("Remove the locked edge"), QKeySequence(Qt::CTRL | Qt::Key_Minus));
    boostEdge = make.withIcon("boost", tr("Boost the locked edge"), QKeySequence(Qt::CTRL | Qt::Key_Equal));
    faithfulness = make.plain(tr("Measure the circuit's faithfulness"));

    comparePrompt = make.plain(tr("Compare with another prompt"), QKeySequence(Qt::CTRL | Qt::Key_D));
    compareModel =
        make.plain(tr("Compare with another model…"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_D));
    comparePinned =
        make.plain(tr("Compare with the pinned run"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_P));
    editOther = make.plain(tr("Write in B's prompt"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L));
    runOther = make.plain(tr("Run B"));
    runOther->setShortcuts(
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Enter),
         QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return)});
    stopComparing = make.plain(tr("Stop comparing"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D));

    help = make.withIcon("help", tr("Explain this view"));
    help->setShortcuts({QKeySequence(Qt::Key_F1), QKeySequence(Qt::Key_Question)});
    keys = make.plain(tr("Key map"));
    about = make.plain(tr("About Headwaters"));
    about->setMenuRole(QAction::AboutRole);
}

void WindowActions::fill(QMenuBar& menuBar, const QList<QAction*>& views) const
{
    QMenu* file = menuBar.addMenu(tr("&File"));
    file->addAction(openModel);
    file->addMenu(recent);
    file->addSeparator();
    file->addActions({openCircuit, saveCircuit});
    file->addSeparator();
    file->addActions({exportFigure, exportData});
    file->addSeparator();
    file->addAction(quit);

    QMenu* edit = menuBar.addMenu(tr("&Edit"));
    edit->addActions({undo, redo});
    edit->addSeparator();
    edit->addActions({copy, findToken, findHeads});
    edit->addSeparator();
    edit->addActions({editPrompt, editTarget, editRival, swapTokens});

    QMenu* view = menuBar.addMenu(tr("&View"));
    view->addActions(views);
    view->addSeparator();
    view->addActions({zoomIn, zoomOut, fit});
    view->addSeparator();
    view->addActions(forViews());
    view->addSeparator();
    view->addActions({promptPanel, inspector});
    view->addSeparator();
    view->addMenu(tr("Theme"))->addActions(themes->actions());
    view->addMenu(tr("Colours of maps"))->addActions(maps->actions());
    view->addMenu(tr("Colours of stages"))->addActions(stageSets->actions());

    QMenu* select = menuBar.addMenu(tr("&Select"));
    select->addActions({lock, release});
    select->addSeparator();
    select->addActions({nextHead, previousHead, nextLayer, previousLayer});
    select->addSeparator();
    select->addActions({nextSource, previousSource, nextDestination, previousDestination});
    select->addSeparator();
    select->addActions({nextDirection, previousDirection});

    QMenu* compute = menuBar.addMenu(tr("&Compute"));
    compute->addActions({run, generate, cancel});
    compute->addSeparator();
    compute->addActions({pin, unpin});
    compute->addSeparator();
    compute->addActions({nextExample, beginOfText});
    compute->addSeparator();
    compute->addAction(scan);
    compute->addSeparator();
    compute->addActions({trace, traceFamily, removeEdge, boostEdge, faithfulness});
    compute->addSeparator();
    compute->addActions({comparePrompt, compareModel, comparePinned});
    compute->addSeparator();
    compute->addActions({editOther, runOther, stopComparing});

    QMenu* helpMenu = menuBar.addMenu(tr("&Help"));
    helpMenu->addActions({help, keys});
    helpMenu->addSeparator();
    helpMenu->addAction(about);
}

} // namespace headwaters
