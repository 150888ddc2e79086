#include "widgets/common/valuerow.h"

#include "widgets/common/accessible.h"
#include "widgets/common/bars.h"
#include "widgets/common/tokenchip.h"
#include "widgets/theme/metrics.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double barWidth = 96;
constexpr double barHeight = 8;
constexpr double valueColumn = 44; // so that the bars of neighbouring rows stand below each other
constexpr double edgeLength = 20;
constexpr double gap = 6;

double partWidth(const ValueRow::Part& part)
{
    if (part.chip)
        return tokenChipWidth({part.text});
    return QFontMetricsF(Theme::font(TextStyle::Label)).horizontalAdvance(part.text);
}

} // namespace

ValueRow::ValueRow(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setFixedHeight(metrics::row);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void ValueRow::setContent(const Content& content)
{
    m_content = content;
    describe(this, labelText(), content.value);
    update();
}

void ValueRow::setContent(const QString& label, const QString& value, QColor Colours::*colour)
{
    setContent(Content{{{label}}, value, colour});
}

QString ValueRow::labelText() const
{
    QStringList words;
    for (const Part& part : m_content.label)
        words << part.text;
    return words.join(u' ');
}

QSize ValueRow::sizeHint() const
{
    const double bar = m_content.bar ? barWidth + gap : 0;
    return {static_cast<int>(std::ceil(edgeWidth() + labelWidth() + gap + bar + valueWidth())), metrics::row};
}

QSize ValueRow::minimumSizeHint() const
{
    return {120, metrics::row};
}

double ValueRow::edgeWidth() const
{
    return m_content.edge == Content::Edge::None ? 0 : edgeLength + gap;
}

double ValueRow::labelWidth() const
{
    double width = 0;
    for (const Part& part : m_content.label)
        width += partWidth(part) + gap;
    return width - gap;
}

QVector<double> ValueRow::partWidths() const
{
    QVector<double> widths;
    for (const Part& part : m_content.label)
        widths << partWidth(part);
    // The widest parts give way first, down to one common width: a long token is cut, the position behind it
    // not.
    double room = labelArea().width() - gap * static_cast<double>(widths.size() - 1);
    QVector<double> ascending = widths;
    std::sort(ascending.begin(), ascending.end());
    double widest = ascending.isEmpty() ? 0 : ascending.last();
    for (qsizetype index = 0; index < ascending.size(); ++index) {
        widest = room / static_cast<double>(ascending.size() - index);
        if (ascending[index] > widest)
            break;
        room -= ascending[index];
        widest = ascending.last();
    }
    for (double& width : widths)
        width = std::min(width, std::max(widest, 0.0));
    return widths;
}

double ValueRow::valueWidth() const
{
    const double text = QFontMetricsF(Theme::mono(TextStyle::Label)).horizontalAdvance(m_content.value);
    return m_content.bar ? std::max(text, valueColumn) : text;
}

QRectF ValueRow::labelArea() const
{
    const double right = valueWidth() + (m_content.bar ? barWidth + gap : 0) + gap;
    return QRectF(rect()).adjusted(edgeWidth(), 0, -right, 0);
}

void ValueRow::paintEvent(QPaintEvent*)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(this);
    const QRectF label = labelArea();
    const QVector<double> widths = partWidths();
    if (m_content.edge != Content::Edge::None) {
        const bool isKeySide = m_content.edge == Content::Edge::Key;
        QPen pen(isKeySide ? colours.keySide : colours.querySide, 2, Qt::SolidLine, Qt::FlatCap);
        if (isKeySide)
            pen.setDashPattern({2, 1.5});
        painter.setPen(pen);
        painter.drawLine(QPointF(0, height() / 2.0), QPointF(edgeLength, height() / 2.0));
    }
    double x = label.left();
    for (qsizetype index = 0; index < widths.size(); ++index) {
        const Part& part = m_content.label[index];
        const double width = widths[index];
        if (width < 12 && width < partWidth(part))
            break;
        if (part.chip) {
            TokenChip chip{part.text};
            chip.hollow = part.hollow;
            paintTokenChip(
                painter, {x, (height() - metrics::chip) / 2.0, width, metrics::chip}, chip, colours);
        } else {
            painter.setFont(Theme::font(TextStyle::Label));
            painter.setPen(m_content.quiet ? colours.text3 : colours.text2);
            const QString shown =
                QFontMetricsF(painter.font()).elidedText(part.text, Qt::ElideRight, width + 0.5);
            painter.drawText(QRectF(x, 0, width + 1, height()), Qt::AlignLeft | Qt::AlignVCenter, shown);
        }
        x += width + gap;
    }
    if (m_content.bar) {
        const QRectF track(label.right() + gap, (height() - barHeight) / 2, barWidth, barHeight);
        if (m_content.bar->isSigned)
            paintSignedBar(painter, track, m_content.bar->value, colours);
        else
            paintBar(painter, track, m_content.bar->value, colours.bar, colours.sunken);
    }
    painter.setFont(Theme::mono(TextStyle::Label));
    painter.setPen(
        m_content.quiet && m_content.valueColour == &Colours::text ? colours.text3
                                                                   : colours.*m_content.valueColour);
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, m_content.value);
}

bool ValueRow::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        QStringList lines;
        if (labelWidth() > labelArea().width())
            lines << labelText() << m_content.value;
        if (!m_content.tip.isEmpty())
            lines << m_content.tip;
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), lines.join(u'\n'), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace headwaters
