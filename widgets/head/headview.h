#pragma once

#include "core/results/attentionmap.h"
#include "core/results/headstatistics.h"
#include "widgets/common/runmodel.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/view.h"
#include "widgets/compare/comparison.h"
#include "widgets/head/headcontent.h"
#include "widgets/head/headside.h"

#include <memory>

class QSplitter;
class QStackedWidget;

namespace headwaters {

class CompareRow;
class DirectionModel;
class DirectionPanels;
class HeadControls;
class HeadMap;
class HeadPanes;
class HeadPicture;
class IconButton;
class PairTable;
class StatePanel;
class Veil;
class ViewHeader;

/// One head, or the mean or maximum of several, in full: map, running text and lines of one quantity, with
/// its table twin, and its singular directions. It shows the head that RunModel::detail() holds; the
/// selection asks for another. While two runs are compared it shows either of them, both, or their
/// difference.
class HeadView : public View {
    Q_OBJECT

public:
    HeadView(const Theme& theme, Selection& selection, RunModel& model, QWidget* parent = nullptr);

    /// Lets the view show the second side too.
    void setComparison(Comparison& comparison);
    /// Lets the view show the singular directions of the head in front: below the map, at the right of it
    /// where the view is wide.
    void setDirections(DirectionModel& directions);

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString iconName() const override;
    [[nodiscard]] std::unique_ptr<Figure> figure() const override;
    void setTableShown(bool shown) override;
    [[nodiscard]] bool isTableShown() const override { return m_tableShown; }

    void setQuantity(Quantity quantity);
    [[nodiscard]] Quantity quantity() const { return m_choice.quantity; }
    void setAggregation(Aggregation aggregation);
    [[nodiscard]] Aggregation aggregation() const { return m_choice.aggregation; }
    void setSinkMode(SinkMode mode);
    [[nodiscard]] SinkMode sinkMode() const { return m_choice.sinkMode; }
    /// Marks a position as a sink, or unmarks it, on every side that is shown; forgotten with the next run.
    void toggleSink(int position);
    /// Enlarges the map about its middle, shows more of it, or all.
    void zoomIn();
    void zoomOut();
    void fit();
    /// What is on the screen; null where a message stands in its place.
    [[nodiscard]] std::shared_ptr<const HeadContent> content() const { return m_content; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] HeadPicture& picture() { return *m_picture; }
    /// Null before setDirections.
    [[nodiscard]] DirectionPanels* panels() const { return m_panels; }
    /// Side by side, and the choice above it; null before setComparison.
    [[nodiscard]] HeadPanes* panes() const { return m_panes; }
    [[nodiscard]] CompareRow* compareRow() const { return m_compareRow; }

protected:
    [[nodiscard]] QWidget* keyTarget() const override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    using Shown = Comparison::Shown;

    void listen(const HeadSide& side);
    void forMaps(void (HeadMap::*what)());
    void runChanged();
    /// Takes over what has arrived, now or when the view is shown.
    void refresh();
    /// What the picture shows of what has arrived; null where there is nothing to show.
    [[nodiscard]] std::shared_ptr<const HeadContent> pictured() const;
    /// The side that a picture is of; A's where it is of both.
    [[nodiscard]] HeadSide& front() const;
    [[nodiscard]] Shown shown() const { return m_comparison ? m_comparison->shown() : Shown::A; }
    [[nodiscard]] bool isOld() const
    {
        return shown() == Shown::Difference ? m_a->isOld() || m_b->isOld() : front().isOld();
    }
    // What follows stands in headviewcontent.cpp.
    void showContent();
    void showPanels();
    void showPanes();
    void showState();
    [[nodiscard]] StateMessage emptyMessage() const;
    void followSelection();
    void shareSplit();

    HeadChoice m_choice;
    std::unique_ptr<HeadSide> m_a;
    std::unique_ptr<HeadSide> m_b; ///< null before setComparison
    Comparison* m_comparison = nullptr;
    std::shared_ptr<const HeadContent> m_content; ///< of the picture; null while panes or a message are shown
    std::shared_ptr<const HeadContent> m_difference; ///< the last one that was shown, until the next is there
    bool m_tableShown = false;
    bool m_tableFilled = false; ///< the table holds the content; filled when it is first looked at
    bool m_isOutdated = true; ///< something arrived while the view was hidden

    ViewHeader* m_header;
    IconButton* m_previous;
    IconButton* m_next;
    IconButton* m_table;
    HeadControls* m_controls;
    QSplitter* m_split;
    QStackedWidget* m_stack;
    StatePanel* m_state;
    HeadPicture* m_picture;
    PairTable* m_pairs;
    Veil* m_veil;
    CompareRow* m_compareRow = nullptr;
    HeadPanes* m_panes = nullptr;
    DirectionModel* m_directions = nullptr;
    DirectionPanels* m_panels = nullptr;
    bool m_isSplitByHand = false; ///< the person has moved the line between map and directions
};

} // namespace headwaters
