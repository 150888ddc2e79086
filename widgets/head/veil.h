#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

namespace headwaters {

/// Dims what lies below it: panel colour at 60 %, so that a stale picture stays legible. Lets the mouse
/// through and covers its parent.
class Veil : public QWidget {
    Q_OBJECT

public:
    Veil(const Theme& theme, QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    const Theme& m_theme;
};

} // namespace headwaters
