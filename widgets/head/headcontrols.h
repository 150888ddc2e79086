#pragma once

#include "core/results/attentionmap.h"
#include "core/results/headstatistics.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QComboBox;

namespace headwaters {

class ElidedLabel;
class SegmentedControl;
class ViewHeader;

/// What the Head view can be asked for: the heads in the header, quantity and sinks in its second row. The
/// widget itself is the line below them, for what the sink mode did; it is there while there is something to
/// say.
class HeadControls : public QWidget {
    Q_OBJECT

public:
    HeadControls(const Theme& theme, ViewHeader& header, QWidget* parent = nullptr);

    void setQuantity(Quantity quantity);
    void setSinkMode(SinkMode mode);
    void setAggregation(Aggregation aggregation);
    /// Names the tokens on the effect's button; long ones are cut.
    void setEffect(const QString& target, const QString& rival);
    /// What the sink mode did; empty: no line.
    void setNote(const QString& note);
    void setControlsVisible(bool visible);

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
    QWidget* m_row; ///< the header's second row
};

} // namespace headwaters
