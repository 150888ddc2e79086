#pragma once

#include "widgets/theme/theme.h"

#include <QLabel>

namespace headwaters {

/// Running text that wraps, in a role of the type scale and of the palette. Plain text only. Follows the
/// theme.
class TextLabel : public QLabel {
    Q_OBJECT

public:
    TextLabel(const Theme& theme, const QFont& font, QColor Colours::*colour, QWidget* parent = nullptr);

    void setColour(QColor Colours::*colour);

private:
    void dress();

    const Theme& m_theme;
    QColor Colours::*m_colour;
};

} // namespace headwaters
