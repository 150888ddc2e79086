#pragma once

#include "widgets/inspector/headcard.h"
#include "widgets/selection/selection.h"
#include "widgets/theme/theme.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>

class QScrollArea;
class QStackedLayout;

namespace headwaters {

class CardSection;
class CardTitle;
class DimmedArea;
class DirectionModel;
class DistanceProfile;
class ElidedLabel;
class IconButton;
class KeyValueRows;
class RunModel;
class StageChips;
class StagesModel;
class StatePanel;

/// The right dock: the card of the head under the selection, its numbers on this prompt and where they come
/// from.
class Inspector : public QWidget {
    Q_OBJECT

public:
    Inspector(const Theme& theme, RunModel& model, Selection& selection, QWidget* parent = nullptr);

    /// Lets the card say where the pair's score comes from and who reads the head.
    void setDirections(DirectionModel& directions);
    /// Lets the card say which stages and types a scan found for the head.
    void setStages(const StagesModel& stages);
    [[nodiscard]] const StageChips& stageChips() const { return *m_chips; }
    /// `Induction, probable`; empty without a scan.
    [[nodiscard]] QString roles() const;
    /// The card in front; none while a state is shown instead.
    [[nodiscard]] const std::optional<HeadCard>& card() const { return m_card; }
    /// Puts the card's numbers on the clipboard.
    void copy() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void buildCard();
    /// Shows what belongs to model and selection now; a head whose detail is on its way keeps the card before
    /// it for a moment.
    void refresh();
    void refreshCard(const RunResult& result);
    void addNeighbours(const RunResult& result);
    void showStages();
    void showEmpty();
    void lockStrongest();
    [[nodiscard]] bool detailFits() const;

    const Theme& m_theme;
    RunModel& m_model;
    Selection& m_selection;
    DirectionModel* m_directions = nullptr;
    const StagesModel* m_stages = nullptr;
    std::optional<HeadCard> m_card;
    std::shared_ptr<const HeadDetail> m_numbersOf; // the detail that m_numbers were taken of
    HeadNumbers m_numbers;
    QTimer m_patience;

    QStackedLayout* m_pages;
    StatePanel* m_empty;
    QScrollArea* m_scroll;
    DimmedArea* m_body;
    CardTitle* m_title;
    ElidedLabel* m_hook;
    StageChips* m_chips;
    ElidedLabel* m_roles;
    KeyValueRows* m_group;
    CardSection* m_prompt;
    CardSection* m_strength;
    CardSection* m_mass;
    CardSection* m_distance;
    DistanceProfile* m_profile;
    CardSection* m_sources;
    CardSection* m_getsFrom;
    CardSection* m_givesTo;
    IconButton* m_copy;
};

} // namespace headwaters
