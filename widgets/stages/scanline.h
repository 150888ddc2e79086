#pragma once

#include "widgets/stages/stagesmodel.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QPushButton;

namespace headwaters {

class DeterminateBar;
class ElidedLabel;

/// The scan under way: how far it has come, and Cancel. Hidden while none runs.
class ScanLine : public QWidget {
    Q_OBJECT

public:
    ScanLine(const Theme& theme, StagesModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton& cancelButton() { return *m_cancel; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    const Theme& m_theme;
    StagesModel& m_model;
    ElidedLabel* m_text;
    DeterminateBar* m_bar;
    QPushButton* m_cancel;
};

} // namespace headwaters
