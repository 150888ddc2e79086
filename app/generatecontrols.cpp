#include "app/generatecontrols.h"

#include "app/mainwindow.h"
#include "widgets/generate/generatepanel.h"
#include "widgets/prompt/promptdock.h"
#include "widgets/tasks/taskstrip.h"

#include <QShortcut>

namespace headwaters {

GenerateControls::GenerateControls(
    MainWindow& window, Document& document, Settings& settings, const Theme& theme)
    : QObject(&window),
      m_window(window),
      m_document(document),
      m_panel(new GeneratePanel(theme, document.generating().model()))
{
    window.promptDock().addSection(m_panel);
    m_panel->setSettings(settings.generation());
    m_panel->setSettingsShown(settings.isGenerationShown());
    connectPanel(settings);
    connectStopKey();
    connectTask();
}

void GenerateControls::connectPanel(Settings& settings)
{
    PromptDock& dock = m_window.promptDock();
    QAction* action = m_window.actions().generate;
    const auto followPrompt = [this, &dock] { m_panel->setPrompt(dock.tokens(), dock.runBlockedReason()); };
    const auto followPanel = [this, action] {
        action->setEnabled(m_panel->canToggle());
        action->setText(m_document.generating().model().isRunning() ? tr("Stop generating") : tr("Generate"));
    };
    connect(&dock, &PromptDock::runBlockedChanged, m_panel, followPrompt);
    connect(m_panel, &GeneratePanel::canToggleChanged, this, followPanel);
    connect(action, &QAction::triggered, m_panel, &GeneratePanel::toggle);
    connect(m_panel, &GeneratePanel::generateRequested, this, [this, &dock](const GenerationRequest& asked) {
        m_document.generating().start(dock.request(), asked);
    });
    connect(m_panel, &GeneratePanel::stopRequested, &m_document.generating(), &Generating::stop);
    connect(m_panel, &GeneratePanel::openRequested, this, [this](const RunRequest& run) { open(run, true); });
    connect(m_panel, &GeneratePanel::useRequested, this, [this](const RunRequest& run) { open(run, false); });
    connect(m_panel, &GeneratePanel::settingsChanged, this, [this, &settings] {
        settings.setGeneration(m_panel->settings());
        settings.setGenerationShown(m_panel->areSettingsShown());
    });
    followPrompt();
    followPanel();
}

void GenerateControls::connectStopKey()
{
    // Elsewhere Esc releases the selection; in the dock it stops the writing first.
    auto* stop = new QShortcut(QKeySequence(Qt::Key_Escape), &m_window.promptDock());
    stop->setContext(Qt::WidgetWithChildrenShortcut);
    const GenerationModel& model = m_document.generating().model();
    const auto follow = [stop, &model] { stop->setEnabled(model.isRunning()); };
    connect(&model, &GenerationModel::stateChanged, stop, follow);
    connect(stop, &QShortcut::activated, &m_document.generating(), &Generating::stop);
    follow();
}

void GenerateControls::connectTask()
{
    TaskStrip& tasks = m_window.taskStrip();
    const GenerationModel& model = m_document.generating().model();
    connect(&model, &GenerationModel::stateChanged, this, [this, &tasks, &model] {
        if (m_task)
            tasks.endTask(*std::exchange(m_task, std::nullopt));
        if (model.isRunning())
            m_task = tasks.addTask(QStringLiteral("run"), tr("Generate"), tr("tokens"));
    });
    connect(&model, &GenerationModel::tokenAdded, this, [this, &tasks, &model] {
        if (m_task)
            tasks.setProgress(*m_task, model.count(), model.request().count);
    });
    connect(&tasks, &TaskStrip::cancelRequested, this, [this](int id) {
        if (m_task == id)
            m_document.generating().stop();
    });
}

void GenerateControls::open(const RunRequest& request, bool runs)
{
    m_window.setRequest(request);
    if (runs)
        m_document.run();
    else
        m_window.promptDock().editPrompt();
}

} // namespace headwaters
