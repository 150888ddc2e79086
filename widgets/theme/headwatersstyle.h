#pragma once

#include "widgets/theme/colours.h"

#include <QProxyStyle>

class QStyleOptionSlider;

namespace headwaters {

/// Fusion with the parts that a style sheet does badly: focus ring, check and radio marks, sliders, combo and
/// spin boxes, separators, metrics.
class HeadwatersStyle : public QProxyStyle {
    Q_OBJECT

public:
    explicit HeadwatersStyle(const Colours& colours);

    void setColours(const Colours& colours) { m_colours = colours; }

    void drawPrimitive(
        PrimitiveElement element, const QStyleOption* option, QPainter* painter,
        const QWidget* widget) const override;
    void drawControl(
        ControlElement element, const QStyleOption* option, QPainter* painter,
        const QWidget* widget) const override;
    void drawComplexControl(
        ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
        const QWidget* widget) const override;
    QRect subControlRect(
        ComplexControl control, const QStyleOptionComplex* option, SubControl part,
        const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* result)
        const override;
    QSize sizeFromContents(
        ContentsType type, const QStyleOption* option, const QSize& size,
        const QWidget* widget) const override;

private:
    void drawMark(QPainter* painter, const QStyleOption* option, bool round) const;
    void drawSlider(QPainter* painter, const QStyleOptionSlider* option, const QWidget* widget) const;
    void drawField(QPainter* painter, const QStyleOption* option, bool open) const;
    void drawChevron(QPainter* painter, const QRect& box, bool up, bool enabled) const;

    Colours m_colours;
};

} // namespace headwaters
