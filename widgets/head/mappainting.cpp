#include "widgets/head/mappainting.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

bool isAllMasked(const MapFrame& frame, const QRectF& rect)
{
    // Of a rectangle the lower left corner is the nearest to the diagonal.
    const double key = frame.window.left + (rect.left() - frame.area.left()) / frame.cell();
    const double query = frame.window.top + (rect.bottom() - frame.area.top()) / frame.cell();
    return std::floor(key) > std::floor(query) && frame.area.contains(rect);
}

void paintCellBorders(QPainter& painter, const MapFrame& frame, const FigureStyle& style)
{
    const double width = hairline(style);
    if (frame.cell() < 10 * width)
        return;
    QColor line = style.palette.colours.line;
    line.setAlphaF(0.6F);
    painter.setPen(QPen(line, width));
    // A staircase: the border above row i ends with its cell on the diagonal, the one left of column i begins
    // with the diagonal cell before it.
    for (int i = 0; i <= frame.size; ++i) {
        painter.drawLine(
            QPointF(frame.x(0), frame.y(i)), QPointF(frame.x(std::min(i + 1, frame.size)), frame.y(i)));
        painter.drawLine(
            QPointF(frame.x(i), frame.y(std::max(i - 1, 0))), QPointF(frame.x(i), frame.y(frame.size)));
    }
}

void paintCut(QPainter& painter, const QRectF& cell, const QColor& ink, double unit)
{
    const double edge = std::min(7 * unit, cell.width() / 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawPolygon(
        QPolygonF({cell.topRight(), cell.topRight() - QPointF(edge, 0), cell.topRight() + QPointF(0, edge)}));
    painter.setBrush(Qt::NoBrush);
}

constexpr qsizetype noNumbers = -1;

bool roundsToZero(const QString& text)
{
    return std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c == u'0' || c == u'.'; });
}

void paintCell(
    QPainter& painter, const MapFrame& frame, const HeadContent& content, const FigureStyle& style,
    MapCell at, qsizetype form)
{
    const double value = content.map.at(at.query, at.key);
    const QRectF cell = frame.cellRect(at);
    const double unit = hairline(style);
    if (std::isnan(value)) {
        const QRectF cross =
            cell.adjusted(0.2 * cell.width(), 0.2 * cell.width(), -0.2 * cell.width(), -0.2 * cell.width());
        painter.setPen(QPen(style.palette.colours.text3, unit));
        painter.drawLine(cross.topLeft(), cross.bottomRight());
        painter.drawLine(cross.topRight(), cross.bottomLeft());
        return;
    }
    if (std::isinf(value)) {
        painter.setPen(QPen(style.palette.colours.text, unit));
        if (cell.width() >= 10 * unit)
            painter.drawText(cell, Qt::AlignCenter, QStringLiteral("I"));
        else
            painter.drawLine(
                QPointF(cell.center().x(), cell.top() + 0.2 * cell.height()),
                QPointF(cell.center().x(), cell.bottom() - 0.2 * cell.height()));
        return;
    }
    const bool cut = content.scale.isCut(value);
    if (!cut && form == noNumbers)
        return;
    const QColor ink = inkOn(content.colourAt(at.query, at.key, style.palette));
    if (cut)
        paintCut(painter, cell, ink, unit);
    if (form == noNumbers)
        return;
    const QFontMetricsF metrics(painter.font(), painter.device());
    const QString text = content.scale.cellTexts(value).value(form);
    if (metrics.horizontalAdvance(text) > cell.width() - 2 * unit)
        return;
    // What rounds to zero steps back: a page of zeros must not hide the few numbers.
    painter.setPen(roundsToZero(text) ? style.palette.colours.text3 : ink);
    painter.drawText(cell, Qt::AlignCenter, text);
}

/// The longest form of a number with which both bounds of the scale fit into a cell; noNumbers where none
/// does. One form for the whole map: 0.3 as `0` beside 0.04 as `0.0` would tell a lie.
qsizetype cellForm(const QPainter& painter, const HeadContent& content, double room)
{
    const QFontMetricsF metrics(painter.font(), painter.device());
    const QStringList low = content.scale.cellTexts(content.scale.low);
    const QStringList high = content.scale.cellTexts(content.scale.high);
    for (qsizetype form = 0; form < std::min(low.size(), high.size()); ++form) {
        if (std::max(metrics.horizontalAdvance(low[form]), metrics.horizontalAdvance(high[form])) <= room)
            return form;
    }
    return noNumbers;
}

