#include "widgets/stages/stagelegend.h"

#include "widgets/common/accessible.h"
#include "widgets/common/numberformat.h"
#include "widgets/stages/stagedepth.h"
#include "widgets/theme/metrics.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <functional>

namespace headwaters {

namespace {

constexpr double lineHeight = 20;
constexpr double headHeight = 18;
constexpr double columnGap = 18;

QString tr(const char* text)
{
    return QCoreApplication::translate("StageLegend", text);
}

struct Entry {
    QString text;
    std::function<void(QPainter&, const QRectF&, const StageStyle&)> mark;
};

struct Column {
    QString title;
    std::vector<Entry> entries;
};

void paintChip(QPainter& painter, const QRectF& rect, std::size_t stage, const StageStyle& style)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.stage(stage).fill);
    painter.drawRoundedRect(rect, 4 * style.unit, 4 * style.unit);
    painter.setPen(style.stage(stage).ink);
    painter.setFont(style.label);
    painter.drawText(rect, Qt::AlignCenter, stageLetters(static_cast<Stage>(stage)));
}

Entry cellEntry(const QString& text, StageCell::Kind kind, Confidence confidence)
{
    return {text, [kind, confidence](QPainter& painter, const QRectF& rect, const StageStyle& style) {
                StageCell cell;
                cell.kind = kind;
                cell.confidence = confidence;
                const double size = std::min(rect.width(), rect.height());
                paintStageCell(painter, QRectF(rect.left(), rect.top(), size, size), cell, {}, style);
            }};
}

std::vector<Column> columns()
{
    std::vector<Column> columns(3);
    columns[0].title = tr("Wedge = stage");
    for (std::size_t i = 0; i < stageCount; ++i)
        columns[0].entries.push_back(
            {stageName(static_cast<Stage>(i)),
             [i](QPainter& painter, const QRectF& rect, const StageStyle& style) {
                 paintChip(painter, rect, i, style);
             }});
    columns[1].title = tr("Border = certainty");
    columns[1].entries = {
        cellEntry(tr("confirmed"), StageCell::Kind::Value, Confidence::Confirmed),
        cellEntry(tr("probable"), StageCell::Kind::Value, Confidence::Probable),
        cellEntry(tr("candidate"), StageCell::Kind::Value, Confidence::Candidate)};
    columns[2].title = tr("Other marks");
    columns[2].entries = {
        cellEntry(tr("inactive"), StageCell::Kind::Inactive, Confidence::None),
        cellEntry(tr("not measurable"), StageCell::Kind::NotMeasurable, Confidence::None),
        {tr("pale = weak, full = strong"),
         [](QPainter& painter, const QRectF& rect, const StageStyle& style) {
             const double size = std::min(rect.width(), rect.height());
             paintStageDisc(painter, QRectF(rect.left(), rect.top(), size, size), {0, 0, 0.1, 0}, 0.1, style);
         }}};
    return columns;
}

double columnWidth(const Column& column, const StageStyle& style)
{
    const QFontMetricsF measure(style.words);
    double widest = measure.horizontalAdvance(column.title);
    for (const Entry& entry : column.entries)
        widest = std::max(widest, 34 * style.unit + measure.horizontalAdvance(entry.text));
    return widest + 2 * style.unit;
}

void paintColumn(
    QPainter& painter, const QPointF& origin, double width, const Column& column, const StageStyle& style)
{
    const Colours& colours = style.palette.colours;
    QFont heading = style.words;
    heading.setWeight(QFont::DemiBold);
    painter.setFont(heading);
    painter.setPen(colours.text2);
    painter.drawText(
        QRectF(origin, QSizeF(width, headHeight * style.unit)), Qt::AlignLeft | Qt::AlignVCenter,
        column.title);
    double y = origin.y() + headHeight * style.unit;
    for (const Entry& entry : column.entries) {
        entry.mark(
            painter, QRectF(origin.x(), y + 3 * style.unit, 26 * style.unit, (lineHeight - 5) * style.unit),
            style);
        painter.setFont(style.words);
        painter.setPen(colours.text2);
        painter.drawText(
            QRectF(origin.x() + 34 * style.unit, y, width, lineHeight * style.unit),
            Qt::AlignLeft | Qt::AlignVCenter, entry.text);
        y += lineHeight * style.unit;
    }
}

