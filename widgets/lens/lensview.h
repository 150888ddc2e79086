#pragma once

#include "widgets/common/runmodel.h"
#include "widgets/common/view.h"
#include "widgets/lens/attributionpainting.h"
#include "widgets/lens/lenscontent.h"
#include "widgets/lens/lensmodel.h"

#include <memory>

class QCheckBox;
class QStackedWidget;

namespace headwaters {

class AttributionView;
class DimmedArea;
class ElidedLabel;
class IconButton;
class LensScale;
class LensTableView;
class LensTwin;
class RankWatchView;
class SegmentedControl;
class StatePanel;
class ViewHeader;
class WatchedWords;

/// What the model would predict between its layers: a table of layers and positions, the ranks of watched
/// words through the layers, and what every part adds to target minus rival. It shows what the LensModel
/// holds, after the position that is locked in the selection, else after the last.
class LensView : public View {
    Q_OBJECT

public:
    LensView(
        const Theme& theme, Selection& selection, const RunModel& run, LensModel& model,
        QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString iconName() const override;
    [[nodiscard]] std::unique_ptr<Figure> figure() const override;
    void setTableShown(bool shown) override;
    [[nodiscard]] bool isTableShown() const override { return m_tableShown; }

    void setQuantity(LensQuantity quantity);
    void setSplit(int segment); ///< parts, tokens, tokens of the head in the selection
    [[nodiscard]] std::shared_ptr<const LensContent> content() const { return m_content; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] LensTableView& table() { return *m_table; }
    [[nodiscard]] RankWatchView& rankWatch() { return *m_watch; }
    [[nodiscard]] AttributionView& attribution() { return *m_attribution; }
    [[nodiscard]] WatchedWords& words() { return *m_words; }
    [[nodiscard]] LensTwin& twin() { return *m_twin; }
    [[nodiscard]] StatePanel& statePanel() { return *m_state; }
    [[nodiscard]] QCheckBox& middles() { return *m_middles; }

protected:
    [[nodiscard]] QWidget* keyTarget() const override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildControls();
    void buildBody();
    void refresh();
    void refreshTexts();
    void refreshShare();
    void place();
    void lockPosition(int position);

    const RunModel& m_run;
    LensModel& m_model;
    std::shared_ptr<const LensContent> m_content;
    SelectionState m_locked; ///< that is shown
    LensQuantity m_quantity = LensQuantity::TopToken;
    int m_split = 0;
    bool m_tableShown = false;

    ViewHeader* m_header;
    SegmentedControl* m_quantities;
    QCheckBox* m_middles;
    LensScale* m_scale;
    QStackedWidget* m_pages;
    StatePanel* m_state;
    DimmedArea* m_body;
    LensTableView* m_table;
    QWidget* m_line;
    ElidedLabel* m_note;
    ElidedLabel* m_watchTitle;
    WatchedWords* m_words;
    RankWatchView* m_watch;
    ElidedLabel* m_attributionTitle;
    SegmentedControl* m_splits;
    AttributionView* m_attribution;
    LensTwin* m_twin;
    IconButton* m_tableButton;
};

} // namespace headwaters
