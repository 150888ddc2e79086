#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

namespace headwaters {

/// A part of a dialog on the panel colour, with a hairline at one edge. Follows the theme.
class Surface : public QWidget {
    Q_OBJECT

public:
    Surface(const Theme& theme, Qt::Edge line, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    Qt::Edge m_line;
};

} // namespace headwaters
