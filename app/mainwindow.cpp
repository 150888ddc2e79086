#include "app/mainwindow.h"

#include "app/aboutbox.h"
#include "app/areacycle.h"
#include "app/bundledmodel.h"
#include "app/changecontrols.h"
#include "app/comparecontrols.h"
#include "app/comparer.h"
#include "app/figureexport.h"
#include "app/generatecontrols.h"
#include "app/interventioncontrols.h"
#include "app/lenscontrols.h"
#include "app/lookactions.h"
#include "app/modelopening.h"
#include "app/panelarea.h"
#include "app/recentmodels.h"
#include "app/scancontrols.h"
#include "app/selectactions.h"
#include "app/taskreports.h"
#include "app/tracecontrols.h"
#include "app/tracing.h"
#include "app/viewactions.h"
#include "app/viewarea.h"
#include "core/text/promptlibrary.h"
#include "widgets/atlas/atlasview.h"
#include "widgets/circuit/circuitinspector.h"
#include "widgets/circuit/circuitview.h"
#include "widgets/common/dockheader.h"
#include "widgets/common/errorbar.h"
#include "widgets/common/helppanel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/compare/compareeditor.h"
#include "widgets/head/headview.h"
#include "widgets/inspector/inspector.h"
#include "widgets/lens/lensview.h"
#include "widgets/prompt/promptdock.h"
#include "widgets/prompt/tokenstrip.h"
#include "widgets/prompt/topstrip.h"
#include "widgets/stages/stagesview.h"
#include "widgets/tasks/taskstrip.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMenuBar>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace headwaters {

MainWindow::MainWindow(Document& document, Theme& theme, Settings& settings, QWidget* parent)
    : QMainWindow(parent),
      m_document(document),
      m_theme(theme),
      m_settings(settings),
      m_actions(theme, this),
      m_comparer(new Comparer(document, this)),
      m_tracing(new Tracing(document, this)),
      m_lensing(new Lensing(document, this)),
      m_strip(new TopStrip(theme, document.runModel())),
      m_prompt(new PromptDock(theme, document.selection(), document.runModel())),
      m_compareEditor(new CompareEditor(theme, m_comparer->comparison())),
      m_atlas(new AtlasView(theme, document.selection(), document.runModel())),
      m_head(new HeadView(theme, document.selection(), document.runModel())),
      m_scans(new ScanControls(document, theme, this)),
      m_circuit(new CircuitView(theme, document.selection(), document.runModel(), m_tracing->model())),
      m_interventions(new InterventionControls(document, theme, this)),
      m_lens(new LensView(theme, document.selection(), document.runModel(), m_lensing->model())),
      m_views(viewArea({m_atlas, m_head, m_scans->view(), m_circuit, m_interventions->view(), m_lens})),
      m_inspector(new Inspector(theme, document.runModel(), document.selection())),
      m_inspectors(inspectors()),
      m_panels(new PanelArea(theme, promptPanel(), m_views, m_inspectors)),
      m_errors(new ErrorBar(theme)),
      m_tasks(new TaskStrip(theme)),
      m_help(new HelpPanel(theme, this)),
      m_export(new FigureExport(theme, document.runModel(), *m_views, this)),
      m_recent(new RecentModels(settings, m_actions.recent)),
      m_opening(new ModelOpening(document, theme, settings, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setMinimumSize(smallestSize());
    setAcceptDrops(true);
    layOut();
    m_prompt->setLibrary(std::make_shared<PromptLibrary>(PromptLibrary::load()));
    connectActions();
    connectLookActions();
    connectViewActions(m_actions, *m_views, *m_atlas, *m_head, *m_circuit);
    m_prompt->tokenStrip().addActions(m_actions.forViews());
    connectSelectActions(m_actions, document.selection());
    connectPrompt();
    connectDocument();
    connectComparison();
    connectTracing();
    new TaskReports(document, m_tasks);
    new GenerateControls(*this, document, settings, theme);
    restore();
    updateActions();
    updateTitle();
}

ViewArea* MainWindow::viewArea(const QList<View*>& views)
{
    auto* area = new ViewArea(m_theme, m_document.selection());
    for (View* view : views)
        area->addView(view);
    return area;
}

void MainWindow::layOut()
{
    auto* top = new QWidget(this);
    auto* menuBar = new QMenuBar(top);
    QList<QAction*> tabs;
    for (View* view : m_views->views()) {
        auto* action = new QAction(m_theme.icon(view->iconName()), view->name(), this);
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + tabs.size())));
        connect(action, &QAction::triggered, this, [this, view] {
            m_views->setCurrentView(view);
            view->setFocus(Qt::ShortcutFocusReason);
        });
        tabs << action;
    }
    m_actions.fill(*menuBar, tabs);
    auto* mark = new QLabel(menuBar);
    mark->setPixmap(
        QIcon(QStringLiteral(":/icons/headwaters.svg")).pixmap(QSize(20, 20), devicePixelRatioF()));
    mark->setContentsMargins(12, 2, 2, 2);
    menuBar->setCornerWidget(mark, Qt::TopLeftCorner);
    m_strip->setModelMenu(modelMenu());
    auto* topLayout = new QVBoxLayout(top);
    topLayout->setContentsMargins(0, 0, 0, 0);
    topLayout->setSpacing(0);
    topLayout->addWidget(menuBar);
    topLayout->addWidget(m_strip);
    setMenuWidget(top);

    auto* centre = new QWidget(this);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_errors);
    layout->addWidget(m_panels, 1);
    layout->addWidget(m_tasks);
    setCentralWidget(centre);

    new AreaCycle(this, {m_strip, m_prompt, m_views, m_inspectors, m_tasks});
}

