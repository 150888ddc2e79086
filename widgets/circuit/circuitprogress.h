#pragma once

#include "widgets/circuit/circuitmodel.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QPushButton;

namespace headwaters {

class DeterminateBar;
class ElidedLabel;

/// The trace under way: how far it has come, and Cancel. Hidden while none runs.
class CircuitProgress : public QWidget {
    Q_OBJECT

public:
    CircuitProgress(const Theme& theme, CircuitModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton& cancelButton() { return *m_cancel; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    const Theme& m_theme;
    CircuitModel& m_model;
    ElidedLabel* m_text;
    DeterminateBar* m_bar;
    QPushButton* m_cancel;
};

} // namespace headwaters
