#pragma once

#include "widgets/common/runmodel.h"
#include "widgets/common/view.h"
#include "widgets/interventions/interventionmodel.h"
#include "widgets/interventions/sweepfigure.h"

class QStackedWidget;
class QTableWidget;

namespace headwaters {

class DimmedArea;
class SegmentedControl;
class StackPanel;
class StackPlot;
class StatePanel;
class SweepCanvas;
class ViewHeader;

/// Changes of a run, done in order, with what they do to target minus rival; and sweeps, one change done in
/// every place, as a map with its random control.
class InterventionsView : public View {
    Q_OBJECT

public:
    InterventionsView(
        const Theme& theme, Selection& selection, const RunModel& run, InterventionModel& model,
        QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString iconName() const override;
    [[nodiscard]] std::unique_ptr<Figure> figure() const override;
    void setTableShown(bool shown) override;
    [[nodiscard]] bool isTableShown() const override;
    [[nodiscard]] StackPanel& stack() { return *m_stack; }
    [[nodiscard]] InterventionModel& model() { return m_model; }

protected:
    [[nodiscard]] QWidget* keyTarget() const override;

private:
    void build();
    [[nodiscard]] std::optional<SweepPicture> picture() const;
    void refresh();
    void followMap();
    void fillTable();
    /// Puts the change of a cell on the stack.
    void take(int row, int column);

    /// What the map in front was made of: the run may be another by now.
    struct Made {
        std::shared_ptr<const SweepMap> map;
        QStringList tokens;
        QString target, rival, otherPrompt;
        Provenance provenance;
    };

    const RunModel& m_run;
    InterventionModel& m_model;
    Made m_made;
    ViewHeader* m_header;
    QStackedWidget* m_pages;
    StatePanel* m_state;
    QWidget* m_body;
    StackPanel* m_stack;
    SegmentedControl* m_quantity;
    DimmedArea* m_sweep;
    QStackedWidget* m_twins;
    SweepCanvas* m_canvas;
    QTableWidget* m_table;
    StatePanel* m_noMap;
    StackPlot* m_plot;
};

} // namespace headwaters