void paintScale(QPainter& painter, const QRectF& area, const StageGrid& grid, const StageStyle& style)
{
    const Colours& colours = style.palette.colours;
    const ColourMap& map = grid.isDiverging ? style.palette.diverging : style.palette.sequential;
    const QRectF bar(
        area.left(), area.top() + 8 * style.unit, std::min(220 * style.unit, area.width()), 10 * style.unit);
    for (int step = 0; step < 64; ++step)
        painter.fillRect(
            QRectF(bar.left() + step * bar.width() / 64, bar.top(), bar.width() / 64 + 0.5, bar.height()),
            map.at(step / 63.0));
    painter.setPen(QPen(colours.lineStrong, style.unit));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar);
    painter.setFont(style.mono);
    painter.setPen(colours.text2);
    const QRectF text(bar.left(), bar.bottom() + 2, bar.width(), 16 * style.unit);
    painter.drawText(text, Qt::AlignLeft, numberText(grid.lowest, 2));
    painter.drawText(text, Qt::AlignRight, numberText(grid.bound, 2));
}

} // namespace

double stageLegendHeight(const StageGrid& grid, double width, const StageStyle& style)
{
    if (grid.bound > 0 || grid.isDiverging)
        return 44 * style.unit;
    // Columns that do not fit beside each other stand in further rows.
    double x = 0;
    double rows = 1;
    for (const Column& column : columns()) {
        const double needed = columnWidth(column, style);
        if (x > 0 && x + needed > width) {
            x = 0;
            rows += 1;
        }
        x += needed + columnGap * style.unit;
    }
    return rows * (headHeight + 4 * lineHeight + 4) * style.unit;
}

void paintStageLegend(QPainter& painter, const QRectF& area, const StageGrid& grid, const StageStyle& style)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (grid.bound > 0 || grid.isDiverging) {
        paintScale(painter, area, grid, style);
        painter.restore();
        return;
    }
    QPointF place = area.topLeft();
    for (const Column& column : columns()) {
        const double needed = columnWidth(column, style);
        if (place.x() > area.left() && place.x() + needed > area.right() + 1)
            place = {area.left(), place.y() + (headHeight + 4 * lineHeight + 4) * style.unit};
        paintColumn(painter, place, needed, column, style);
        place.rx() += needed + columnGap * style.unit;
    }
    painter.restore();
}

StageLegend::StageLegend(const Theme& theme, const StagesModel& model, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setSizePolicy(policy);
    for (const auto signal : {&StagesModel::reportChanged, &StagesModel::shownChanged})
        connect(&model, signal, this, &StageLegend::refresh);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
    refresh();
}

double StageLegend::legendWidth() const
{
    const double room = width() - 2 * metrics::pad;
    return room > 560 ? room - stageDepthWidth - columnGap : room;
}

void StageLegend::refresh()
{
    m_grid = stageGrid(m_model);
    m_layers = m_model.report() ? stagesByLayer(*m_model.report(), m_model.shown().task)
                                : std::vector<StageStrengths>();
    m_depths = stageDepths(m_layers);
    QStringList depth;
    for (std::size_t layer = 0; layer < m_layers.size(); ++layer) {
        QStringList stages;
        for (std::size_t stage = 0; stage < stageCount; ++stage)
            stages << QStringLiteral("%1 %2").arg(
                stageLetters(static_cast<Stage>(stage)), numberText(m_layers[layer][stage], 2));
        depth << tr("layer %1: %2").arg(layer).arg(stages.join(QStringLiteral(", ")));
    }
    if (!depth.isEmpty())
        depth << stageDepthsText(m_depths);
    describe(this, tr("Legend; stages by depth"), depth.join(QStringLiteral("; ")));
    setToolTip(depth.join(u'\n'));
    updateGeometry();
    update();
}

QSize StageLegend::sizeHint() const
{
    const double height = std::max(
        stageLegendHeight(m_grid, legendWidth(), StageStyle::screen(m_theme)),
        legendWidth() < width() - 2 * metrics::pad ? stageDepthHeight : 0.0);
    return {300, static_cast<int>(height) + 2 * metrics::gap + 1};
}

void StageLegend::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    updateGeometry();
}

void StageLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const StageStyle style = StageStyle::screen(m_theme);
    painter.fillRect(rect(), style.palette.colours.panel);
    painter.fillRect(metrics::pad, 0, width() - 2 * metrics::pad, 1, style.palette.colours.line);
    const double top = metrics::gap;
    paintStageLegend(painter, QRectF(metrics::pad, top, legendWidth(), height() - 2 * top), m_grid, style);
    if (legendWidth() < width() - 2 * metrics::pad)
        paintStageDepth(
            painter,
            QRectF(width() - metrics::pad - stageDepthWidth, top, stageDepthWidth, height() - 2 * top),
            m_layers, m_depths, style);
}

} // namespace headwaters
