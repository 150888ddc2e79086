#pragma once

#include "widgets/circuit/edgecard.h"
#include "widgets/common/runmodel.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QScrollArea;
class QStackedLayout;

namespace headwaters {

class CardSection;
class CardTitle;
class DimmedArea;
class DirectionList;
class EdgeSideLine;
class ElidedLabel;
class IconButton;
class KeyValueRows;
class ReadingColumns;
class SegmentedControl;
class StatePanel;
class TextLabel;
class TrialRows;

/// The Inspector while the Circuit view is in front: the card of the locked edge or node, hovered ones by
/// their node's card, and how faithful the shown circuit is.
class CircuitInspector : public QWidget {
    Q_OBJECT

public:
    CircuitInspector(const Theme& theme, CircuitModel& model, const RunModel& run, QWidget* parent = nullptr);

    [[nodiscard]] const std::optional<EdgeCard>& edgeCard() const { return m_edge; }
    [[nodiscard]] const std::optional<NodeCard>& nodeCard() const { return m_node; }
    [[nodiscard]] DirectionList& directions() { return *m_directions; }
    [[nodiscard]] QPushButton& removeButton() { return *m_remove; }
    [[nodiscard]] QPushButton& boostButton() { return *m_boost; }
    [[nodiscard]] SegmentedControl& reach() { return *m_reach; }
    /// Puts the card's numbers on the clipboard.
    void copy() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void buildEdge(QWidget* page);
    void buildNode(QWidget* page);
    void refresh();
    void showEdge();
    void showNode(int node);
    void showChange();
    void showNothing();
    void showFaithfulness();
    [[nodiscard]] TokenNames names() const;
    [[nodiscard]] QString into() const;
    [[nodiscard]] QString pair() const;

    const Theme& m_theme;
    CircuitModel& m_model;
    const RunModel& m_run;
    std::optional<EdgeCard> m_edge;
    std::optional<NodeCard> m_node;

    IconButton* m_copy;
    QStackedLayout* m_pages;
    StatePanel* m_nothing;
    QScrollArea* m_scroll;
    DimmedArea* m_body;
    CardTitle* m_title;
    EdgeSideLine* m_side;
    ElidedLabel* m_hook;
    KeyValueRows* m_rows;
    QWidget* m_edgePart;
    QWidget* m_nodePart;
    CardSection* m_adds;
    DirectionList* m_directions;
    TextLabel* m_residual;
    CardSection* m_reads;
    ReadingColumns* m_reading;
    QWidget* m_change;
    ElidedLabel* m_changed;
    SegmentedControl* m_reach;
    QPushButton* m_remove;
    QPushButton* m_boost;
    TrialRows* m_trials;
    TextLabel* m_changeNote;
    CardSection* m_gets;
    CardSection* m_gives;
    CardSection* m_faithfulness;
};

} // namespace headwaters
