#pragma once

#include "widgets/theme/theme.h"

#include <QAbstractButton>

namespace headwaters {

/// A small arrow that folds what stands below it: it points down while that is shown (checked), else to the
/// right.
class FoldButton : public QAbstractButton {
    Q_OBJECT

public:
    explicit FoldButton(const Theme& theme, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
};

} // namespace headwaters
