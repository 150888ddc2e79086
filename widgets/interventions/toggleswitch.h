#pragma once

#include "widgets/theme/theme.h"

#include <QAbstractButton>

namespace headwaters {

/// A switch of 28 x 16: on at the right, in accent.
class ToggleSwitch : public QAbstractButton {
    Q_OBJECT

public:
    /// `name` is what it switches, for the screen reader.
    ToggleSwitch(const Theme& theme, const QString& name, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {32, 24}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
};

} // namespace headwaters
