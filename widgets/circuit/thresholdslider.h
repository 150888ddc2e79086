#pragma once

#include "widgets/theme/theme.h"

#include <QAbstractSlider>

#include <vector>

namespace headwaters {

/// A slider with the histogram of what it cuts: bars of the kept part in the accent, of the dropped part in
/// grey, heights by the square root of the count. The value is the number of bins that are dropped, from the
/// left; arrows go one bin, Page one tenth.
class ThresholdSlider : public QAbstractSlider {
    Q_OBJECT

public:
    explicit ThresholdSlider(const Theme& theme, QWidget* parent = nullptr);

    /// Counts by bin, the lightest first. `scale` says what the bins are of: `log weight`.
    void setHistogram(const std::vector<int>& counts, const QString& scale);
    [[nodiscard]] const std::vector<int>& counts() const { return m_counts; }

    [[nodiscard]] QSize sizeHint() const override { return {232, 38}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {96, 38}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void sliderChange(SliderChange change) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] double xOf(int value) const;
    [[nodiscard]] int valueAt(double x) const;

    const Theme& m_theme;
    std::vector<int> m_counts;
};

} // namespace headwaters
