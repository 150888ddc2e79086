#pragma once

#include "core/circuit/circuitfilter.h"
#include "widgets/circuit/circuitmodel.h"
#include "widgets/common/runmodel.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace headwaters {

class ElidedLabel;
class ThresholdSlider;

/// The row of the Circuit view: method, where a trace starts, *Trace*, and the threshold with what it keeps.
class CircuitControls : public QWidget {
    Q_OBJECT

public:
    CircuitControls(const Theme& theme, CircuitModel& model, const RunModel& run, QWidget* parent = nullptr);

    /// `37 of 412 edges, 91 % of weight`
    [[nodiscard]] QString keptText() const;
    [[nodiscard]] ThresholdSlider& slider() { return *m_slider; }
    [[nodiscard]] QComboBox& methods() { return *m_methods; }
    [[nodiscard]] QComboBox& seedings() { return *m_seedings; }
    [[nodiscard]] QLineEdit& heads() { return *m_heads; }
    [[nodiscard]] QPushButton& traceButton() { return *m_trace; }
    /// Why no trace can start; empty where one can.
    [[nodiscard]] QString blockedReason() const;

private:
    void chooseMethod();
    void chooseSeeding();
    void takeHeads();
    void takePair();
    void refresh();
    void refreshSeedings();
    void refreshHistogram();
    void refreshKept();
    [[nodiscard]] double strengthAt(int bin) const;
    [[nodiscard]] int binOf(double strength) const;

    CircuitModel& m_model;
    const RunModel& m_run;
    StrengthHistogram m_histogram;
    std::vector<TraceRoot> m_typed; ///< what the field says
    QString m_headsProblem;
    QComboBox* m_methods;
    QComboBox* m_seedings;
    QLineEdit* m_heads;
    QPushButton* m_trace;
    ElidedLabel* m_keep;
    ThresholdSlider* m_slider;
    ElidedLabel* m_edges;
    ElidedLabel* m_edgesRest;
    ElidedLabel* m_share;
    ElidedLabel* m_shareRest;
};

} // namespace headwaters
