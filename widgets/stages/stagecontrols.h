#pragma once

#include "widgets/stages/stagesmodel.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QMenu;
class QToolButton;

namespace headwaters {

class ElidedLabel;
class SegmentedControl;

/// How the report is shown: mode, type, task or the two sides of a difference, and the scheme of the stages.
class StageControls : public QWidget {
    Q_OBJECT

public:
    StageControls(const Theme& theme, StagesModel& model, QWidget* parent = nullptr);

    [[nodiscard]] SegmentedControl& modes() { return *m_modes; }
    [[nodiscard]] QComboBox& types() { return *m_types; }
    [[nodiscard]] QComboBox& tasks() { return *m_tasks; }
    [[nodiscard]] QComboBox& sideA() { return *m_sideA; }
    [[nodiscard]] QComboBox& sideB() { return *m_sideB; }
    [[nodiscard]] QMenu& schemeMenu() { return *m_schemeMenu; }

private:
    void buildSchemeMenu();
    void refresh();
    void refreshSides();
    void change(const std::function<void(StagesShown&)>& change);

    StagesModel& m_model;
    SegmentedControl* m_modes;
    QComboBox* m_types;
    QComboBox* m_tasks;
    ElidedLabel* m_between;
    QComboBox* m_sideA;
    QComboBox* m_sideB;
    QToolButton* m_scheme;
    QMenu* m_schemeMenu;
    QAction* m_onlyOfType = nullptr;
    QAction* m_strict = nullptr;
    QAction* m_extended = nullptr;
    QAction* m_most = nullptr;
    QAction* m_mean = nullptr;
};

} // namespace headwaters
