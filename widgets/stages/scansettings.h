#pragma once

#include "widgets/stages/stagesmodel.h"

#include <QMenu>

namespace headwaters {

/// What the next scan does: how deep, how often, with or without the check on a scrambled copy; and its
/// start.
class ScanSettingsMenu : public QMenu {
    Q_OBJECT

public:
    explicit ScanSettingsMenu(StagesModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QAction& startAction() { return *m_start; }
    [[nodiscard]] QAction& tierAction(Tier tier) { return *m_tiers[static_cast<std::size_t>(tier)]; }
    [[nodiscard]] QAction& scrambledAction() { return *m_scrambled; }

private:
    void refresh();
    void take();

    StagesModel& m_model;
    std::array<QAction*, tierCount> m_tiers = {};
    QAction* m_oneSeed = nullptr;
    QAction* m_threeSeeds = nullptr;
    QAction* m_scrambled = nullptr;
    QAction* m_start = nullptr;
};

} // namespace headwaters