/// Removed columns are hatched: taken out is neither zero nor masked.
void paintRemoved(
    QPainter& painter, const MapFrame& frame, const HeadContent& content, const FigureStyle& style)
{
    for (const int key : content.sinks.positions) {
        if (!content.isRemoved(key))
            continue;
        const QRectF column(
            QPointF(frame.x(key), frame.y(key)), QPointF(frame.x(key + 1), frame.y(frame.size)));
        painter.save();
        painter.setClipRect(column, Qt::IntersectClip);
        painter.setPen(QPen(style.palette.colours.line, hairline(style)));
        const double pitch = 5 * hairline(style);
        for (double y = column.top() - column.width(); y < column.bottom(); y += pitch)
            painter.drawLine(QPointF(column.left(), y + column.width()), QPointF(column.right(), y));
        painter.restore();
    }
}

} // namespace

QImage mapImage(const HeadContent& content, const Palette& palette)
{
    const int size = content.size();
    QImage image(size, size, QImage::Format_RGB32);
    image.fill(palette.colours.panel);
    for (int query = 0; query < size; ++query) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(query));
        for (int key = 0; key <= query; ++key)
            line[key] = content.colourAt(query, key, palette).rgb();
    }
    return image;
}

std::optional<MapCell> strongestCell(const HeadContent& content, double query, double key, double extent)
{
    const int size = content.size();
    const auto first = [size](double at) {
        return std::clamp(static_cast<int>(std::floor(at)), 0, size - 1);
    };
    // A block holds the cells that begin in it, and at least the one it begins in.
    const auto last = [&](double at) { return std::max(first(at), first(std::ceil(at + extent) - 1)); };
    std::optional<MapCell> best;
    double strength = -1;
    for (int q = first(query); q <= last(query); ++q) {
        for (int k = first(key); k <= std::min(last(key), q); ++k) {
            const double value = content.map.at(q, k);
            const double rank = std::isnan(value) ? 0 : std::abs(value);
            if (rank > strength && !content.isRemoved(k)) {
                best = MapCell{q, k};
                strength = rank;
            }
        }
    }
    return best;
}

QImage reducedMapImage(const HeadContent& content, const Palette& palette, const MapWindow& window, int width)
{
    QImage image(width, width, QImage::Format_RGB32);
    image.fill(palette.colours.panel);
    const double extent = window.count / width;
    for (int row = 0; row < width; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < width; ++column) {
            const auto cell =
                strongestCell(content, window.top + row * extent, window.left + column * extent, extent);
            if (cell)
                line[column] = content.colourAt(cell->query, cell->key, palette).rgb();
        }
    }
    return image;
}

void paintMapMarks(
    QPainter& painter, const MapFrame& frame, const HeadContent& content, const FigureStyle& style)
{
    painter.save();
    painter.setClipRect(frame.area.adjusted(-1, -1, 1, 1), Qt::IntersectClip);
    paintCellBorders(painter, frame, style);
    paintRemoved(painter, frame, content, style);
    const double unit = hairline(style);
    painter.setFont(smallerFont(style.mono));
    const qsizetype form =
        frame.cell() >= 24 * unit ? cellForm(painter, content, frame.cell() - 3 * unit) : noNumbers;
    // Marks in cells under 3 px could not be told apart.
    if (frame.cell() >= 3 * unit) {
        for (int query = frame.firstRow(); query <= frame.lastRow(); ++query) {
            for (int key = frame.firstColumn(); key <= std::min(query, frame.lastColumn()); ++key) {
                if (!content.isRemoved(key))
                    paintCell(painter, frame, content, style, {query, key}, form);
            }
        }
    }
    const QString words = QStringLiteral("later tokens are masked");
    painter.setFont(style.words);
    const QFontMetricsF metrics(style.words, painter.device());
    const QSizeF room(metrics.horizontalAdvance(words), metrics.height());
    const QRectF at(frame.area.topRight() + QPointF(-room.width() - 7 * unit, 6 * unit), room);
    if (isAllMasked(frame, at)) {
        painter.setPen(style.palette.colours.text3);
        painter.drawText(at, Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, words);
    }
    painter.restore();
    painter.setPen(QPen(style.palette.colours.line, unit));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(frame.area.adjusted(-unit / 2, -unit / 2, unit / 2, unit / 2));
}

