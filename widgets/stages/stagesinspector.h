#pragma once

#include "widgets/common/runmodel.h"
#include "widgets/selection/selection.h"
#include "widgets/stages/stagesmodel.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QVBoxLayout;
class QScrollArea;
class QStackedLayout;

namespace headwaters {

class CardSection;
class CardTitle;
class DockHeader;
class EvidencePlots;
class ExamplePicture;
class StageChips;
class StatePanel;
class TextLabel;
struct StateMessage;

/// The Inspector while the Stages view is in front: the evidence cards of one type of the head under the
/// selection. Cards fold by a click on their heading; those that nobody decided about fold from the last one
/// on where they do not fit.
class StagesInspector : public QWidget {
    Q_OBJECT

public:
    StagesInspector(
        const Theme& theme, StagesModel& model, Selection& selection, const RunModel& run,
        QWidget* parent = nullptr);

    /// The head and type whose evidence is shown; none while a state stands in its place.
    [[nodiscard]] std::optional<HeadIndex> head() const { return m_head; }
    [[nodiscard]] HeadType type() const { return m_type; }
    /// Beside the grid, not in the dock: two columns, without the dock's header.
    void setBesideGrid(bool beside);
    [[nodiscard]] QComboBox& types() { return *m_types; }
    [[nodiscard]] StageChips& chips() { return *m_chips; }
    [[nodiscard]] EvidencePlots& plots() { return *m_plots; }
    [[nodiscard]] EvidencePlots& causalPlots() { return *m_causalPlots; }
    [[nodiscard]] CardSection& exampleSection() { return *m_example; }
    [[nodiscard]] CardSection& writesSection() { return *m_writes; }
    [[nodiscard]] CardSection& causalSection() { return *m_causal; }
    [[nodiscard]] CardSection& literatureSection() { return *m_literature; }
    [[nodiscard]] QString sentence() const;
    /// The card's numbers as text: a line for each measure.
    [[nodiscard]] QString text() const;
    void copy() const;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void build();
    QWidget* buildTop(QWidget* parent);
    void placeSections();
    void foldToFit();
    void refresh();
    /// What stands in place of the cards.
    [[nodiscard]] StateMessage nothingMessage() const;
    void refreshTypes(const HeadReport& head);
    void showType();
    void showExample();
    void showWritten(bool isOurs, const QString& waiting);
    [[nodiscard]] HeadType typeFor(const HeadReport& head) const;
    [[nodiscard]] const TypeSummary* summary() const;
    [[nodiscard]] std::vector<Evidence> evidence(bool isCausal) const;
    [[nodiscard]] QStringList labels() const;

    const Theme& m_theme;
    StagesModel& m_model;
    Selection& m_selection;
    const RunModel& m_run;
    std::optional<HeadIndex> m_head;
    HeadType m_type = HeadType::Induction;
    std::optional<HeadType> m_chosen; ///< by the person, for as long as heads have it

    bool m_isBesideGrid = false;
    DockHeader* m_header = nullptr;
    QStackedLayout* m_pages = nullptr;
    StatePanel* m_nothing = nullptr;
    QScrollArea* m_scroll = nullptr;
    CardTitle* m_title = nullptr;
    StageChips* m_chips = nullptr;
    QComboBox* m_types = nullptr;
    TextLabel* m_sentence = nullptr;
    CardSection* m_score = nullptr;
    EvidencePlots* m_plots = nullptr;
    CardSection* m_example = nullptr;
    ExamplePicture* m_arcs = nullptr;
    CardSection* m_sources = nullptr;
    ExamplePicture* m_attribution = nullptr;
    CardSection* m_writes = nullptr;
    CardSection* m_causal = nullptr;
    EvidencePlots* m_causalPlots = nullptr;
    CardSection* m_literature = nullptr;
    std::vector<CardSection*> m_sections; ///< from the first to the last
    QWidget* m_top = nullptr; ///< name, stages and type
    QVBoxLayout* m_left = nullptr;
    QVBoxLayout* m_right = nullptr; ///< of two columns
};

} // namespace headwaters
