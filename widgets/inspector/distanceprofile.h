#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

#include <vector>

namespace headwaters {

/// Mean attention by distance (query minus key) as bars from distance 0 at the left. Where there are more
/// distances than room, a bar stands for several and shows the largest of them; the caption says so.
class DistanceProfile : public QWidget {
    Q_OBJECT

public:
    explicit DistanceProfile(const Theme& theme, QWidget* parent = nullptr);

    void setProfile(const std::vector<float>& profile);
    /// How many neighbouring distances one bar stands for at the present width.
    [[nodiscard]] int distancesPerBar() const;
    /// `distance 3: 0.041`, or of the bar's distances their largest.
    [[nodiscard]] QString textAt(int x) const;

    [[nodiscard]] QSize sizeHint() const override { return {200, 74}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {80, 74}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Bar {
        int first = 0; ///< distances first .. last
        int last = 0;
        float value = 0;
    };
    [[nodiscard]] std::vector<Bar> bars() const;
    [[nodiscard]] QRectF plotArea() const;
    [[nodiscard]] double largest() const;

    const Theme& m_theme;
    std::vector<float> m_profile;
};

} // namespace headwaters
