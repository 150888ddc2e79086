#include "widgets/head/headfigure.h"

#include "widgets/common/numberformat.h"

#include "widgets/head/attentionlines.h"
#include "widgets/head/directionsonpaper.h"
#include "widgets/head/mapgeometry.h"
#include "widgets/head/mappainting.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace headwaters {

namespace {

constexpr double widestMap = 60; ///< em; a map of few tokens does not fill a page
constexpr double largestCell = 4.5; ///< em
constexpr double linesFrom = 54; ///< em of width from which the lines stand beside the map
constexpr double lineColumn = 26; ///< em
constexpr double lineGap = 3; ///< em between map and lines
constexpr double linePitch = 1.25; ///< em between two tokens at least
constexpr double smallestLines = 10; ///< em; their height beside a map of few tokens

QString tensorName(Quantity quantity)
{
    QString name = quantityKey(quantity);
    return name.replace(u'-', u'_');
}

QString sentenceStart(QString text)
{
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

/// A token of punctuation alone is quoted, lest it read as the sentence's own.
QString inSentence(const QString& label)
{
    const bool isWord =
        std::any_of(label.cbegin(), label.cend(), [](QChar c) { return c.isLetterOrNumber(); });
    return isWord ? label : QStringLiteral("“%1”").arg(label);
}

} // namespace

/// The map and, on wide pages, the lines.
struct HeadFigure::Places {
    MapLayout map;
    QRectF lines; ///< empty without lines
    QRectF directions; ///< empty without them
    double height = 0;
};

HeadFigure::HeadFigure(
    ModelInfo model, std::shared_ptr<const RunResult> run, HeadSource source, HeadFigureOptions options)
    : m_options(std::move(options)),
      m_model(std::move(model)),
      m_run(std::move(run)),
      m_content(HeadContent::of(std::move(source), m_options.sinks))
{
}

HeadFigure::HeadFigure(HeadFigureSide side, HeadFigureOptions options)
    : m_options(std::move(options)),
      m_model(std::move(side.model)),
      m_run(std::move(side.run)),
      m_content(std::move(side.content))
{
}

std::unique_ptr<HeadFigure> HeadFigure::of(
    const ModelInfo& model, std::shared_ptr<const RunResult> run, const HeadDetail& detail, Quantity quantity,
    const QString& target, const QString& rival, const HeadFigureOptions& options)
{
    HeadSource source = HeadSource::of(*run, detail, quantity, target, rival);
    HeadFigureOptions complete = options;
    if (complete.sinks.positions.empty())
        complete.sinks.positions = defaultSinks(source);
    return std::make_unique<HeadFigure>(model, std::move(run), std::move(source), std::move(complete));
}

QString HeadFigure::title() const
{
    return m_content.title();
}

QString HeadFigure::caption() const
{
    const int size = m_content.size();
    QString text =
        QStringLiteral(
            "%1 of %2 on a prompt of %3 %4. Rows: the position that reads; columns: the position read.")
            .arg(sentenceStart(m_content.quantityWord()), m_content.subject())
            .arg(size)
            .arg(size == 1 ? QStringLiteral("token") : QStringLiteral("tokens"));
    if (!m_content.sinkText().isEmpty())
        text += QStringLiteral(" Sinks: %1.").arg(m_content.sinkText());
    const QString below = m_options.directions ? directionsCaption(*m_options.directions) : QString();
    if (size == 0)
        return text + below;
    const int last = size - 1;
    const int source = m_content.strongestSource(last);
    const double value = static_cast<double>(m_content.map.at(last, source));
    const QString label = inSentence(m_content.source.labels.value(source));
    if (m_content.map.quantity == Quantity::Pattern && m_content.map.aggregation == Aggregation::OneHead)
        text += QStringLiteral(" At the last position %1%2% goes to %3.")
                    .arg(QString::number(100 * value, 'f', 1), QString(QChar(0x202F)), label);
    else
        text += QStringLiteral(" At the last position the %1 value is %2, at %3.")
                    .arg(
                        m_content.scale.diverging && m_content.map.quantity == Quantity::Effect
                            ? QStringLiteral("strongest")
                            : QStringLiteral("largest"),
                        m_content.scale.valueText(value), label);
    return text + below;
}

Provenance HeadFigure::provenance() const
{
    Provenance provenance;
    provenance.modelName = m_model.name;
    provenance.modelSha256 = m_model.sha256;
    provenance.dtype = QStringLiteral("float32");
    provenance.hookName = hookName(m_content.map);
    provenance.prompt = m_run->request.text;
    provenance.beginOfText = m_run->startsWithBeginOfText;
    provenance.origin = m_content.isMeasured() ? Origin::Measured : Origin::Derived;
    provenance.settings
        << (m_content.sinkText().isEmpty() ? QStringLiteral("sinks shown")
                                           : QStringLiteral("sinks: %1").arg(m_content.sinkText()));
    provenance.settings
        << QStringLiteral("linear %1 to %2").arg(m_content.scale.lowText(), m_content.scale.highText());
    if (m_content.map.quantity == Quantity::Effect)
        provenance.settings
            << QStringLiteral("target %1, rival %2").arg(m_content.source.target, m_content.source.rival);
    for (const QString& change : m_run->changes)
        provenance.settings << QStringLiteral("changed: %1").arg(change);
    return provenance;
}

QString HeadFigure::fileStem() const
{
    QString heads = m_content.map.head.title();
    switch (m_content.map.aggregation) {
    case Aggregation::OneHead:
        break;
    case Aggregation::LayerMean:
        heads = QStringLiteral("L%1-mean").arg(m_content.map.head.layer);
        break;
    case Aggregation::LayerMax:
        heads = QStringLiteral("L%1-max").arg(m_content.map.head.layer);
        break;
    case Aggregation::ModelMean:
        heads = QStringLiteral("all-mean");
        break;
    case Aggregation::ModelMax:
        heads = QStringLiteral("all-max");
        break;
    }
    return heads + u'-' + quantityKey(m_content.map.quantity);
}

HeadFigure::Places HeadFigure::places(const QRectF& area, const FigureStyle& style) const
{
    const double em = fontSize(style.mono);
    MapRequest request;
    request.strips = m_options.strips;
    request.legend = style.legend;
    request.scaleInTriangle = true;
    request.largestCell = largestCell * em;

    Places places;
    const double top = area.top() + 2 * em;
    const bool wantsLines = m_options.lines && area.width() >= linesFrom * em;
    for (const bool lines : {wantsLines, false}) {
        const double beside = lines ? lineGap * em + lineColumn * em : 0;
        QRectF room = area;
        room.setWidth(std::min(area.width() - beside, widestMap * em));
        places.map = MapLayout::fit(room, m_content, style, request);
        // What is left over stands on both sides.
        const double used = places.map.bounds.width() + beside;
        room.moveLeft(area.left() + std::max(0.0, (area.width() - used) / 2));
        places.map = MapLayout::fit(room, m_content, style, request);
        places.height = places.map.bounds.height();
        const double height = std::max(places.map.map.bottom() - top, smallestLines * em);
        // Lines between tokens that nobody can read are worth nothing.
        if (!lines || height < m_content.size() * linePitch * em)
            continue;
        places.lines = {
            places.map.bounds.right() + lineGap * em, top, lineColumn * em,
            std::min(height, m_content.size() * 2.4 * em)};
        places.height = std::max(places.height, places.lines.bottom() - area.top());
        break;
    }
    if (m_options.directions) {
        const double height = directionsHeight(*m_options.directions, area.width(), style);
        places.directions = {area.left(), area.top() + places.height, area.width(), height};
        places.height += height;
    }
    return places;
}

double HeadFigure::heightForWidth(double width, const FigureStyle& style) const
{
    return std::ceil(places({0, 0, width, 1e6}, style).height);
}

void HeadFigure::paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const
{
    const Places at = places(area, style);
    const MapFrame frame{
        at.map.map, {0, 0, static_cast<double>(std::max(1, m_content.size()))}, m_content.size()};
    painter.save();
    // Maps are data: no renderer may smooth or compress them.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.setRenderHint(QPainter::LosslessImageRendering, true);
    painter.drawImage(frame.area, mapImage(m_content, style.palette));
    paintMapMarks(painter, frame, m_content, style);
    paintMapStrips(painter, frame, at.map, m_content, style);
    paintMapLabels(painter, frame, at.map, m_content, style, std::nullopt, std::nullopt);
    if (style.legend)
        paintMapScale(painter, frame, at.map, m_content, style);
    if (!at.lines.isEmpty()) {
        const LineChoice choice = LineChoice::of(m_content, m_options.lineShare);
        const double em = fontSize(style.mono);
        const double labels = 8 * em;
        const double pitch = at.lines.height() / std::max(1, m_content.size());
        const LineFrame lines{
            at.lines.left() + labels, at.lines.right() - labels, at.lines.top() + pitch / 2, pitch};
        painter.setFont(style.words);
        painter.setPen(style.palette.colours.text3);
        const QRectF head(at.lines.left(), area.top(), at.lines.width(), 1.5 * em);
        painter.drawText(
            head, Qt::AlignHCenter | Qt::AlignTop | Qt::TextDontClip,
            choice.note.isEmpty()
                ? QStringLiteral("top %1 %2").arg(shareText(m_options.lineShare), choice.mass)
                : choice.note);
        paintLines(
            painter, lines, m_content, choice, style, 0, m_content.size(), std::numeric_limits<int>::max());
        paintLineLabels(
            painter, lines, m_content, style, labels - 0.6 * em, at.lines.top(), at.lines.bottom(),
            std::nullopt, std::nullopt);
    }
    if (m_options.directions)
        paintDirections(painter, at.directions, *m_options.directions, style);
    painter.restore();
}

FigureData HeadFigure::data() const
{
    const AttentionMap& map = m_content.map;
    FigureData data;
    data.tensors.push_back({tensorName(map.quantity), {map.size, map.size}, map.values});
    data.table.header = {
        QStringLiteral("query"), QStringLiteral("key"), QStringLiteral("query_token"),
        QStringLiteral("key_token"), tensorName(map.quantity)};
    for (int query = 0; query < map.size; ++query) {
        for (int key = 0; key <= query; ++key) {
            if (!m_content.isRemoved(key))
                data.table.rows.push_back(
                    {QString::number(query), QString::number(key), m_content.source.labels.value(query),
                     m_content.source.labels.value(key), numberText(map.at(query, key))});
        }
    }
    if (m_options.directions)
        addDirections(data, *m_options.directions);
    return data;
}

} // namespace headwaters
