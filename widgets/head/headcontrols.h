#pragma once

#include "core/results/attentionmap.h"
#include "core/results/headstatistics.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;

namespace headwaters {

class ElidedLabel;
class SegmentedControl;

/// What the Head view can be asked for: quantity and sinks in the header's second row, the heads in a row of
/// its own with a note beside them.
class HeadControls : public QWidget {
    Q_OBJECT

public:
    /// `row` is the header's row of controls.
    HeadControls(const Theme& theme, QHBoxLayout* row, QWidget* parent = nullptr);

    void setQuantity(Quantity quantity);
    void setSinkMode(SinkMode mode);
    void setAggregation(Aggregation aggregation);
    /// Names the tokens on the effect's button; long ones are cut.
    void setEffect(const QString& target, const QString& rival);
    /// What the sink mode did.
    void setNote(const QString& note);

Q_SIGNALS:
    void quantityChosen(headwaters::Quantity quantity);
    void sinkModeChosen(headwaters::SinkMode mode);
    void aggregationChosen(headwaters::Aggregation aggregation);

private:
    const Theme& m_theme;
    SegmentedControl* m_quantities;
    SegmentedControl* m_sinkModes;
    QComboBox* m_aggregations;
    ElidedLabel* m_note;
};

} // namespace headwaters
