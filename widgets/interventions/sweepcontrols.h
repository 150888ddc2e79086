#pragma once

#include "widgets/selection/selection.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace headwaters {

class ElidedLabel;
class InterventionModel;

/// What is swept, what stands in its place, from which other prompt, and what it costs; Start and Stop.
class SweepControls : public QWidget {
    Q_OBJECT

public:
    SweepControls(
        const Theme& theme, const Selection& selection, InterventionModel& model, QWidget* parent = nullptr);

private:
    void fill();
    void choose();
    void refresh();

    const Theme& m_theme;
    const Selection& m_selection;
    InterventionModel& m_model;
    QComboBox* m_kind;
    QComboBox* m_replacement;
    QPushButton* m_start;
    QLineEdit* m_other;
    QCheckBox* m_onTop;
    ElidedLabel* m_note;
};

} // namespace headwaters
