#pragma once

#include "widgets/common/dimmedarea.h"
#include "widgets/head/directioncontent.h"

#include <QTimer>

#include <memory>

class QComboBox;

namespace headwaters {

class DirectionModel;
class DirectionTable;
class DirectionWords;
class ElidedLabel;
class FirstDirections;
class RunModel;
class ScoreRowView;
class Selection;
class SpectrumView;

/// The singular directions of the head in front: what the first of them explain, the score of the pair as a
/// sum, the spectrum, the words of a direction. In two columns where it is wide, else in one.
class DirectionPanels : public DimmedArea {
    Q_OBJECT

public:
    DirectionPanels(
        const Theme& theme, DirectionModel& directions, RunModel& model, Selection& selection,
        QWidget* parent = nullptr);

    /// Score row and spectrum as a table.
    void setTableShown(bool shown);
    /// What is shown.
    [[nodiscard]] std::shared_ptr<const DirectionContent> content() const { return m_content; }
    [[nodiscard]] FirstDirections* first() const { return m_first; }
    [[nodiscard]] ScoreRowView* scoreRow() const { return m_scoreRow; }
    [[nodiscard]] SpectrumView* spectrum() const { return m_spectrum; }
    [[nodiscard]] DirectionTable* table() const { return m_table; }
    [[nodiscard]] QComboBox* embedding() const { return m_embedding; }
    /// `Words of direction 4`, and how far the vocabulary is read.
    [[nodiscard]] QString wordsTitle() const;

    /// The height that two columns need.
    static constexpr int wideHeight = 236;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void arrange();
    void toggle(int direction);

    DirectionModel& m_directions;
    RunModel& m_model;
    Selection& m_selection;
    std::shared_ptr<const DirectionContent> m_content;
    bool m_tableShown = false;
    QTimer m_patience; ///< what is old for a moment is not dimmed
    FirstDirections* m_first;
    ScoreRowView* m_scoreRow;
    SpectrumView* m_spectrum;
    ElidedLabel* m_wordsTitle;
    QComboBox* m_embedding;
    DirectionWords* m_words;
    DirectionTable* m_table;
};

} // namespace headwaters
