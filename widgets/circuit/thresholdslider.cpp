#include "widgets/circuit/thresholdslider.h"

#include "widgets/theme/keyboardfocus.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double histogramHeight = 26;
constexpr double track = 3;
constexpr double handle = 12;

} // namespace

ThresholdSlider::ThresholdSlider(const Theme& theme, QWidget* parent)
    : QAbstractSlider(parent),
      m_theme(theme)
{
    setOrientation(Qt::Horizontal);
    setFocusPolicy(Qt::StrongFocus);
    setProperty("focusRing", false); // paints its own, around the handle
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(38);
    setRange(0, 0);
    setAccessibleName(tr("Threshold: edges of less weight are not shown"));
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void ThresholdSlider::setHistogram(const std::vector<int>& counts, const QString& scale)
{
    m_counts = counts;
    const int bins = static_cast<int>(counts.size());
    setRange(0, bins);
    setSingleStep(1);
    setPageStep(std::max(bins / 10, 1));
    setToolTip(
        tr("How many edges there are of each weight (%1); bar heights by the square root of the count.\n"
           "Edges left of the handle are not shown.")
            .arg(scale));
    update();
}

QRectF ThresholdSlider::plot() const
{
    return QRectF(rect()).adjusted(handle / 2 + 2, 0, -handle / 2 - 2, 0);
}

double ThresholdSlider::xOf(int value) const
{
    return plot().left() + plot().width() * value / std::max(maximum(), 1);
}

int ThresholdSlider::valueAt(double x) const
{
    const double share = (x - plot().left()) / std::max(plot().width(), 1.0);
    return std::clamp(static_cast<int>(std::lround(share * maximum())), 0, maximum());
}

void ThresholdSlider::paintEvent(QPaintEvent*)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(this);
    const QRectF area = plot();
    const auto largest = m_counts.empty() ? 0 : *std::max_element(m_counts.begin(), m_counts.end());
    for (int bin = 0; bin < static_cast<int>(m_counts.size()) && largest > 0; ++bin) {
        const double share =
            std::sqrt(static_cast<double>(m_counts[static_cast<std::size_t>(bin)]) / largest);
        const double left = std::round(xOf(bin));
        const double right = std::max(std::round(xOf(bin + 1)) - 1, left + 1);
        painter.fillRect(
            QRectF(left, histogramHeight * (1 - share), right - left, histogramHeight * share),
            bin < value() || !isEnabled() ? colours.histogram : colours.accent);
    }
    const double y = histogramHeight + 5;
    const double x = xOf(value());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.line);
    painter.drawRoundedRect(QRectF(area.left(), y - track / 2, area.width(), track), 1.5, 1.5);
    painter.setBrush(isEnabled() ? colours.accent : colours.line);
    painter.drawRoundedRect(QRectF(x, y - track / 2, area.right() - x, track), 1.5, 1.5);
    painter.setPen(QPen(isEnabled() ? colours.accent : colours.lineStrong, 2));
    painter.setBrush(colours.panel);
    painter.drawEllipse(QPointF(x, y), handle / 2 - 1, handle / 2 - 1);
    if (KeyboardFocus::isShownFor(this)) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colours.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void ThresholdSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setSliderDown(true);
    setSliderPosition(valueAt(event->position().x()));
}

void ThresholdSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (isSliderDown())
        setSliderPosition(valueAt(event->position().x()));
}

void ThresholdSlider::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        setSliderDown(false);
}

void ThresholdSlider::sliderChange(SliderChange change)
{
    QAbstractSlider::sliderChange(change);
    update();
}

void ThresholdSlider::focusInEvent(QFocusEvent* event)
{
    QAbstractSlider::focusInEvent(event);
    update();
}

void ThresholdSlider::focusOutEvent(QFocusEvent* event)
{
    QAbstractSlider::focusOutEvent(event);
    update();
}

} // namespace headwaters