void paintMapLabels(
    QPainter& painter, const MapFrame& frame, const MapLayout& layout, const HeadContent& content,
    const FigureStyle& style, std::optional<int> boldRow, std::optional<int> boldColumn)
{
    const LabelPlan plan = MapLayout::labelPlan(frame.cell(), style);
    const Colours& colours = style.palette.colours;
    const auto paint = [&](int position, const QRectF& box, bool bold) {
        const QString text =
            plan.numbers ? QString::number(position) : shortLabel(content.source.labels.value(position));
        const QFont font = labelFont(style, text, bold);
        const bool apart = content.isFaded(position) || content.isRemoved(position);
        painter.setFont(font);
        painter.setPen(bold ? colours.text : apart ? colours.text3 : colours.text2);
        painter.drawText(
            box, Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip,
            QFontMetricsF(font, painter.device()).elidedText(text, Qt::ElideRight, box.width() + 0.5));
    };
    const auto isLabelled = [&](int position, std::optional<int> bold) {
        if (!plan.numbers || position == bold)
            return true;
        // The shown position takes the place of its neighbours.
        const double near = 1.2 * fontSize(style.mono) / frame.cell();
        return position % plan.step == 0 && !(bold && std::abs(position - *bold) < near);
    };
    const double height = std::max(frame.cell(), 1.3 * fontSize(style.mono));
    painter.save();
    for (int query = frame.firstRow(); query <= frame.lastRow(); ++query) {
        const double middle = frame.y(query + 0.5);
        if (isLabelled(query, boldRow) && middle >= frame.area.top() && middle <= frame.area.bottom())
            paint(
                query, {layout.rowLabels.left(), middle - height / 2, layout.rowLabels.width(), height},
                query == boldRow);
    }
    for (int key = frame.firstColumn(); key <= frame.lastColumn(); ++key) {
        const double middle = frame.x(key + 0.5);
        if (!isLabelled(key, boldColumn) || middle < frame.area.left() || middle > frame.area.right())
            continue;
        painter.save();
        painter.translate(middle, layout.columnLabels.top());
        painter.rotate(-90);
        paint(
            key, {-layout.columnLabels.height(), -height / 2, layout.columnLabels.height(), height},
            key == boldColumn);
        painter.restore();
    }
    painter.restore();
}

void paintMapStrips(
    QPainter& painter, const MapFrame& frame, const MapLayout& layout, const HeadContent& content,
    const FigureStyle& style)
{
    if (layout.received.isEmpty())
        return;
    const Colours& colours = style.palette.colours;
    const double unit = hairline(style);
    const double gap = frame.cell() >= 6 * unit ? 2 * unit : 0;
    const double bar = std::max(frame.cell() - 2 * gap, unit);
    float largest = 0;
    for (int key = 0; key < content.size(); ++key) {
        if (!content.isFaded(key))
            largest = std::max(largest, content.received[static_cast<std::size_t>(key)]);
    }
    painter.save();
    painter.setPen(Qt::NoPen);
    for (int key = frame.firstColumn(); key <= frame.lastColumn(); ++key) {
        const double share = largest > 0 ? content.received[static_cast<std::size_t>(key)] / largest : 0;
        const double height = std::clamp(share, 0.0, 1.0) * layout.received.height();
        const double left = std::max(frame.x(key) + gap, frame.area.left());
        const double right = std::min(frame.x(key) + gap + bar, frame.area.right());
        painter.setBrush(content.isFaded(key) ? colours.line : colours.bar);
        if (height > 0 && right > left)
            painter.drawRect(QRectF(left, layout.received.bottom() - height, right - left, height));
    }
    painter.setBrush(colours.bar);
    for (int query = frame.firstRow(); query <= frame.lastRow(); ++query) {
        const double share =
            std::clamp(static_cast<double>(content.given[static_cast<std::size_t>(query)]), 0.0, 1.0);
        const double top = std::max(frame.y(query) + gap, frame.area.top());
        const double bottom = std::min(frame.y(query) + gap + bar, frame.area.bottom());
        if (share > 0 && bottom > top)
            painter.drawRect(QRectF(layout.given.left(), top, share * layout.given.width(), bottom - top));
    }
    const QFontMetricsF metrics(style.words, painter.device());
    const QString received = QStringLiteral("mass received");
    QString given = content.leftOutText().isEmpty() ? QStringLiteral("given")
                                                    : QStringLiteral("given, %1").arg(content.leftOutText());
    const double left = layout.captions.left() + metrics.horizontalAdvance(received) + fontSize(style.words);
    given = metrics.elidedText(given, Qt::ElideRight, std::max(layout.captions.right() - left, 0.0));
    const double width = metrics.horizontalAdvance(given);
    const double right = std::max(layout.given.right(), left + width);
    painter.setFont(style.words);
    painter.setPen(colours.text3);
    painter.drawText(layout.captions, Qt::AlignLeft | Qt::AlignTop | Qt::TextDontClip, received);
    painter.drawText(
        QRectF(right - width, layout.captions.top(), width, layout.captions.height()),
        Qt::AlignLeft | Qt::AlignTop | Qt::TextDontClip, given);
    painter.restore();
}

