#pragma once

#include "widgets/common/runmodel.h"
#include "widgets/common/view.h"
#include "widgets/stages/stagesmodel.h"

class QBoxLayout;
class QStackedWidget;

namespace headwaters {

class CompositionStrip;
class ElidedLabel;
class IconButton;
class ProgressLine;
class ScanSettingsMenu;
class StageControls;
class StageGridWidget;
class StageLegend;
class StageTable;
class StatePanel;
class TextLabel;
class ViewHeader;

/// What every head is for: a grid of heads with their stages, its table twin beside it, and what the scan
/// says of itself. It shows what the StagesModel holds; the evidence stands in StagesInspector.
class StagesView : public View {
    Q_OBJECT

public:
    StagesView(
        const Theme& theme, Selection& selection, const RunModel& run, StagesModel& model,
        QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString iconName() const override;
    /// Null while a message stands in place of the grid.
    [[nodiscard]] std::unique_ptr<Figure> figure() const override;
    /// The table alone, in place of the grid with the table beside it.
    void setTableShown(bool shown) override;
    [[nodiscard]] bool isTableShown() const override { return m_tableShown; }
    /// What the locked head composes with, as lines over the grid and as a list below it.
    void setCompositionShown(bool shown);

    /// True where there is room for evidence beside the grid.
    [[nodiscard]] bool hasRoomForEvidence() const;
    /// Puts it there, the table below the grid then; null: it goes, and its owner takes it.
    void setEvidence(QWidget* evidence);

    [[nodiscard]] QString title() const;
    [[nodiscard]] QString note() const;
    [[nodiscard]] StageGridWidget& grid() { return *m_grid; }
    [[nodiscard]] StageTable& table() { return *m_table; }
    [[nodiscard]] StageControls& controls() { return *m_controls; }
    [[nodiscard]] ProgressLine& progress() { return *m_progress; }
    [[nodiscard]] ScanSettingsMenu& settingsMenu() { return *m_settings; }
    [[nodiscard]] CompositionStrip& composition() { return *m_composition; }
    [[nodiscard]] IconButton& compositionButton() { return *m_compositionButton; }
    [[nodiscard]] StatePanel& statePanel() { return *m_state; }

Q_SIGNALS:
    /// The person wants this head in the Head view; it is locked already.
    void openHead(headwaters::HeadIndex head);
    /// A table could not be saved; one sentence.
    void failed(const QString& sentence);
    /// `hasRoomForEvidence` may say something else.
    void roomChanged();

protected:
    [[nodiscard]] QWidget* keyTarget() const override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void buildPages();
    void buildButtons();
    void refresh();
    /// Of the locked head, where it is to be seen.
    void wantComposition();
    void refreshHeader();
    void placeTable();

    const RunModel& m_run;
    StagesModel& m_model;
    bool m_tableShown = false;

    ViewHeader* m_header;
    StageControls* m_controls;
    TextLabel* m_note;
    ProgressLine* m_progress;
    QStackedWidget* m_pages;
    StatePanel* m_state;
    QWidget* m_body;
    QBoxLayout* m_row = nullptr; ///< grid and table, evidence
    QBoxLayout* m_twins = nullptr; ///< beside each other, or the table below
    QWidget* m_evidence = nullptr;
    QWidget* m_picture;
    StageGridWidget* m_grid;
    CompositionStrip* m_composition;
    StageLegend* m_legend;
    QWidget* m_list;
    StageTable* m_table;
    ElidedLabel* m_count;
    ScanSettingsMenu* m_settings = nullptr;
    IconButton* m_compositionButton = nullptr;
    IconButton* m_tableButton = nullptr;
};

} // namespace headwaters
