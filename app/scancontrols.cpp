#include "app/scancontrols.h"

#include "app/viewarea.h"
#include "widgets/stages/stagesinspector.h"
#include "widgets/stages/stagesview.h"
#include "widgets/tasks/taskstrip.h"

#include <QStackedWidget>

namespace headwaters {

ScanControls::ScanControls(Document& document, const Theme& theme, QObject* parent)
    : QObject(parent),
      m_scanning(document),
      m_composing(document, m_scanning.model()),
      m_view(new StagesView(theme, document.selection(), document.runModel(), m_scanning.model())),
      m_evidence(new StagesInspector(theme, m_scanning.model(), document.selection(), document.runModel()))
{
}

void ScanControls::connectTo(
    const WindowActions& actions, ViewArea& views, QStackedWidget& inspectors, TaskStrip& strip)
{
    m_views = &views;
    m_inspectors = &inspectors;
    inspectors.addWidget(m_evidence);
    connect(&views, &ViewArea::currentViewChanged, this, &ScanControls::showEvidence);
    connect(m_view, &StagesView::roomChanged, this, &ScanControls::showEvidence);
    connect(actions.scan, &QAction::triggered, this, [this, &views] {
        views.setCurrentView(m_view);
        m_scanning.model().scan();
    });
    connect(actions.cancel, &QAction::triggered, &m_scanning, &Scanning::cancel);
    connect(actions.composition, &QAction::triggered, this, [this] {
        m_view->setCompositionShown(!m_scanning.model().shown().composition);
    });
    const auto follow = [this, actions, &views] {
        actions.composition->setEnabled(views.currentView() == m_view && m_scanning.model().report());
    };
    connect(&views, &ViewArea::currentViewChanged, this, follow);
    connect(&m_scanning.model(), &StagesModel::reportChanged, this, follow);
    follow();
    connect(&m_scanning, &Scanning::started, this, [this, &strip] {
        if (m_row != 0)
            strip.endTask(m_row);
        m_row = strip.addTask(QStringLiteral("stages"), tr("Scan all heads"), tr("forwards"));
        Q_EMIT changed();
    });
    connect(
        &m_scanning, &Scanning::progressed, this,
        [this, &strip](int done, int total, const QString& what, double secondsLeft) {
            strip.setWhat(m_row, tr("Scan all heads · %1").arg(what));
            // Forwards of different lengths say less than the scan's own estimate.
            strip.setTimeLeft(m_row, secondsLeft > 0 ? std::optional(secondsLeft) : std::nullopt);
            strip.setProgress(m_row, done, total);
        });
    connect(&m_scanning, &Scanning::ended, this, [this, &strip] {
        strip.endTask(m_row);
        m_row = 0;
        Q_EMIT changed();
    });
    connect(&strip, &TaskStrip::cancelRequested, this, [this](int row) {
        if (row == m_row)
            m_scanning.cancel();
    });
    for (const auto signal : {&StagesModel::stateChanged, &StagesModel::reportChanged})
        connect(&m_scanning.model(), signal, this, [this, actions] {
            actions.scan->setEnabled(m_scanning.model().state() != StagesModel::State::Scanning);
            Q_EMIT changed();
        });
}

void ScanControls::showEvidence()
{
    if (!m_views || m_views->currentView() != m_view)
        return;
    const bool isBeside = m_view->hasRoomForEvidence();
    m_evidence->setBesideGrid(isBeside);
    if (isBeside) {
        m_view->setEvidence(m_evidence);
        m_inspectors->setCurrentIndex(0); // the card of the head
        return;
    }
    m_view->setEvidence(nullptr);
    m_evidence->setMinimumWidth(0);
    m_evidence->setMaximumWidth(QWIDGETSIZE_MAX);
    m_inspectors->addWidget(m_evidence);
    m_inspectors->setCurrentWidget(m_evidence);
}

} // namespace headwaters
