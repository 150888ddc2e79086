#include "app/mainwindow.h"

#include "app/comparer.h"
#include "app/figureexport.h"
#include "app/interventioncontrols.h"
#include "app/lensing.h"
#include "app/panelarea.h"
#include "app/scancontrols.h"
#include "app/tracing.h"
#include "widgets/prompt/promptdock.h"
#include "widgets/prompt/topstrip.h"

#include <QSignalBlocker>

namespace headwaters {

void MainWindow::updateActions()
{
    const RunModel& model = m_document.runModel();
    const QString blocked = m_export->blockedReason();
    m_strip->setExportBlocked(blocked);
    for (QAction* action : {m_actions.exportFigure, m_actions.exportData, m_actions.copy}) {
        action->setEnabled(blocked.isEmpty());
        action->setToolTip(blocked);
    }
    m_actions.findToken->setEnabled(model.result() != nullptr);
    m_actions.findHeads->setEnabled(model.result() != nullptr);
    m_actions.run->setEnabled(m_prompt->runBlockedReason().isEmpty());
    m_actions.beginOfText->setEnabled(m_prompt->canToggleBeginOfText());
    m_actions.beginOfText->setChecked(m_prompt->startsWithBeginOfText());
    m_actions.cancel->setEnabled(
        model.state() == RunModel::State::Running || m_document.isOpening() || m_comparer->isBusy()
        || m_document.generating().model().isRunning() || m_tracing->isBusy() || m_scans->scanning().isBusy()
        || m_lensing->isBusy() || m_interventions->intervening().isBusy());
    m_actions.pin->setEnabled(model.state() == RunModel::State::Ready);
    m_actions.unpin->setEnabled(model.pinned() != nullptr);
    m_actions.swapTokens->setEnabled(model.effects() != nullptr);
    const QSignalBlocker promptBlocker(m_actions.promptPanel);
    const QSignalBlocker inspectorBlocker(m_actions.inspector);
    m_actions.promptPanel->setChecked(m_panels->isPromptShown());
    m_actions.inspector->setChecked(m_panels->isInspectorShown());
}

void MainWindow::updateTitle()
{
    const QString name = m_document.runModel().model().name;
    setWindowTitle(name.isEmpty() ? tr("Headwaters") : tr("%1 – Headwaters").arg(name));
}

} // namespace headwaters
