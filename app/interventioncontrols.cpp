#include "app/interventioncontrols.h"

#include "app/tracecontrols.h"
#include "widgets/interventions/interventionsview.h"
#include "widgets/prompt/promptdock.h"
#include "widgets/tasks/taskstrip.h"

namespace headwaters {

InterventionControls::InterventionControls(Document& document, const Theme& theme, QObject* parent)
    : QObject(parent),
      m_intervening(document),
      m_view(new InterventionsView(theme, document.selection(), document.runModel(), m_intervening.model()))
{
}

View* InterventionControls::view() const
{
    return m_view;
}

void InterventionControls::connectTo(
    const WindowActions& actions, const PromptDock& prompt, TaskStrip& strip, TraceControls& controls)
{
    controls.addHistory(m_view, m_intervening.model().undoStack());
    m_view->addActions({actions.undo, actions.redo});
    connect(actions.cancel, &QAction::triggered, &m_intervening, &Intervening::cancel);
    // Said whenever the request is another one, before it runs.
    m_intervening.setFamily(prompt.family());
    connect(&prompt, &PromptDock::runBlockedChanged, this, [this, &prompt] {
        m_intervening.setFamily(prompt.family());
    });
    const auto changed = [&controls] { Q_EMIT controls.changed(); };
    connect(&m_intervening, &Intervening::started, this, [this, &strip, changed](const QString& what) {
        if (m_row != 0)
            strip.endTask(m_row);
        m_row = strip.addTask(QStringLiteral("sweep"), what, tr("runs"));
        changed();
    });
    connect(&m_intervening, &Intervening::progressed, this, [this, &strip](int done, int total) {
        strip.setProgress(m_row, done, total);
    });
    connect(&m_intervening, &Intervening::ended, this, [this, &strip, changed] {
        strip.endTask(m_row);
        m_row = 0;
        changed();
    });
    connect(&strip, &TaskStrip::cancelRequested, this, [this](int row) {
        if (row == m_row)
            m_intervening.cancel();
    });
    connect(&m_intervening.model(), &InterventionModel::sweepChanged, this, changed);
}

} // namespace headwaters
