#pragma once

#include "widgets/interventions/interventionmodel.h"
#include "widgets/theme/theme.h"

#include <QStringList>
#include <QWidget>

namespace headwaters {

/// Target minus rival along the stack: a row for the unchanged run and one for each item, with what an item
/// that is off would do, on one axis with the zero between the two tokens.
class StackPlot : public QWidget {
    Q_OBJECT

public:
    StackPlot(const Theme& theme, InterventionModel& model, QWidget* parent = nullptr);

    void setTokens(const QString& target, const QString& rival);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Row {
        QString label;
        double difference = 0;
        bool isOn = true;
    };
    [[nodiscard]] std::vector<Row> rows() const;
    void refresh();

    const Theme& m_theme;
    InterventionModel& m_model;
    QString m_target, m_rival;
};

} // namespace headwaters
