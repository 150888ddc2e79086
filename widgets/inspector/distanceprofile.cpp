#include "widgets/inspector/distanceprofile.h"

#include "widgets/common/accessible.h"
#include "widgets/common/numberformat.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace headwaters {

namespace {

constexpr double thinnestBar = 3;
constexpr double widestBar = 16;
constexpr int axisHeight = 15;
constexpr int topMargin = 14; // the scale's number stands there

} // namespace

DistanceProfile::DistanceProfile(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void DistanceProfile::setProfile(const std::vector<float>& profile)
{
    m_profile = profile;
    const auto top = std::max_element(m_profile.begin(), m_profile.end());
    describe(
        this, tr("Mean attention by distance"),
        m_profile.empty()
            ? unknownText()
            : tr("largest %1 at distance %2").arg(probabilityText(*top)).arg(top - m_profile.begin()));
    update();
}

int DistanceProfile::distancesPerBar() const
{
    const int room = std::max(static_cast<int>(plotArea().width() / thinnestBar), 1);
    return std::max((static_cast<int>(m_profile.size()) + room - 1) / room, 1);
}

QString DistanceProfile::textAt(int x) const
{
    const std::vector<Bar> all = bars();
    if (all.empty())
        return {};
    const double pitch = std::min(plotArea().width() / static_cast<double>(all.size()), widestBar);
    const auto index = static_cast<std::ptrdiff_t>((x - plotArea().left()) / pitch);
    if (x < plotArea().left() || index >= static_cast<std::ptrdiff_t>(all.size()))
        return {};
    const Bar& bar = all[static_cast<std::size_t>(index)];
    if (bar.first == bar.last)
        return tr("distance %1: %2").arg(bar.first).arg(probabilityText(bar.value));
    return tr("distances %1 to %2: at most %3").arg(bar.first).arg(bar.last).arg(probabilityText(bar.value));
}

std::vector<DistanceProfile::Bar> DistanceProfile::bars() const
{
    const int perBar = distancesPerBar();
    const int count = static_cast<int>(m_profile.size());
    std::vector<Bar> result;
    for (int first = 0; first < count; first += perBar) {
        const int last = std::min(first + perBar, count) - 1;
        result.push_back(
            {first, last, *std::max_element(m_profile.begin() + first, m_profile.begin() + last + 1)});
    }
    return result;
}

QRectF DistanceProfile::plotArea() const
{
    return QRectF(rect()).adjusted(0, topMargin, 0, -axisHeight);
}

double DistanceProfile::largest() const
{
    return m_profile.empty() ? 0 : *std::max_element(m_profile.begin(), m_profile.end());
}

void DistanceProfile::paintEvent(QPaintEvent*)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(this);
    const QRectF plot = plotArea();
    const std::vector<Bar> all = bars();
    if (all.empty())
        return;
    const double pitch = std::min(plot.width() / static_cast<double>(all.size()), widestBar);
    const double gap = pitch >= 5 ? 2 : pitch >= 4 ? 1 : 0;
    const double scale = largest() > 0 ? plot.height() / largest() : 0;
    for (std::size_t index = 0; index < all.size(); ++index) {
        const double height = all[index].value * scale;
        painter.fillRect(
            QRectF(
                plot.left() + static_cast<double>(index) * pitch, plot.bottom() - height, pitch - gap,
                height),
            colours.bar);
    }
    painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), colours.lineStrong);

    painter.setFont(Theme::mono(TextStyle::Axis));
    painter.setPen(colours.text3);
    const QFontMetricsF measure(painter.font());
    painter.drawText(
        QRectF(plot.right() - 120, 0, 120, topMargin), Qt::AlignRight | Qt::AlignTop,
        tr("largest %1").arg(probabilityText(largest())));
    // Ticks at round distances, as many as have room.
    const double room = measure.horizontalAdvance(QStringLiteral("00000"));
    const double perDistance = pitch / distancesPerBar();
    int step = 1;
    for (const int candidate : {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000}) {
        step = candidate;
        if (candidate * perDistance >= room)
            break;
    }
    for (int distance = 0; distance < static_cast<int>(m_profile.size()); distance += step) {
        const double x = plot.left() + distance * perDistance + (pitch - gap) / 2;
        const double width = measure.horizontalAdvance(QString::number(distance));
        const double left = std::clamp(x - width / 2, plot.left(), plot.right() - width);
        painter.drawText(QPointF(left, height() - 3), QString::number(distance));
    }
}

bool DistanceProfile::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), textAt(help->pos().x()), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace headwaters
