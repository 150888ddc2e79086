#pragma once

#include "app/intervening.h"
#include "app/windowactions.h"

#include <QObject>

namespace headwaters {

class InterventionsView;
class PromptDock;
class TaskStrip;
class TraceControls;
class View;

/// The Interventions view with what stands behind it: the measuring, the menu's keys, the row of the task
/// strip. Made before the views are put side by side, connected once the window stands.
class InterventionControls : public QObject {
    Q_OBJECT

public:
    InterventionControls(Document& document, const Theme& theme, QObject* parent);

    [[nodiscard]] View* view() const;
    [[nodiscard]] InterventionsView& interventions() { return *m_view; }
    [[nodiscard]] Intervening& intervening() { return m_intervening; }
    /// What can be cancelled or exported is told by `controls`, which hold the histories of the views.
    void connectTo(
        const WindowActions& actions, const PromptDock& prompt, TaskStrip& strip, TraceControls& controls);

private:
    Intervening m_intervening;
    InterventionsView* m_view;
    int m_row = 0; ///< of the task strip; 0: none
};

} // namespace headwaters