QStackedWidget* MainWindow::inspectors()
{
    auto* stack = new QStackedWidget(this);
    stack->addWidget(m_inspector);
    stack->addWidget(new CircuitInspector(m_theme, m_tracing->model(), m_document.runModel()));
    return stack;
}

QWidget* MainWindow::promptPanel()
{
    auto* panel = new QWidget(this);
    auto* header = new DockHeader(m_theme, tr("Prompt"));
    IconButton* hide = header->addButton(QStringLiteral("hide"), tr("Hide this panel"));
    hide->setToolTip(tr("Hide this panel (Ctrl+B)"));
    connect(hide, &QAbstractButton::clicked, this, [this] { m_panels->setPromptShown(false); });
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(m_prompt, 1);
    layout->addWidget(m_compareEditor);
    return panel;
}

QMenu* MainWindow::modelMenu()
{
    auto* menu = new QMenu(this);
    menu->addAction(m_actions.openModel);
    menu->addMenu(m_actions.recent);
    return menu;
}

void MainWindow::connectActions()
{
    connect(m_actions.openModel, &QAction::triggered, m_opening, &ModelOpening::showDialog);
    connect(m_recent, &RecentModels::chosen, &m_document, &Document::openModel);
    connect(m_actions.exportFigure, &QAction::triggered, m_export, &FigureExport::exportFigure);
    connect(m_actions.exportData, &QAction::triggered, m_export, &FigureExport::exportData);
    connect(m_actions.quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions.copy, &QAction::triggered, m_export, &FigureExport::copy);
    connect(m_actions.findToken, &QAction::triggered, this, [this] {
        m_views->setCurrentView(m_atlas);
        m_atlas->findToken();
    });
    connect(m_actions.findHeads, &QAction::triggered, this, [this] {
        m_views->setCurrentView(m_atlas);
        m_atlas->findHeads();
    });
    connect(m_actions.editPrompt, &QAction::triggered, this, [this] {
        m_panels->setPromptShown(true);
        m_prompt->editPrompt();
    });
    connect(m_actions.editTarget, &QAction::triggered, m_strip, &TopStrip::editTarget);
    connect(m_actions.editRival, &QAction::triggered, m_strip, &TopStrip::editRival);
    connect(m_actions.swapTokens, &QAction::triggered, m_strip, &TopStrip::swapTokens);
    connect(m_actions.run, &QAction::triggered, m_prompt, &PromptDock::run);
    connect(m_actions.cancel, &QAction::triggered, &m_document, &Document::cancel);
    connect(m_actions.pin, &QAction::triggered, &m_document, &Document::pin);
    connect(m_actions.unpin, &QAction::triggered, &m_document, &Document::unpin);
    connect(m_actions.nextExample, &QAction::triggered, m_prompt, &PromptDock::nextExample);
    connect(m_actions.beginOfText, &QAction::triggered, m_prompt, &PromptDock::toggleBeginOfText);
    connect(m_actions.help, &QAction::triggered, this, &MainWindow::explain);
    connect(m_actions.keys, &QAction::triggered, this, [this] {
        m_help->showPage(QStringLiteral("keys"));
        m_help->show();
    });
    connect(m_actions.about, &QAction::triggered, this, [this] { showAbout(this); });
}

