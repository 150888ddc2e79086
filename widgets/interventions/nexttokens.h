#pragma once

#include "widgets/common/runmodel.h"
#include "widgets/interventions/interventionmodel.h"
#include "widgets/theme/theme.h"

#include <QWidget>

namespace headwaters {

/// The likeliest next tokens without and with the stack, and how far the two runs lie apart.
class NextTokens : public QWidget {
    Q_OBJECT

public:
    NextTokens(const Theme& theme, const RunModel& run, InterventionModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Row {
        QString label;
        double before = 0;
        double after = 0;
    };
    [[nodiscard]] std::vector<Row> rows() const;

    const Theme& m_theme;
    const RunModel& m_run;
    InterventionModel& m_model;
};

} // namespace headwaters
