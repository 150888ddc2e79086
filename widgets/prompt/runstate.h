#pragma once

#include "widgets/common/runmodel.h"
#include "widgets/theme/theme.h"

#include <QWidget>

namespace headwaters {

/// One line with an icon that says where the run stands: `Run 41 ready`. Elided where it does not fit.
class RunStateLabel : public QWidget {
    Q_OBJECT

public:
    RunStateLabel(const Theme& theme, const RunModel& model, QWidget* parent = nullptr);

    /// How many interventions are on: `Run 42, 2 changes on`.
    void setChanges(int count);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QString iconName() const { return m_icon; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();

    const Theme& m_theme;
    const RunModel& m_model;
    int m_changes = 0;
    QString m_text;
    QString m_icon;
    QColor Colours::*m_colour = &Colours::text2;
};

} // namespace headwaters
