#include "widgets/prompt/modelchip.h"

#include "widgets/common/numberformat.h"
#include "widgets/theme/metrics.h"

#include <QPainter>
#include <QStyleOptionButton>

#include <algorithm>

namespace headwaters {

namespace {

constexpr int sidePadding = 10;
constexpr int chevronWidth = 9;
constexpr int longestName = 160;
constexpr int shortestName = 64;

} // namespace

ModelChip::ModelChip(const Theme& theme, QWidget* parent) : QPushButton(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("modelChip"));
    setFixedHeight(metrics::controlLarge);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    setModel({});
}

void ModelChip::setModel(const ModelInfo& model)
{
    const bool open = !model.name.isEmpty();
    m_name = open ? model.name : tr("No model");
    m_details =
        open ? tr("%1 parameters · %2 · CPU").arg(countText(model.parameters), model.dtype) : QString();
    setAccessibleName(open ? tr("Model %1, %2").arg(m_name, m_details) : m_name);
    setToolTip(
        open ? tr("%1\n%2 layers, %3 heads each, %4 tokens of context\n%5 weights, computed in float32 on "
                  "the CPU\n%6")
                   .arg(model.name)
                   .arg(model.nLayers)
                   .arg(model.nHeads)
                   .arg(model.nCtx)
                   .arg(model.dtype, model.path)
             : QString());
    updateGeometry();
    update();
}

int ModelChip::widthFor(int nameWidth, int detailsWidth) const
{
    return 2 * sidePadding + nameWidth + (detailsWidth > 0 ? metrics::gap + detailsWidth : 0) + metrics::gap
        + chevronWidth;
}

QSize ModelChip::sizeHint() const
{
    const int name = QFontMetrics(Theme::font(TextStyle::Label, 600)).horizontalAdvance(m_name) + 2;
    const int details = QFontMetrics(Theme::font(TextStyle::Caption)).horizontalAdvance(m_details) + 2;
    return {widthFor(std::min(name, longestName), m_details.isEmpty() ? 0 : details), metrics::controlLarge};
}

QSize ModelChip::minimumSizeHint() const
{
    const int name = QFontMetrics(Theme::font(TextStyle::Label, 600)).horizontalAdvance(m_name) + 2;
    return {widthFor(std::min(name, shortestName), 0), metrics::controlLarge};
}

void ModelChip::paintEvent(QPaintEvent* /*event*/)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    style()->drawControl(QStyle::CE_PushButtonBevel, &option, &painter, this);

    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF tip(width() - sidePadding - chevronWidth / 2.0, height() / 2.0 + 2);
    painter.setPen(QPen(colours.text2, 1.5));
    painter.drawPolyline(QPolygonF{tip + QPointF(-4, -4), tip, tip + QPointF(4, -4)});

    const int room = width() - 2 * sidePadding - metrics::gap - chevronWidth;
    painter.setFont(Theme::font(TextStyle::Label, 600));
    const QString name =
        painter.fontMetrics().elidedText(m_name, Qt::ElideMiddle, std::min(room, longestName));
    const int nameWidth = painter.fontMetrics().horizontalAdvance(name);
    painter.setPen(colours.text);
    painter.drawText(QRect(sidePadding, 0, room, height()), Qt::AlignVCenter, name);

    const QRect rest(sidePadding + nameWidth + metrics::gap, 0, room - nameWidth - metrics::gap, height());
    painter.setFont(Theme::font(TextStyle::Caption));
    painter.setPen(colours.text2);
    // A lone ellipsis says nothing: below the width of a number the details go.
    if (rest.width() > painter.fontMetrics().horizontalAdvance(QStringLiteral("0.0 M…")))
        painter.drawText(
            rest, Qt::AlignVCenter,
            painter.fontMetrics().elidedText(m_details, Qt::ElideRight, rest.width()));
}

} // namespace headwaters
