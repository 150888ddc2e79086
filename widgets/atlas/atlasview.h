#pragma once

#include "widgets/atlas/atlasfigure.h"
#include "widgets/atlas/ranking.h"
#include "widgets/atlas/walllayout.h"
#include "widgets/common/runmodel.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/view.h"
#include "widgets/compare/comparison.h"

class QStackedWidget;

namespace headwaters {

class ComparedWalls;
class CompareRow;
class HeadFilterBar;
class HeadTable;
class IconButton;
class RankBar;
class SearchBar;
class StagesModel;
class ViewHeader;
class WallFilter;
class WallSearch;
class WallWidget;

/// The landing view: every head of the model as a thumbnail on a layer x head wall, ranked and filtered by a
/// score.
class AtlasView : public View {
    Q_OBJECT

public:
    AtlasView(const Theme& theme, Selection& selection, const RunModel& model, QWidget* parent = nullptr);

    /// Lets the view show the second side too.
    void setComparison(Comparison& comparison);
    /// Lets thumbnails show the stage and the role that a scan found, and heads be found by them.
    void setStages(StagesModel& stages);

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString iconName() const override;
    /// Null unless the run in front belongs to the prompt.
    [[nodiscard]] std::unique_ptr<Figure> figure() const override;
    void setTableShown(bool shown) override;
    [[nodiscard]] bool isTableShown() const override { return m_tableShown; }

    /// Opens the field that lights a token in all heads or goes to a head (Ctrl+F).
    void findToken();
    /// Opens the bar that fades all heads but those of a type, a stage or a number (Ctrl+Shift+F).
    void findHeads();
    /// A model is being opened: an empty view waits for it.
    void setOpening(bool opening);
    void zoomIn();
    void zoomOut();
    void fit();

    [[nodiscard]] WallWidget& wall() { return *m_wall; }
    [[nodiscard]] HeadTable& table() { return *m_table; }
    [[nodiscard]] RankBar& rankBar() { return *m_rankBar; }
    [[nodiscard]] SearchBar& searchBar() { return *m_search; }
    [[nodiscard]] HeadFilterBar& headFilter() { return *m_filterBar; }
    [[nodiscard]] ViewHeader& header() { return *m_header; }
    [[nodiscard]] StatePanel& statePanel() { return *m_state; }
    /// The walls of the second side and the choice between them; null before setComparison.
    [[nodiscard]] ComparedWalls* comparedWalls() const { return m_walls; }
    [[nodiscard]] CompareRow* compareRow() const { return m_compareRow; }

Q_SIGNALS:
    /// The person wants this head in the Head view; it is locked already.
    void openHead(headwaters::HeadIndex head);
    void runExampleRequested();
    void openFolderRequested();
    /// A table could not be saved; one sentence.
    void failed(const QString& sentence);

protected:
    [[nodiscard]] QWidget* keyTarget() const override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void refresh();
    void refreshHeader();
    void refreshState();
    void rank();
    [[nodiscard]] WallShape shape() const { return WallShape::of(m_model.model()); }
    [[nodiscard]] bool hasWall() const;
    /// The effects that belong to the layers in front; null where there are none.
    [[nodiscard]] std::shared_ptr<const EffectSummary> effects() const;
    [[nodiscard]] bool hasModel() const;
    [[nodiscard]] Comparison::Shown shown() const;
    /// The run that header, ranking and search speak of: B's where B alone is shown.
    [[nodiscard]] const RunModel& front() const;
    [[nodiscard]] bool isWallShown() const;
    void refreshRankBar();
    void refreshWalls();
    [[nodiscard]] AtlasOptions options() const;

    const RunModel& m_model;
    Comparison* m_comparison = nullptr;
    ComparedWalls* m_walls = nullptr;
    CompareRow* m_compareRow = nullptr;
    ViewHeader* m_header;
    RankBar* m_rankBar;
    SearchBar* m_search;
    HeadFilterBar* m_filterBar;
    QStackedWidget* m_pages;
    WallWidget* m_wall;
    HeadTable* m_table;
    StatePanel* m_state;
    WallSearch* m_wallSearch;
    WallFilter* m_filter;
    IconButton* m_filterButton = nullptr;
    IconButton* m_tableButton = nullptr;
    std::vector<QWidget*> m_pictureButtons; ///< of no use while the table or nothing is shown
    bool m_tableShown = false; ///< the table follows the run only then: it refreshes with every layer
    bool m_opening = false;
};

} // namespace headwaters