void MainWindow::connectLookActions()
{
    connect(m_actions.promptPanel, &QAction::toggled, m_panels, &PanelArea::setPromptShown);
    connect(m_actions.inspector, &QAction::toggled, m_panels, &PanelArea::setInspectorShown);
    connect(m_panels, &PanelArea::shownChanged, this, &MainWindow::updateActions);
    connectThemeActions(m_actions, m_theme, m_settings);
}

void MainWindow::connectPrompt()
{
    const auto takeRequest = [this] { m_document.setRequest(m_prompt->request()); };
    connect(m_prompt, &PromptDock::promptEdited, this, takeRequest);
    connect(m_prompt, &PromptDock::staleChanged, this, takeRequest);
    connect(m_prompt, &PromptDock::runRequested, this, [this](const RunRequest& request) {
        m_document.setRequest(request);
        m_document.run();
    });
    connect(m_prompt, &PromptDock::pinRequested, &m_document, &Document::pin);
    connect(m_prompt, &PromptDock::unpinRequested, &m_document, &Document::unpin);
    connect(m_prompt, &PromptDock::runBlockedChanged, this, &MainWindow::updateActions);
    connect(m_prompt, &PromptDock::targetChosen, m_strip, &TopStrip::chooseTarget);
    connect(m_prompt, &PromptDock::rivalChosen, m_strip, &TopStrip::chooseRival);
    connect(m_prompt, &PromptDock::tokensSuggested, &m_document, &Document::setPair);
    connect(m_strip, &TopStrip::tokensChosen, &m_document, &Document::setPair);
    connect(m_strip, &TopStrip::exportRequested, m_export, &FigureExport::exportFigure);
    connect(m_strip, &TopStrip::helpRequested, this, &MainWindow::explain);
    connect(&m_document, &Document::pairChanged, this, [this] {
        const RunRequest& request = m_document.request();
        m_strip->setTokens(request.target, request.rival);
        m_prompt->setTokens(request.target, request.rival);
    });
}

void MainWindow::connectDocument()
{
    connect(&m_document, &Document::modelOpened, this, [this](const QString& path) {
        m_errors->clear();
        m_recent->add(path);
        updateTitle();
        // Now there is a tokenizer that knows the example's target and rival.
        if (m_document.request().text == firstPrompt())
            showFirstExample();
    });
    connect(&m_document, &Document::runStarted, m_errors, &ErrorBar::clear);
    connect(&m_document.generating(), &Generating::started, m_errors, &ErrorBar::clear);
    connect(&m_document, &Document::problemOccurred, m_errors, &ErrorBar::setProblem);
    connect(m_export, &FigureExport::problemOccurred, m_errors, &ErrorBar::setProblem);
    connect(m_atlas, &AtlasView::failed, this, [this](const QString& sentence) {
        m_errors->setProblem({Problem::Kind::Failed, sentence, {}});
    });
    connect(m_atlas, &AtlasView::openHead, this, [this] {
        m_views->setCurrentView(m_head);
        m_head->setFocus();
    });
    connect(m_atlas, &AtlasView::openFolderRequested, m_opening, &ModelOpening::showDialog);
    connect(m_atlas, &AtlasView::runExampleRequested, this, [this] {
        showFirstExample();
        m_prompt->run();
    });
    connect(m_views, &ViewArea::currentViewChanged, this, &MainWindow::updateActions);
    RunModel& model = m_document.runModel();
    for (const auto signal :
         {&RunModel::modelChanged, &RunModel::runChanged, &RunModel::pinnedChanged, &RunModel::detailChanged,
          &RunModel::aggregateChanged})
        connect(&model, signal, this, &MainWindow::updateActions);
    m_atlas->setOpening(m_document.isOpening());
    connect(&m_document, &Document::openingStarted, m_atlas, [this] { m_atlas->setOpening(true); });
    connect(&m_document, &Document::openingEnded, m_atlas, [this] { m_atlas->setOpening(false); });
    connect(
        &m_document.generating().model(), &GenerationModel::stateChanged, this, &MainWindow::updateActions);
    connect(&m_document, &Document::openingStarted, this, &MainWindow::updateActions);
    connect(&m_document, &Document::openingEnded, this, &MainWindow::updateActions);
}