void paintMapScale(
    QPainter& painter, const MapFrame& frame, const MapLayout& layout, const HeadContent& content,
    const FigureStyle& style)
{
    const Colours& colours = style.palette.colours;
    const double unit = hairline(style);
    const double em = fontSize(style.mono);
    const QFontMetricsF words(style.words, painter.device());
    const QFontMetricsF mono(style.mono, painter.device());
    const QString name = content.scale.name();
    // The steps of the map, one pixel each, so that no renderer invents colours between them.
    const QVector<QRgb>& table = content.scale.map(style.palette).table();
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    const auto frameBar = [&](const QRectF& bar) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colours.lineStrong, unit));
        painter.drawRect(bar);
    };
    if (layout.scaleInTriangle) {
        const double width = std::max(words.horizontalAdvance(name), 0.9 * em);
        const double right = frame.area.right() - 0.7 * em;
        const double top = frame.area.top() + words.height() + em;
        const QRectF bar(right - width / 2 - 0.45 * em, top + words.height() + 0.2 * em, 0.9 * em, 5.5 * em);
        QImage image(1, static_cast<int>(table.size()), QImage::Format_RGB32);
        for (int i = 0; i < image.height(); ++i)
            image.setPixel(0, i, table[table.size() - 1 - i]);
        painter.drawImage(bar, image);
        frameBar(bar);
        painter.setPen(colours.text2);
        painter.setFont(style.words);
        painter.drawText(
            QRectF(right - width, top, width, words.height()), Qt::AlignCenter | Qt::TextDontClip, name);
        painter.setFont(style.mono);
        const QRectF high(bar.right() + 0.4 * em, bar.top() - mono.height() / 2, em, mono.height());
        const bool fits =
            high.left() + mono.horizontalAdvance(content.scale.highText()) <= frame.area.right() - unit;
        const auto bound = [&](const QString& text, double y) {
            const double textWidth = mono.horizontalAdvance(text);
            const double x = fits ? bar.right() + 0.4 * em : bar.left() - 0.4 * em - textWidth;
            painter.drawText(
                QRectF(x, y - mono.height() / 2, textWidth, mono.height()),
                Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, text);
        };
        bound(content.scale.highText(), bar.top() + mono.height() / 4);
        bound(content.scale.lowText(), bar.bottom() - mono.height() / 4);
    } else if (!layout.scale.isEmpty()) {
        double x = layout.scale.left();
        const auto write = [&](const QString& text, const QFont& font, const QFontMetricsF& metrics) {
            const double width = metrics.horizontalAdvance(text);
            painter.setFont(font);
            painter.setPen(colours.text2);
            painter.drawText(
                QRectF(x, layout.scale.top(), width, layout.scale.height()),
                Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, text);
            x += width + 0.55 * em;
        };
        write(name, style.words, words);
        write(content.scale.lowText(), style.mono, mono);
        const double length = std::clamp(
            layout.scale.right() - x - mono.horizontalAdvance(content.scale.highText()) - em, 3 * em,
            11 * em);
        const QRectF bar(x, layout.scale.center().y() - 0.37 * em, length, 0.74 * em);
        QImage image(static_cast<int>(table.size()), 1, QImage::Format_RGB32);
        for (int i = 0; i < image.width(); ++i)
            image.setPixel(i, 0, table[i]);
        painter.drawImage(bar, image);
        frameBar(bar);
        x = bar.right() + 0.55 * em;
        write(content.scale.highText(), style.mono, mono);
    }
    painter.restore();
}

} // namespace headwaters
