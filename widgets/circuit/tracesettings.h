#pragma once

#include "widgets/circuit/circuitmodel.h"

#include <QMenu>

class QAction;
class QDoubleSpinBox;

namespace headwaters {

/// What a trace takes for granted, and rarely changes: from which attention on ACC++ explains a firing, and
/// whether the reference programs' quirks are kept.
class TraceSettings : public QMenu {
    Q_OBJECT

public:
    explicit TraceSettings(CircuitModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QAction& dynamicAction() { return *m_dynamic; }
    [[nodiscard]] QAction& constantAction() { return *m_constant; }
    [[nodiscard]] QAction& compatAction() { return *m_compat; }
    [[nodiscard]] QDoubleSpinBox& tauField() { return *m_tau; }

private:
    void refresh();
    void take();

    CircuitModel& m_model;
    QAction* m_dynamic;
    QAction* m_constant;
    QAction* m_compat;
    QDoubleSpinBox* m_tau;
};

} // namespace headwaters
