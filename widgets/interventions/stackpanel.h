#pragma once

#include "widgets/common/runmodel.h"
#include "widgets/selection/selection.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QFrame;
class QScrollArea;
class QVBoxLayout;

namespace headwaters {

class InterventionModel;
class StackCard;
class TextLabel;

/// The left side of the Interventions view: the cards of the stack in their order, *Add*, and what the model
/// would write with the stack on.
class StackPanel : public QWidget {
    Q_OBJECT

public:
    StackPanel(
        const Theme& theme, const Selection& selection, const RunModel& run, InterventionModel& model,
        QWidget* parent = nullptr);

    [[nodiscard]] const std::vector<StackCard*>& cards() const { return m_cards; }
    /// Adds a change of the locked head, or of the first: replaced by zero.
    void addItem();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void followStack();
    void addCard();
    /// Before which card something that is dropped at `at` (global) goes; as many as there are: last.
    [[nodiscard]] int gapAt(const QPoint& at) const;
    void showGap(const QPoint& at);
    void drop(int item, const QPoint& at);
    void moveCard(int from, int to);

    const Theme& m_theme;
    const Selection& m_selection;
    const RunModel& m_run;
    InterventionModel& m_model;
    TextLabel* m_empty;
    QScrollArea* m_scroll;
    QFrame* m_gap; ///< the line where a dragged card would go
    QVBoxLayout* m_list;
    std::vector<StackCard*> m_cards;
};

} // namespace headwaters
