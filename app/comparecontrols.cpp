#include "app/comparecontrols.h"

#include "app/panelarea.h"
#include "app/taskreports.h"
#include "widgets/compare/compareeditor.h"
#include "widgets/tasks/taskstrip.h"

#include <utility>

namespace headwaters {

CompareControls::CompareControls(
    const WindowActions& actions, Comparer& comparer, const RunModel& model, CompareEditor& editor,
    PanelArea& panels, TaskStrip* strip, QObject* parent)
    : QObject(parent),
      m_actions(actions),
      m_comparer(comparer),
      m_model(model),
      m_editor(editor),
      m_panels(panels),
      m_strip(strip)
{
    connectActions();
    connectEditor();
    connectTasks();
    update();
}

void CompareControls::connectActions()
{
    connect(m_actions.comparePrompt, &QAction::triggered, this, [this] {
        m_comparer.comparePrompt();
        m_panels.setPromptShown(true);
        m_editor.edit(true);
    });
    connect(m_actions.compareModel, &QAction::triggered, this, &CompareControls::otherModelWanted);
    connect(m_actions.comparePinned, &QAction::triggered, &m_comparer, &Comparer::comparePinned);
    connect(m_actions.stopComparing, &QAction::triggered, &m_comparer, &Comparer::stop);
    connect(m_actions.cancel, &QAction::triggered, &m_comparer, &Comparer::cancel);
    connect(m_actions.editOther, &QAction::triggered, this, [this] {
        m_panels.setPromptShown(true);
        m_editor.edit();
    });
    connect(m_actions.runOther, &QAction::triggered, this, [this] {
        if (m_editor.runBlockedReason().isEmpty())
            m_comparer.run();
    });
    connect(m_actions.nextCompared, &QAction::triggered, this, [this] {
        using Shown = Comparison::Shown;
        const Shown shown = m_comparer.comparison().shown();
        m_comparer.comparison().show(
            shown == Shown::Difference ? Shown::A : static_cast<Shown>(static_cast<int>(shown) + 1));
    });
    const auto update = [this] { this->update(); };
    for (const auto signal : {&RunModel::modelChanged, &RunModel::runChanged, &RunModel::pinnedChanged})
        connect(&m_model, signal, this, update);
    connect(&m_comparer.comparison(), &Comparison::changed, this, update);
    connect(&m_comparer.comparison(), &Comparison::blockedChanged, this, update);
    connect(&m_comparer.comparison().b(), &RunModel::detailChanged, this, update);
    connect(&m_comparer, &Comparer::differenceStarted, this, update);
    connect(&m_comparer, &Comparer::differenceEnded, this, update);
}

void CompareControls::connectEditor()
{
    connect(&m_editor, &CompareEditor::edited, &m_comparer, &Comparer::setPrompt);
    connect(&m_editor, &CompareEditor::runRequested, &m_comparer, &Comparer::run);
    connect(&m_editor, &CompareEditor::stopRequested, &m_comparer, &Comparer::stop);
    connect(&m_comparer, &Comparer::promptChanged, &m_editor, &CompareEditor::setPrompt);
}

void CompareControls::connectTasks()
{
    connect(&m_comparer, &Comparer::started, this, [this](Document* second) {
        new TaskReports(*second, m_strip, tr("B: "));
        connect(second, &Document::openingStarted, this, &CompareControls::update);
    });
    connect(&m_comparer, &Comparer::differenceStarted, this, [this] {
        m_difference = m_strip->addTask(QStringLiteral("swap"), tr("A − B of all heads"), tr("layers"));
    });
    connect(&m_comparer, &Comparer::differenceProgressed, this, [this](int done, int total) {
        if (m_difference)
            m_strip->setProgress(*m_difference, done, total);
    });
    connect(&m_comparer, &Comparer::differenceEnded, this, [this] {
        if (m_difference)
            m_strip->endTask(*m_difference);
        m_difference.reset();
    });
    connect(m_strip, &TaskStrip::cancelRequested, this, [this](int id) {
        if (m_difference == id)
            m_comparer.cancelDifference();
    });
}

void CompareControls::update()
{
    const QString blocked = m_comparer.blockedReason();
    const bool isOn = m_comparer.comparison().isOn();
    for (QAction* action : {m_actions.comparePrompt, m_actions.compareModel}) {
        action->setEnabled(blocked.isEmpty());
        action->setToolTip(blocked);
    }
    m_actions.comparePinned->setEnabled(blocked.isEmpty() && m_model.pinned() != nullptr);
    for (QAction* action : {m_actions.stopComparing, m_actions.editOther, m_actions.nextCompared})
        action->setEnabled(isOn);
    m_actions.runOther->setEnabled(isOn && m_editor.runBlockedReason().isEmpty());
    Q_EMIT changed();
}

} // namespace headwaters
