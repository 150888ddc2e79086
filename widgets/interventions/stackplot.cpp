#include "widgets/interventions/stackplot.h"

#include "widgets/common/accessible.h"
#include "widgets/common/numberformat.h"
#include "widgets/interventions/interventiontexts.h"
#include "widgets/theme/metrics.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr int headingHeight = 28;
constexpr int axisHeight = 40;
constexpr int rowHeight = 24;
constexpr int labelWidth = 112;
constexpr int valueWidth = 64;

/// A round distance between lines that gives about so many.
double roundStep(double range, int lines)
{
    const double rough = std::max(range, 1e-6) / lines;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (rough <= step * power)
            return step * power;
    }
    return 10 * power;
}

} // namespace

StackPlot::StackPlot(const Theme& theme, InterventionModel& model, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model)
{
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(&model, &InterventionModel::outcomeChanged, this, &StackPlot::refresh);
    refresh();
}

void StackPlot::setTokens(const QString& target, const QString& rival)
{
    m_target = target;
    m_rival = rival;
    refresh();
}

std::vector<StackPlot::Row> StackPlot::rows() const
{
    const auto& outcome = m_model.outcome();
    if (!outcome)
        return {};
    std::vector<Row> rows{{tr("no change"), outcome->clean.difference, true}};
    for (std::size_t at = 0; at < outcome->along.size(); ++at) {
        const Intervention& item = outcome->stack.items[at];
        const QString place = placeTitle(item);
        rows.push_back(
            {QStringLiteral("%1 %2%3").arg(at + 1).arg(at == 0 ? QString() : QStringLiteral("+ "), place)
                 + (item.enabled ? QString() : tr(" (off)")),
             outcome->along[at].difference, item.enabled});
    }
    return rows;
}

QSize StackPlot::sizeHint() const
{
    const auto count = static_cast<int>(m_model.stack().items.size()) + 1;
    return {420, headingHeight + axisHeight + rowHeight * std::min(count, 6)};
}

QSize StackPlot::minimumSizeHint() const
{
    return {300, sizeHint().height()};
}

void StackPlot::refresh()
{
    const auto& outcome = m_model.outcome();
    headwaters::describe(
        this, tr("%1 minus %2 along the stack").arg(m_target, m_rival),
        outcome
            ? tr("%1 without, %2 with the stack")
                  .arg(signedLogitText(outcome->clean.difference), signedLogitText(outcome->end.difference))
            : m_model.outcomeNote());
    updateGeometry();
    update();
}

void StackPlot::paintEvent(QPaintEvent*)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::font(TextStyle::Label, 600));
    painter.setPen(colours.text);
    const QRectF heading(0, 0, width(), headingHeight);
    painter.drawText(
        heading, Qt::AlignLeft | Qt::AlignVCenter, tr("%1 − %2 along the stack").arg(m_target, m_rival));
    painter.setFont(Theme::font(TextStyle::Caption));
    painter.setPen(colours.text2);
    painter.drawText(heading, Qt::AlignRight | Qt::AlignVCenter, tr("logits"));
    const std::vector<Row> all = rows();
    if (all.empty()) {
        painter.drawText(
            QRectF(0, headingHeight, width(), rowHeight), Qt::AlignLeft | Qt::AlignVCenter,
            m_model.outcomeNote().isEmpty() ? tr("measuring…") : m_model.outcomeNote());
        return;
    }
    double low = 0, high = 0;
    for (const Row& row : all) {
        low = std::min(low, row.difference);
        high = std::max(high, row.difference);
    }
    const double step = roundStep(high - low, 5);
    low = std::floor(low / step) * step - (low < 0 ? 0 : step * 0.5);
    high = std::ceil(high / step) * step;
    const QRectF area(
        labelWidth, headingHeight, std::max(40, width() - labelWidth - valueWidth - 8),
        height() - headingHeight - axisHeight);
    const double spacing = std::min<double>(30, area.height() / static_cast<double>(all.size()));
    const double bottom = area.top() + spacing * static_cast<double>(all.size());
    const auto x = [&](double value) { return area.left() + (value - low) / (high - low) * area.width(); };
    painter.fillRect(
        QRectF(area.left(), area.top(), x(0) - area.left(), bottom - area.top()), colours.window);
    painter.setFont(Theme::mono(TextStyle::Axis));
    for (double line = std::ceil(low / step) * step; line <= high + step / 2; line += step) {
        painter.setPen(QPen(std::abs(line) < step / 2 ? colours.lineStrong : colours.line, 1));
        painter.drawLine(QPointF(x(line), area.top()), QPointF(x(line), bottom));
        painter.setPen(colours.text2);
        painter.drawText(
            QRectF(x(line) - 30, bottom + 2, 60, 14), Qt::AlignCenter,
            numberText(std::abs(line) < step / 2 ? 0 : line, step < 1 ? 1 : 0));
    }
    painter.setFont(Theme::font(TextStyle::Caption));
    painter.setPen(colours.text3);
    painter.drawText(
        QRectF(x(0) - 166, bottom + 18, 160, 16), Qt::AlignRight | Qt::AlignVCenter,
        tr("says %1").arg(m_rival));
    painter.drawText(
        QRectF(x(0) + 6, bottom + 18, 160, 16), Qt::AlignLeft | Qt::AlignVCenter,
        tr("says %1").arg(m_target));
    QPointF last;
    for (std::size_t at = 0; at < all.size(); ++at) {
        const Row& row = all[at];
        const QPointF place(x(row.difference), area.top() + spacing * (static_cast<double>(at) + 0.5));
        if (at > 0) {
            painter.setPen(QPen(colours.lineStrong, 1, row.isOn ? Qt::SolidLine : Qt::DashLine));
            painter.drawLine(last, QPointF(last.x(), place.y()));
            painter.drawLine(QPointF(last.x(), place.y()), place);
        }
        if (row.isOn)
            last = place;
    }
    for (std::size_t at = 0; at < all.size(); ++at) {
        const Row& row = all[at];
        const QPointF place(x(row.difference), area.top() + spacing * (static_cast<double>(at) + 0.5));
        const QColor ink = row.difference < 0 ? colours.neg : colours.pos;
        painter.setPen(QPen(row.isOn ? ink : colours.lineStrong, 1.5));
        painter.setBrush(row.isOn ? ink : colours.panel);
        painter.drawEllipse(place, 5, 5);
        const QRectF line(0, place.y() - spacing / 2, width(), spacing);
        painter.setFont(Theme::font(TextStyle::Label));
        painter.setPen(row.isOn ? colours.text : colours.text3);
        painter.drawText(
            line.adjusted(0, 0, -(width() - labelWidth + 8), 0), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(row.label, Qt::ElideRight, labelWidth - 8));
        painter.setFont(Theme::mono(TextStyle::Label));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, signedLogitText(row.difference));
    }
}

} // namespace headwaters
