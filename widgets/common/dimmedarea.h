#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

namespace headwaters {

/// A panel-coloured container whose whole content can be dimmed to 40 %: what it shows is of an older run.
/// The mouse still works.
class DimmedArea : public QWidget {
    Q_OBJECT

public:
    explicit DimmedArea(const Theme& theme, QWidget* parent = nullptr);

    void setDimmed(bool dimmed);
    [[nodiscard]] bool isDimmed() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void childEvent(QChildEvent* event) override;

private:
    const Theme& m_theme;
    QWidget* m_veil = nullptr;
};

} // namespace headwaters
