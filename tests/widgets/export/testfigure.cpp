#include "widgets/export/testfigure.h"

#include <QFontMetricsF>
#include <QImage>

#include <array>
#include <cmath>

namespace headwaters {

namespace {

const std::array<const char*, TestFigure::size> tokens{"bos",   "When",  "·Mary", "·and",   "·John",
                                                       "·went", "·to",   "·the",  "·store", ",",
                                                       "·John", "·gave", "·a",    "·book",  "·to"};

QString token(int position)
{
    return QString::fromUtf8(tokens.at(static_cast<std::size_t>(position)));
}

double labelWidth(const FigureStyle& style)
{
    return QFontMetricsF(style.mono).horizontalAdvance(QStringLiteral("·store")) + 4;
}

} // namespace

TestFigure::TestFigure(QString prompt) : m_prompt(std::move(prompt)) { }

QString TestFigure::title() const
{
    return QStringLiteral("L5H5 · attention · after softmax");
}

QString TestFigure::caption() const
{
    return QStringLiteral(
        "Attention of head 5.5 on an indirect-object prompt. Rows: the position that reads; columns: the "
        "position read. At the last position 99.7 % goes to Mary (difference −0.25).");
}

Provenance TestFigure::provenance() const
{
    Provenance provenance;
    provenance.modelName = QStringLiteral("demo");
    provenance.modelSha256 = QStringLiteral("40518c77aa00");
    provenance.dtype = QStringLiteral("float32");
    provenance.hookName = QStringLiteral("blocks.5.attn.hook_pattern[5]");
    provenance.prompt = m_prompt;
    provenance.settings = QStringList{QStringLiteral("sinks shown"), QStringLiteral("linear 0 to 1")};
    return provenance;
}

QString TestFigure::fileStem() const
{
    return QStringLiteral("L5H5-pattern");
}

double TestFigure::heightForWidth(double width, const FigureStyle& style) const
{
    return width; // labels are as wide on the left as they are high below
    Q_UNUSED(style)
}

void TestFigure::paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const
{
    const double label = labelWidth(style);
    const QRectF map(area.left() + label, area.top(), area.width() - label, area.height() - label);
    const double cell = map.width() / size;
    QImage image(size, size, QImage::Format_Indexed8);
    image.setColorTable(style.palette.sequential.table());
    for (int query = 0; query < size; ++query) {
        for (int key = 0; key < size; ++key)
            image.setPixel(key, query, static_cast<uint>(std::lround(255 * value(query, key))));
    }
    painter.drawImage(map, image);
    painter.setPen(QPen(style.palette.colours.lineStrong, 1));
    painter.drawRect(map);

    painter.setPen(style.palette.colours.text);
    painter.setFont(style.mono);
    const QFontMetricsF metrics(style.mono);
    for (int i = 0; i < size; ++i) {
        const double width = metrics.horizontalAdvance(token(i));
        const double middle = (i + 0.5) * cell;
        painter.drawText(
            QPointF(map.left() - 4 - width, map.top() + middle + metrics.capHeight() / 2), token(i));
        painter.save();
        painter.translate(map.left() + middle + metrics.capHeight() / 2, map.bottom() + 4 + width);
        painter.rotate(-90);
        painter.drawText(QPointF(), token(i));
        painter.restore();
    }
    if (style.legend) {
        painter.setFont(style.words);
        painter.drawText(
            QPointF(map.right() - 8 * cell, map.top() + 2 * cell), QStringLiteral("attention 0 to 1"));
    }
}

FigureData TestFigure::data() const
{
    FigureData data;
    NamedTensor pattern{QStringLiteral("blocks.5.attn.hook_pattern"), {size, size}, {}};
    data.table.header = QStringList{
        QStringLiteral("query"), QStringLiteral("key"), QStringLiteral("token"), QStringLiteral("attention")};
    for (int query = 0; query < size; ++query) {
        for (int key = 0; key < size; ++key) {
            pattern.values.push_back(value(query, key));
            data.table.rows.push_back(
                {QString::number(query), QString::number(key), token(key), numberText(value(query, key))});
        }
    }
    data.tensors.push_back(pattern);
    data.tensors.push_back({QStringLiteral("masked"), {2}, {-std::numeric_limits<float>::infinity(), 0.1F}});
    return data;
}

float TestFigure::value(int query, int key)
{
    if (key > query)
        return 0;
    const double wave = std::sin(3.7 * query + 1.3 * key * key);
    return static_cast<float>(wave * wave / (1 + query - key));
}

} // namespace headwaters
