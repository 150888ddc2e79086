#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

namespace headwaters {

/// The padlock in teal that stands behind the name of a locked thing. Shown and hidden by its owner.
class LockMark : public QWidget {
    Q_OBJECT

public:
    explicit LockMark(const Theme& theme, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
};

} // namespace headwaters
