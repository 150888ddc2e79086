#pragma once

#include "widgets/circuit/circuitmodel.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QPushButton;

namespace headwaters {

class ElidedLabel;
class WorkbenchCanvas;

/// What a person keeps of a circuit: the pinned nodes beside each other, *Group*, and how much of the logit
/// difference the shown circuit keeps by itself. Without pinned nodes only its header stands there.
class Workbench : public QWidget {
    Q_OBJECT

public:
    Workbench(const Theme& theme, CircuitModel& model, QWidget* parent = nullptr);

    /// Edges' strengths and the root's words of the circuit in front.
    void setCircuit(const std::vector<double>& strengths, const QString& into);
    [[nodiscard]] bool isUsed() const;
    [[nodiscard]] WorkbenchCanvas& canvas() { return *m_canvas; }
    [[nodiscard]] QPushButton& measureButton() { return *m_measure; }
    /// `5 pinned, 1 group`
    [[nodiscard]] QString countText() const;
    /// `Faithfulness 93 %`, `Faithfulness –`
    [[nodiscard]] QString faithfulnessText() const;

Q_SIGNALS:
    /// The first node came or the last went.
    void usedChanged();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    const Theme& m_theme;
    CircuitModel& m_model;
    ElidedLabel* m_count;
    QPushButton* m_group;
    ElidedLabel* m_faithfulness;
    QPushButton* m_measure;
    WorkbenchCanvas* m_canvas;
    bool m_wasUsed = false;
};

} // namespace headwaters
