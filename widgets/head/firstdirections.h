#pragma once

#include "widgets/head/directioncontent.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QSlider;

namespace headwaters {

class ElidedLabel;
class ShareCurve;

/// *First k of d_head directions*: the slider with the curve of what they explain above it.
class FirstDirections : public QWidget {
    Q_OBJECT

public:
    explicit FirstDirections(const Theme& theme, QWidget* parent = nullptr);

    void setContent(const std::shared_ptr<const DirectionContent>& content);
    [[nodiscard]] QSlider* slider() const { return m_slider; }
    /// `First 8 of 32 directions explain 97 % of this score, 83 % of the map`
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    /// The person chose a number; all of them: the map as the model gives it.
    void chosen(int k);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void say();
    void arrange();

    std::shared_ptr<const DirectionContent> m_content;
    ElidedLabel* m_count;
    ShareCurve* m_curve;
    QSlider* m_slider;
    ElidedLabel* m_score;
    ElidedLabel* m_map;
};

} // namespace headwaters
