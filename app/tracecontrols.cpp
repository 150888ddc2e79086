#include "app/tracecontrols.h"

#include "app/viewarea.h"
#include "widgets/circuit/circuitview.h"
#include "widgets/prompt/promptdock.h"
#include "widgets/tasks/taskstrip.h"

#include <QStackedWidget>

namespace headwaters {

TraceControls::TraceControls(
    const WindowActions& actions, Tracing& tracing, CircuitView& view, ViewArea& views,
    QStackedWidget& inspectors, const PromptDock& prompt, TaskStrip* strip, QObject* parent)
    : QObject(parent),
      m_actions(actions),
      m_tracing(tracing),
      m_view(view),
      m_views(views),
      m_inspectors(inspectors),
      m_prompt(prompt),
      m_strip(strip)
{
    connectActions();
    connectTasks();
    connect(&views, &ViewArea::currentViewChanged, this, &TraceControls::update);
    for (const auto signal :
         {&CircuitModel::stateChanged, &CircuitModel::circuitChanged, &CircuitModel::workbenchChanged,
          &CircuitModel::lockedChanged})
        connect(&tracing.model(), signal, this, &TraceControls::update);
    connect(&tracing.model().undoStack(), &QUndoStack::indexChanged, this, &TraceControls::update);
    update();
}

void TraceControls::connectActions()
{
    CircuitModel& model = m_tracing.model();
    connect(m_actions.trace, &QAction::triggered, this, [this, &model] {
        m_views.setCurrentView(&m_view);
        model.trace();
    });
    connect(m_actions.traceFamily, &QAction::triggered, this, [this] {
        m_views.setCurrentView(&m_view);
        m_tracing.traceFamily();
    });
    // Said whenever the request is another one.
    connect(&m_prompt, &PromptDock::runBlockedChanged, this, [this] {
        m_tracing.setFamily(m_prompt.family());
        update();
    });
    connect(m_actions.openCircuit, &QAction::triggered, this, [this] {
        m_views.setCurrentView(&m_view);
        m_view.openFile();
    });
    connect(m_actions.saveCircuit, &QAction::triggered, &m_view, &CircuitView::saveFile);
    connect(m_actions.undo, &QAction::triggered, this, [this] { stackInFront().undo(); });
    connect(m_actions.redo, &QAction::triggered, this, [this] { stackInFront().redo(); });
    connect(
        m_actions.removeEdge, &QAction::triggered, this, [&model] { model.change(EdgeOperation::Remove); });
    connect(m_actions.boostEdge, &QAction::triggered, this, [&model] { model.change(EdgeOperation::Boost); });
    connect(m_actions.faithfulness, &QAction::triggered, &model, &CircuitModel::measureFaithfulness);
    connect(m_actions.cancel, &QAction::triggered, &m_tracing, &Tracing::cancel);
}

void TraceControls::connectTasks()
{
    connect(&m_tracing, &Tracing::started, this, [this](int job, const QString& what) {
        endTask(job);
        m_rows[job] = m_strip->addTask(QStringLiteral("circuit"), what, tr("layers"));
        update();
    });
    connect(&m_tracing, &Tracing::progressed, this, [this](int job, int done, int total) {
        if (const auto row = m_rows.find(job); row != m_rows.end())
            m_strip->setProgress(row->second, done, total);
    });
    connect(&m_tracing, &Tracing::ended, this, [this](int job) {
        endTask(job);
        update();
    });
    connect(m_strip, &TaskStrip::cancelRequested, this, [this](int row) {
        for (const auto& [job, id] : m_rows) {
            if (id == row)
                m_tracing.cancel();
        }
    });
}

void TraceControls::endTask(int job)
{
    if (const auto row = m_rows.find(job); row != m_rows.end()) {
        m_strip->endTask(row->second);
        m_rows.erase(row);
    }
}

QUndoStack& TraceControls::stackInFront()
{
    const auto history = m_histories.find(m_views.currentView());
    return history != m_histories.end() ? *history->second : m_tracing.model().undoStack();
}

void TraceControls::addHistory(View* view, QUndoStack& history)
{
    m_histories[view] = &history;
    connect(&history, &QUndoStack::indexChanged, this, &TraceControls::update);
    update();
}

void TraceControls::update()
{
    const bool isInFront = m_views.currentView() == &m_view;
    m_inspectors.setCurrentIndex(isInFront ? 1 : 0);
    CircuitModel& model = m_tracing.model();
    m_actions.trace->setEnabled(model.state() != CircuitModel::State::Tracing);
    m_actions.traceFamily->setEnabled(m_actions.trace->isEnabled() && !m_prompt.family().isEmpty());
    m_actions.saveCircuit->setEnabled(model.circuit() != nullptr);
    const QUndoStack& undo = stackInFront();
    m_actions.undo->setEnabled(undo.canUndo());
    m_actions.undo->setText(undo.canUndo() ? tr("Undo %1").arg(undo.undoText()) : tr("Undo"));
    m_actions.redo->setEnabled(undo.canRedo());
    m_actions.redo->setText(undo.canRedo() ? tr("Redo %1").arg(undo.redoText()) : tr("Redo"));
    const bool canChange = model.lockedEdge() != nullptr && model.changeBlocked().isEmpty();
    m_actions.removeEdge->setEnabled(canChange);
    m_actions.boostEdge->setEnabled(canChange);
    m_actions.faithfulness->setEnabled(model.circuit() != nullptr && !model.circuit()->isEmpty());
    Q_EMIT changed();
}

} // namespace headwaters
