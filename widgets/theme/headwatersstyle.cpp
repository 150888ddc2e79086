#include "widgets/theme/headwatersstyle.h"

#include "widgets/theme/metrics.h"

#include <QFocusFrame>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionComplex>
#include <QWidget>

namespace headwaters {

namespace {

constexpr int focusRing = 2; // wide, and as far outside the control
constexpr int sliderTrack = 3;
constexpr int sliderHandle = 14;
constexpr int arrowWidth = 24;

// Where the ring lies in its frame, which always reaches out of the widget: QFocusFrame asks for its margins
// without saying for which widget.
QRect ringArea(const QRect& frame, const QWidget* widget)
{
    const auto* focusFrame = qobject_cast<const QFocusFrame*>(widget);
    const QWidget* target = focusFrame ? focusFrame->widget() : nullptr;
    const bool inside = target && target->property("focusRing").toString() == QLatin1String("inside");
    const int inset = inside ? 2 * focusRing : 0;
    return frame.adjusted(inset, inset, -inset, -inset);
}

QRectF inner(const QRect& rect)
{
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

} // namespace

HeadwatersStyle::HeadwatersStyle(const Colours& colours)
    : QProxyStyle(QStringLiteral("Fusion")),
      m_colours(colours)
{
}

void HeadwatersStyle::drawPrimitive(
    PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case PE_FrameFocusRect:
        // Items of lists and tables; controls get their ring from KeyboardFocus.
        if (option->state & State_KeyboardFocusChange && option->state & State_Item) {
            painter->save();
            painter->setPen(QPen(m_colours.accent, focusRing));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(QRectF(option->rect).adjusted(1, 1, -1, -1));
            painter->restore();
        }
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawMark(painter, option, false);
        return;
    case PE_IndicatorRadioButton:
        drawMark(painter, option, true);
        return;
    case PE_IndicatorDockWidgetResizeHandle: {
        // The hit area is wider than the hairline; it joins the dock, so the line stands at the centre's
        // side.
        painter->fillRect(option->rect, m_colours.panel);
        const bool vertical = option->rect.height() > option->rect.width();
        const bool left = widget && option->rect.center().x() < widget->width() / 2;
        QRect line = option->rect;
        if (vertical)
            line = left ? QRect(line.right(), line.top(), 1, line.height())
                        : QRect(line.topLeft(), QSize(1, line.height()));
        else
            line = QRect(line.left(), line.center().y(), line.width(), 1);
        painter->fillRect(line, m_colours.line);
        return;
    }
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void HeadwatersStyle::drawControl(
    ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    if (element == CE_FocusFrame) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(m_colours.accent, focusRing));
        painter->setBrush(Qt::NoBrush);
        const double radius = metrics::radiusControl + focusRing + 1;
        painter->drawRoundedRect(
            QRectF(ringArea(option->rect, widget)).adjusted(1, 1, -1, -1), radius, radius);
        painter->restore();
        return;
    }
    if (element == CE_Splitter) {
        const QRect& area = option->rect;
        const bool vertical = area.height() > area.width();
        painter->fillRect(
            vertical ? QRect(area.center().x(), area.top(), 1, area.height())
                     : QRect(area.left(), area.center().y(), area.width(), 1),
            m_colours.line);
        return;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void HeadwatersStyle::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const
{
    switch (control) {
    case CC_Slider:
        drawSlider(painter, static_cast<const QStyleOptionSlider*>(option), widget);
        return;
    case CC_ComboBox: {
        drawField(painter, option, option->state & State_On);
        const QRect arrow = proxy()->subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
        drawChevron(painter, arrow, false, option->state & State_Enabled);
        return;
    }
    case CC_SpinBox: {
        drawField(painter, option, false);
        const auto* spin = static_cast<const QStyleOptionSpinBox*>(option);
        if (spin->buttonSymbols == QAbstractSpinBox::NoButtons)
            return;
        const auto arrow = [&](SubControl part, QAbstractSpinBox::StepEnabledFlag step, bool up) {
            drawChevron(
                painter, proxy()->subControlRect(CC_SpinBox, option, part, widget), up,
                option->state & State_Enabled && spin->stepEnabled & step);
        };
        arrow(SC_SpinBoxUp, QAbstractSpinBox::StepUpEnabled, true);
        arrow(SC_SpinBoxDown, QAbstractSpinBox::StepDownEnabled, false);
        return;
    }
    default:
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

QRect HeadwatersStyle::subControlRect(
    ComplexControl control, const QStyleOptionComplex* option, SubControl part, const QWidget* widget) const
{
    const QRect& area = option->rect;
    if (control == CC_ComboBox && part == SC_ComboBoxArrow)
        return visualRect(
            option->direction, area, QRect(area.right() - arrowWidth, area.top(), arrowWidth, area.height()));
    if (control == CC_ComboBox && part == SC_ComboBoxEditField)
        return visualRect(option->direction, area, area.adjusted(metrics::gap, 1, -arrowWidth, -1));
    if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        spin && spin->buttonSymbols == QAbstractSpinBox::NoButtons && control == CC_SpinBox) {
        if (part == SC_SpinBoxUp || part == SC_SpinBoxDown)
            return {};
        if (part == SC_SpinBoxEditField)
            return area.adjusted(4, 1, -4, -1);
    }
    if (control == CC_SpinBox && (part == SC_SpinBoxUp || part == SC_SpinBoxDown)) {
        const int half = area.height() / 2;
        const int top = part == SC_SpinBoxUp ? area.top() : area.top() + half;
        return visualRect(
            option->direction, area, QRect(area.right() - arrowWidth + 4, top, arrowWidth - 4, half));
    }
    if (control == CC_SpinBox && part == SC_SpinBoxEditField)
        return visualRect(option->direction, area, area.adjusted(4, 1, -arrowWidth, -1));
    return QProxyStyle::subControlRect(control, option, part, widget);
}

int HeadwatersStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
        return metrics::icon;
    case PM_TabBarIconSize:
        return 15;
    case PM_TabBarTabHSpace: // the style sheet's padding is all
        return 0;
    case PM_LayoutVerticalSpacing:
    case PM_LayoutHorizontalSpacing:
        return metrics::gap;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return metrics::pad;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return 2 * focusRing;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 14;
    case PM_SliderThickness:
    case PM_SliderControlThickness:
        return metrics::hitMin;
    case PM_SliderLength:
        return sliderHandle;
    case PM_DockWidgetSeparatorExtent:
    case PM_SplitterWidth:
        return 5;
    case PM_DockWidgetFrameWidth:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int HeadwatersStyle::styleHint(
    StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* result) const
{
    switch (hint) {
    case SH_FocusFrame_AboveWidget:
        return 1;
    case SH_FocusFrame_Mask:
        // Without a mask the frame would be drawn over the control as well.
        if (auto* mask = qstyleoption_cast<QStyleHintReturnMask*>(result)) {
            const QRect ring = ringArea(option->rect, widget);
            mask->region = QRegion(ring);
            mask->region -= ring.adjusted(focusRing + 1, focusRing + 1, -focusRing - 1, -focusRing - 1);
        }
        return 1;
    case SH_ToolTip_WakeUpDelay:
        return 400;
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton;
    case SH_ComboBox_Popup:
    case SH_UnderlineShortcut:
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_ScrollView_FrameOnlyAroundContents:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, result);
    }
}

QSize HeadwatersStyle::sizeFromContents(
    ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_ComboBox || type == CT_SpinBox)
        result.setHeight(metrics::control);
    return result;
}

void HeadwatersStyle::drawMark(QPainter* painter, const QStyleOption* option, bool round) const
{
    const bool enabled = option->state & State_Enabled;
    const bool on = option->state & (State_On | State_NoChange);
    const QRectF box = inner(QRect(option->rect.center() - QPoint(6, 6), QSize(14, 14)));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QColor accent = enabled ? m_colours.accent : m_colours.text3;
    painter->setPen(QPen(on ? accent : enabled ? m_colours.lineStrong : m_colours.line, 1));
    painter->setBrush(
        on && !round                          ? accent
            : option->state & State_MouseOver ? m_colours.hover
                                              : m_colours.panel);
    const double radius = round ? box.width() / 2 : 3;
    painter->drawRoundedRect(box, radius, radius);
    if (on && round) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(accent);
        painter->drawEllipse(box.center(), 3.5, 3.5);
    } else if (option->state & State_NoChange) {
        painter->fillRect(
            QRectF(box.left() + 3, box.center().y() - 1, box.width() - 6, 2), m_colours.onAccent);
    } else if (on) {
        painter->setPen(QPen(m_colours.onAccent, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF check[] = {
            box.topLeft() + QPointF(3, 7), box.topLeft() + QPointF(5.5, 9.5),
            box.topLeft() + QPointF(10, 3.8)};
        painter->drawPolyline(check, 3);
    }
    painter->restore();
}

void HeadwatersStyle::drawSlider(
    QPainter* painter, const QStyleOptionSlider* option, const QWidget* widget) const
{
    const bool enabled = option->state & State_Enabled;
    const bool across = option->orientation == Qt::Horizontal;
    const QRect handle = proxy()->subControlRect(CC_Slider, option, SC_SliderHandle, widget);
    const QRectF area = option->rect;
    const QPointF centre = QRectF(handle).center();
    QRectF track = across ? QRectF(area.left(), centre.y() - sliderTrack / 2.0, area.width(), sliderTrack)
                          : QRectF(centre.x() - sliderTrack / 2.0, area.top(), sliderTrack, area.height());
    QRectF kept = track;
    if (across && option->upsideDown)
        kept.setLeft(centre.x());
    else if (across)
        kept.setRight(centre.x());
    else if (option->upsideDown)
        kept.setTop(centre.y());
    else
        kept.setBottom(centre.y());
    const QColor accent = enabled ? m_colours.accent : m_colours.line;

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_colours.line);
    painter->drawRoundedRect(track, 1.5, 1.5);
    painter->setBrush(accent);
    painter->drawRoundedRect(kept, 1.5, 1.5);
    painter->setBrush(m_colours.panel);
    painter->setPen(QPen(accent, 2));
    painter->drawEllipse(centre, 6, 6);
    if (enabled && option->state & State_HasFocus && option->state & State_KeyboardFocusChange) {
        painter->setBrush(Qt::NoBrush);
        painter->drawEllipse(centre, 10, 10);
    }
    painter->restore();
}

void HeadwatersStyle::drawField(QPainter* painter, const QStyleOption* option, bool open) const
{
    const bool enabled = option->state & State_Enabled;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(open ? m_colours.accent : enabled ? m_colours.lineStrong : m_colours.line, 1));
    painter->setBrush(enabled && option->state & State_MouseOver ? m_colours.hover : m_colours.panel);
    painter->drawRoundedRect(inner(option->rect), metrics::radiusControl, metrics::radiusControl);
    painter->restore();
}

void HeadwatersStyle::drawChevron(QPainter* painter, const QRect& box, bool up, bool enabled) const
{
    const QPointF centre = QRectF(box).center();
    const double rise = up ? -2 : 2;
    const QPointF chevron[] = {
        centre + QPointF(-4, -rise), centre + QPointF(0, rise), centre + QPointF(4, -rise)};
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(
        QPen(enabled ? m_colours.text : m_colours.text3, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(chevron, 3);
    painter->restore();
}

} // namespace headwaters
