#pragma once

#include "app/document.h"
#include "app/settings.h"
#include "app/windowactions.h"
#include "widgets/theme/theme.h"

#include <QMainWindow>

class QStackedWidget;

namespace headwaters {

class AtlasView;
class CircuitView;
class CompareEditor;
class Comparer;
class ErrorBar;
class FigureExport;
class HeadView;
class HelpPanel;
class Inspector;
class InterventionControls;
class LensView;
class Lensing;
class ModelOpening;
class PanelArea;
class PromptDock;
class RecentModels;
class ScanControls;
class TaskStrip;
class TopStrip;
class Tracing;
class View;
class ViewArea;

/// The window: menus and strip above, prompt, views and inspector beside each other, tasks below. It connects
/// what the person does to the document and what the document says to the widgets.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(Document& document, Theme& theme, Settings& settings, QWidget* parent = nullptr);

    /// The window is usable down to this size.
    [[nodiscard]] static QSize smallestSize() { return {960, 640}; }

    [[nodiscard]] AtlasView& atlas() { return *m_atlas; }
    [[nodiscard]] HeadView& head() { return *m_head; }
    [[nodiscard]] ScanControls& scans() { return *m_scans; }
    [[nodiscard]] CircuitView& circuit() { return *m_circuit; }
    [[nodiscard]] Tracing& tracing() { return *m_tracing; }
    [[nodiscard]] InterventionControls& interventions() { return *m_interventions; }
    [[nodiscard]] LensView& lens() { return *m_lens; }
    [[nodiscard]] Lensing& lensing() { return *m_lensing; }
    [[nodiscard]] ViewArea& views() { return *m_views; }
    [[nodiscard]] PromptDock& promptDock() { return *m_prompt; }
    [[nodiscard]] TopStrip& topStrip() { return *m_strip; }
    [[nodiscard]] PanelArea& panels() { return *m_panels; }
    [[nodiscard]] ErrorBar& errorBar() { return *m_errors; }
    [[nodiscard]] TaskStrip& taskStrip() { return *m_tasks; }
    [[nodiscard]] FigureExport& figureExport() { return *m_export; }
    [[nodiscard]] ModelOpening& opening() { return *m_opening; }
    [[nodiscard]] Comparer& comparer() { return *m_comparer; }
    [[nodiscard]] CompareEditor& compareEditor() { return *m_compareEditor; }
    [[nodiscard]] const WindowActions& actions() const { return m_actions; }

    /// What stands in the editor, and in the document with it; nothing runs.
    void setRequest(const RunRequest& request);

    /// The example that the window opens with, and its target and rival; nothing runs.
    void showFirstExample();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void layOut();
    QMenu* modelMenu();
    /// Filled before it joins the window, so that Tab goes from the prompt to the views to the inspector.
    ViewArea* viewArea(const QList<View*>& views);
    QStackedWidget* inspectors();
    /// The prompt dock under its header.
    QWidget* promptPanel();
    void connectActions();
    void connectLookActions();
    void connectPrompt();
    void connectDocument();
    void connectComparison();
    void connectTracing();
    void restore();

    void explain();
    void updateActions();
    void updateTitle();

    Document& m_document;
    Theme& m_theme;
    Settings& m_settings;
    WindowActions m_actions;
    Comparer* m_comparer;
    Tracing* m_tracing;
    Lensing* m_lensing;
    TopStrip* m_strip;
    PromptDock* m_prompt;
    CompareEditor* m_compareEditor;
    AtlasView* m_atlas;
    HeadView* m_head;
    ScanControls* m_scans;
    CircuitView* m_circuit;
    InterventionControls* m_interventions;
    LensView* m_lens;
    ViewArea* m_views;
    Inspector* m_inspector;
    QStackedWidget* m_inspectors; ///< the card of heads, that of circuits
    PanelArea* m_panels;
    ErrorBar* m_errors;
    TaskStrip* m_tasks;
    HelpPanel* m_help;
    FigureExport* m_export;
    RecentModels* m_recent;
    ModelOpening* m_opening;
};

} // namespace headwaters
