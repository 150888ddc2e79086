#pragma once

#include "widgets/circuit/circuitdrawing.h"
#include "widgets/circuit/circuitmodel.h"
#include "widgets/common/runmodel.h"
#include "widgets/common/view.h"

#include <memory>
#include <optional>

class QBoxLayout;
class QStackedWidget;

namespace headwaters {

class CircuitCanvas;
class CircuitControls;
class CircuitLegend;
class ProgressLine;
class CircuitTreeView;
class DimmedArea;
class ElidedLabel;
class IconButton;
class StatePanel;
class ViewHeader;
class Workbench;

/// Why the model prefers one token to another: a graph of the heads, MLPs and embeddings that are behind it,
/// with its tree twin and a workbench for the nodes that a person keeps. It shows what the CircuitModel
/// holds.
class CircuitView : public View {
    Q_OBJECT

public:
    CircuitView(
        const Theme& theme, Selection& selection, const RunModel& run, CircuitModel& model,
        QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString iconName() const override;
    /// Null unless a circuit of the run in front, or of a file, is shown.
    [[nodiscard]] std::unique_ptr<Figure> figure() const override;
    void setTableShown(bool shown) override;
    [[nodiscard]] bool isTableShown() const override { return m_treeShown; }

    void zoomIn();
    void zoomOut();
    void fit();
    /// Asks for a file and opens the circuit in it.
    void openFile();
    /// Asks for a file and writes the circuit to it.
    void saveFile();
    /// Groups the pinned nodes that are in no group yet.
    void groupPinned();
    /// Starts a trace at what is locked: a head's firing, an edge's upstream end.
    void traceFromLocked();

    [[nodiscard]] QString title() const;
    [[nodiscard]] QString note() const;
    [[nodiscard]] CircuitCanvas& canvas() { return *m_canvas; }
    [[nodiscard]] CircuitControls& controls() { return *m_controls; }
    [[nodiscard]] StatePanel& statePanel() { return *m_state; }
    [[nodiscard]] CircuitTreeView& tree() { return *m_tree; }
    [[nodiscard]] Workbench& workbench() { return *m_workbench; }
    /// What is shown of the circuit in front; none where a message stands in its place.
    [[nodiscard]] const std::optional<ShownCircuit>& shown() const { return m_shown; }

protected:
    [[nodiscard]] QWidget* keyTarget() const override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildPages();
    void circuitChanged();
    void thresholdChanged();
    void stateChanged();
    void refreshHeader();
    void refreshPages();
    void refreshNote();
    void followLock();
    void followHover();
    void placeWorkbench();
    void showMenu(const QPoint& position, const std::optional<CircuitSpot>& spot, int token);
    [[nodiscard]] std::optional<TraceRequest> requestFrom(const CircuitSpot& spot) const;
    [[nodiscard]] QString tokenName(int position) const;
    [[nodiscard]] QString into() const;
    [[nodiscard]] bool startsWithBeginOfText() const;

    const RunModel& m_run;
    CircuitModel& m_model;
    std::optional<ShownCircuit> m_shown;
    bool m_treeShown = false;

    ViewHeader* m_header;
    CircuitControls* m_controls;
    ElidedLabel* m_note;
    ProgressLine* m_progress;
    QStackedWidget* m_pages;
    StatePanel* m_state;
    DimmedArea* m_body;
    QBoxLayout* m_bodyLayout = nullptr;
    QStackedWidget* m_twins;
    CircuitCanvas* m_canvas;
    CircuitTreeView* m_tree;
    CircuitLegend* m_legend;
    Workbench* m_workbench;
    IconButton* m_treeButton = nullptr;
    IconButton* m_fitButton = nullptr;
};

} // namespace headwaters