void MainWindow::connectComparison()
{
    Comparison& comparison = m_comparer->comparison();
    m_atlas->setComparison(comparison);
    m_head->setComparison(comparison);
    m_head->setDirections(m_document.directions().model());
    m_inspector->setDirections(m_document.directions().model());
    m_export->setComparison(comparison);
    auto* controls = new CompareControls(
        m_actions, *m_comparer, m_document.runModel(), *m_compareEditor, *m_panels, m_tasks, this);
    connect(controls, &CompareControls::changed, this, &MainWindow::updateActions);
    connect(controls, &CompareControls::otherModelWanted, m_opening, &ModelOpening::chooseOther);
    connect(m_opening, &ModelOpening::otherChosen, m_comparer, &Comparer::compareModel);
    connect(m_comparer, &Comparer::problemOccurred, m_errors, &ErrorBar::setProblem);
    connect(m_comparer, &Comparer::started, this, [this](Document* second) {
        m_errors->clear();
        connect(second, &Document::runStarted, m_errors, &ErrorBar::clear);
    });
}

void MainWindow::connectTracing()
{
    auto* controls = new TraceControls(
        m_actions, *m_tracing, *m_circuit, *m_views, *m_inspectors, *m_prompt, m_tasks, this);
    connect(controls, &TraceControls::changed, this, &MainWindow::updateActions);
    connect(m_tracing, &Tracing::problemOccurred, m_errors, &ErrorBar::setProblem);
    m_interventions->connectTo(m_actions, *m_prompt, *m_tasks, *controls);
    new ChangeControls(
        m_interventions->intervening(), *m_comparer, *m_lensing, m_theme,
        {*m_views, m_atlas, m_head, m_lens, m_interventions->view()}, *m_strip);
    connect(
        new LensControls(*m_lensing, m_tasks, this), &LensControls::changed, this,
        &MainWindow::updateActions);
    connect(m_lensing, &Lensing::problemOccurred, m_errors, &ErrorBar::setProblem);
    connect(m_actions.cancel, &QAction::triggered, m_lensing, &Lensing::cancel);
    m_scans->connectTo(m_actions, *m_views, *m_inspectors, *m_tasks);
    m_atlas->setStages(m_scans->scanning().model());
    m_inspector->setStages(m_scans->scanning().model());
    connect(controls, &TraceControls::changed, m_scans, &ScanControls::showEvidence);
    connect(m_scans, &ScanControls::changed, this, &MainWindow::updateActions);
    connect(&m_scans->scanning(), &Scanning::problemOccurred, m_errors, &ErrorBar::setProblem);
    connect(m_scans->view(), &StagesView::openHead, m_atlas, &AtlasView::openHead);
    connect(m_scans->view(), &StagesView::failed, m_atlas, &AtlasView::failed);
}

void MainWindow::setRequest(const RunRequest& request)
{
    m_prompt->setRequest(request);
    m_strip->setTokens(request.target, request.rival);
    m_document.setRequest(request);
}

void MainWindow::showFirstExample()
{
    m_prompt->showExample(firstFamily(), 0);
    m_document.setRequest(m_prompt->request());
}

void MainWindow::restore()
{
    resize(1280, 800);
    restoreGeometry(m_settings.windowGeometry());
    m_panels->restoreState(m_settings.windowState());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_settings.setWindow(saveGeometry(), m_panels->saveState());
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!ModelOpening::draggedPath(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QString path = ModelOpening::draggedPath(*event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    m_opening->open(path);
}

void MainWindow::explain()
{
    m_help->showPage(m_views->currentView()->name());
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

} // namespace headwaters
