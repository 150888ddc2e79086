#pragma once

#include "app/composing.h"
#include "app/scanning.h"
#include "app/windowactions.h"

#include <QObject>

class QStackedWidget;

namespace headwaters {

class StagesInspector;
class StagesView;
class TaskStrip;
class ViewArea;

/// The Stages view with what stands behind it: the scans, the menu's key, the row of the task strip, and the
/// evidence that stands in the inspector while the view is in front. Made before the views are put side by
/// side, connected once the window stands.
class ScanControls : public QObject {
    Q_OBJECT

public:
    ScanControls(Document& document, const Theme& theme, QObject* parent);

    [[nodiscard]] StagesView& stages() { return *m_view; }
    [[nodiscard]] StagesView* view() const { return m_view; }
    [[nodiscard]] Scanning& scanning() { return m_scanning; }
    [[nodiscard]] const Composing& composing() const { return m_composing; }
    [[nodiscard]] StagesInspector& evidence() { return *m_evidence; }
    /// `inspectors` gets the evidence as one more page.
    void
    connectTo(const WindowActions& actions, ViewArea& views, QStackedWidget& inspectors, TaskStrip& strip);
    /// Puts the evidence in front where the view is: beside the grid where there is room, else in the
    /// inspector.
    void showEvidence();

Q_SIGNALS:
    /// What can be cancelled or exported may have changed.
    void changed();

private:
    Scanning m_scanning;
    Composing m_composing;
    StagesView* m_view;
    StagesInspector* m_evidence;
    ViewArea* m_views = nullptr;
    QStackedWidget* m_inspectors = nullptr;
    int m_row = 0; ///< of the task strip; 0: none
};

} // namespace headwaters
