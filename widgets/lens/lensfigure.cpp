#include "widgets/lens/lensfigure.h"

#include "widgets/common/numberformat.h"
#include "widgets/head/mapgeometry.h"
#include "widgets/lens/lenstablepainting.h"
#include "widgets/lens/rankwatchpainting.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

// In em of the mono face.
constexpr double gap = 1.6;
constexpr double besideFrom = 56;
constexpr double watchHeight = 20;
constexpr double scaleHeight = 1.8;
constexpr double headingHeight = 1.9;
constexpr int listedParts = 10;

QString tr(const char* text)
{
    return QCoreApplication::translate("Lens", text);
}

std::vector<float> floats(const std::vector<double>& values)
{
    return {values.begin(), values.end()};
}

QString exact(double value)
{
    return numberText(value);
}

} // namespace

/// Blocks of the table below each other, then watch and attribution beside each other where there is room.
struct LensFigure::Places {
    QRectF scale;
    std::vector<LensTableLayout> blocks;
    std::vector<QPointF> origins;
    QRectF watch;
    QRectF attribution;
    double height = 0;
};

LensFigure::LensFigure(LensContent content, AttributionSplit split)
    : m_content(std::move(content)),
      m_split(split),
      m_lines(AttributionLines::of(m_content, split))
{
}

QString LensFigure::title() const
{
    if (m_content.lens)
        return tr("Lens · %1").arg(m_content.quantityWord());
    return tr("What writes %1 − %2").arg(m_content.target(), m_content.rival());
}

QString LensFigure::caption() const
{
    QStringList sentences;
    if (m_content.lens) {
        sentences << tr("The residual stream before each layer read with the model's own final norm and "
                        "unembedding (logit lens) on a prompt of %1 tokens; the output row is the model's "
                        "answer.")
                         .arg(m_content.run->tokens.size());
        if (m_content.quantity == LensQuantity::TopToken)
            sentences << tr("Cells: the likeliest token; colour: its probability, 0 to 1.");
        else if (m_content.quantity == LensQuantity::TargetRank)
            sentences << tr("Cells: the rank of %1; colour on a log scale.").arg(m_content.target());
        else
            sentences
                << tr("Cells: logit of %1 minus that of %2.").arg(m_content.target(), m_content.rival());
    }
    if (m_content.watch)
        sentences << tr("Lines: ranks after position %1, rank 0 on top, log scale.")
                         .arg(m_content.watch->positions.front());
    if (m_content.attribution) {
        const QString what = m_lines.head          ? tr("what head %1 reads").arg(m_lines.head->text())
            : m_split == AttributionSplit::Sources ? tr("what all heads read")
                                                   : tr("heads, MLPs and embeddings");
        sentences
            << tr("Bars: direct logit attribution of %1 − %2 after position %3 to %4, final norm's scale "
                  "held; sum %5 and biases %6 make %7.")
                   .arg(m_content.target(), m_content.rival())
                   .arg(m_content.attribution->destination)
                   .arg(
                       what, signedText(m_lines.sum, 3), signedText(m_lines.biases, 3),
                       signedText(m_lines.whole, 3));
    }
    return sentences.join(u' ');
}

Provenance LensFigure::provenance() const
{
    Provenance provenance;
    provenance.modelName = m_content.model.name;
    provenance.modelSha256 = m_content.model.sha256;
    provenance.dtype = QStringLiteral("float32");
    const int last = m_content.model.nLayers - 1;
    provenance.hookName = m_content.lens
        ? QStringLiteral("blocks.N.hook_resid_pre, blocks.%1.hook_resid_post").arg(last)
        : QStringLiteral("blocks.N.attn.hook_z, blocks.N.hook_mlp_out");
    provenance.prompt = m_content.run->request.text;
    provenance.beginOfText = m_content.run->startsWithBeginOfText;
    provenance.origin = Origin::Derived;
    provenance.settings
        << (m_content.rival().isEmpty()
                ? tr("target %1").arg(m_content.target())
                : tr("target %1, rival %2").arg(m_content.target(), m_content.rival()));
    if (m_content.lens) {
        for (const QString& change : m_content.lens->changes)
            provenance.settings << tr("lens with %1").arg(change);
    }
    return provenance;
}

QString LensFigure::fileStem() const
{
    return m_content.lens ? QStringLiteral("lens") : QStringLiteral("attribution");
}

LensFigure::Places LensFigure::places(const QRectF& area, const FigureStyle& style) const
{
    const double em = fontSize(style.mono);
    Places places;
    double y = area.top();
    if (m_content.lens) {
        if (style.legend) {
            places.scale = {area.left(), y, area.width(), scaleHeight * em};
            y += scaleHeight * em;
        }
        LensTableLayout layout = LensTableLayout::of(m_content, area.width(), 8 * em, style);
        const int all = layout.count;
        const int fit = std::max(
            1, static_cast<int>((area.width() - layout.names) / LensTableLayout::smallestCell(style)));
        const int blocks = (all + fit - 1) / fit;
        const int columns = (all + blocks - 1) / blocks;
        layout.cellWidth = std::min((area.width() - layout.names) / columns, 8 * em);
        for (int first = 0; first < all; first += columns) {
            layout.first = first;
            layout.count = std::min(columns, all - first);
            places.blocks.push_back(layout);
            places.origins.emplace_back(area.left(), y);
            y += layout.height() + gap * em;
        }
    }
    const bool isBeside = m_content.watch && m_content.attribution && area.width() >= besideFrom * em;
    const auto lines = static_cast<int>(std::max(m_lines.suppressed.size(), m_lines.promoted.size()));
    const double bars = AttributionLayout::heightFor(std::min(lines, listedParts), style);
    const double half = (area.width() - 2 * gap * em) / 2;
    if (m_content.watch) {
        const double height = isBeside ? bars : watchHeight * em;
        places.watch = {area.left(), y + headingHeight * em, isBeside ? half : area.width(), height};
        if (!isBeside)
            y = places.watch.bottom() + gap * em;
    }
    if (m_content.attribution) {
        const double left = isBeside ? area.right() - half : area.left();
        const double heading = hasHeading() ? headingHeight * em : 0;
        places.attribution = {left, y + heading, isBeside ? half : area.width(), bars};
        y = places.attribution.bottom() + gap * em;
    }
    places.height = std::max(0.0, y - gap * em - area.top());
    return places;
}

double LensFigure::heightForWidth(double width, const FigureStyle& style) const
{
    return std::ceil(places({0, 0, width, 1e6}, style).height);
}

void LensFigure::paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const
{
    const Places at = places(area, style);
    const double em = fontSize(style.mono);
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.setRenderHint(QPainter::LosslessImageRendering, true);
    if (!at.scale.isEmpty())
        paintLensScale(painter, at.scale, m_content, style);
    for (std::size_t block = 0; block < at.blocks.size(); ++block) {
        paintLensHead(painter, at.origins[block], at.blocks[block], m_content, style, std::nullopt);
        paintLensRowNames(painter, at.origins[block], at.blocks[block], m_content, style);
        paintLensCells(
            painter, at.origins[block], at.blocks[block], m_content, style,
            QRectF(area).adjusted(-1, -1, 1, 1e6));
    }
    QFont bold = style.words;
    bold.setWeight(QFont::DemiBold);
    const auto heading = [&](const QRectF& below, const QString& words) {
        painter.setFont(bold);
        painter.setPen(style.palette.colours.text);
        painter.drawText(
            QRectF(below.left(), below.top() - headingHeight * em, below.width(), headingHeight * em),
            Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, words);
    };
    if (!at.watch.isEmpty()) {
        const int position = m_content.watch->positions.front();
        heading(
            at.watch, tr("Rank watch after position %1 %2").arg(position).arg(m_content.tokenAt(position)));
        paintRankWatch(painter, RankWatchLayout::of(at.watch, m_content, style), m_content, style);
    }
    if (!at.attribution.isEmpty()) {
        const QString what = tr("What writes %1 − %2, logits").arg(m_content.target(), m_content.rival());
        if (hasHeading())
            heading(at.attribution, m_lines.head ? tr("%1: head %2").arg(what, m_lines.head->text()) : what);
        paintAttribution(
            painter, AttributionLayout::of(at.attribution, m_lines, style), m_lines, m_content, style);
    }
    painter.restore();
}

void LensFigure::addLens(FigureData& data) const
{
    const LogitLens& lens = *m_content.lens;
    const std::vector<std::int64_t> shape{
        static_cast<std::int64_t>(lens.rows.size()), static_cast<std::int64_t>(lens.positions.size())};
    data.tensors.push_back(
        {QStringLiteral("lens_top_id"), shape, std::vector<float>(lens.topId.begin(), lens.topId.end())});
    data.tensors.push_back(
        {QStringLiteral("lens_top_log_probability"), shape, floats(lens.topLogProbability)});
    data.table.header = {QStringLiteral("hook"),      QStringLiteral("position"),
                         QStringLiteral("token"),     QStringLiteral("top_id"),
                         QStringLiteral("top_token"), QStringLiteral("top_log_probability")};
    for (std::size_t word = 0; word < lens.words.size(); ++word) {
        const QString name = word == 0 ? QStringLiteral("target") : QStringLiteral("rival");
        data.table.header << name + QStringLiteral("_log_probability") << name + QStringLiteral("_rank");
        const LensWord& values = lens.words[word];
        data.tensors.push_back(
            {name + QStringLiteral("_log_probability"), shape, floats(values.logProbability)});
        data.tensors.push_back(
            {name + QStringLiteral("_rank"), shape,
             std::vector<float>(values.rank.begin(), values.rank.end())});
    }
    for (std::size_t row = 0; row < lens.rows.size(); ++row) {
        for (std::size_t position = 0; position < lens.positions.size(); ++position) {
            const std::size_t cell = lens.cell(row, position);
            const int at = lens.positions[position];
            QStringList values{
                lens.rows[row].hook(),
                QString::number(at),
                m_content.tokenAt(at),
                QString::number(lens.topId[cell]),
                m_content.label(lens.topId[cell]),
                exact(lens.topLogProbability[cell])};
            for (const LensWord& word : lens.words)
                values << exact(word.logProbability[cell]) << QString::number(word.rank[cell]);
            data.table.rows.push_back(values);
        }
    }
}

void LensFigure::addAttribution(FigureData& data) const
{
    const Attribution& attribution = *m_content.attribution;
    const std::int64_t layers = attribution.nLayers;
    const std::int64_t heads = attribution.nHeads;
    const auto number = [&](const char* name, double value) {
        data.tensors.push_back({QString::fromLatin1(name), {1}, {static_cast<float>(value)}});
    };
    data.tensors.push_back({QStringLiteral("heads"), {layers, heads}, floats(attribution.heads)});
    data.tensors.push_back(
        {QStringLiteral("heads_by_source"),
         {layers, heads, attribution.sources},
         floats(attribution.headsBySource)});
    data.tensors.push_back({QStringLiteral("mlp"), {layers}, floats(attribution.mlp)});
    data.tensors.push_back({QStringLiteral("attention_bias"), {layers}, floats(attribution.attentionBias)});
    number("embedding", attribution.embedding);
    number("position", attribution.position);
    number("final_norm_shift", attribution.finalNormShift);
    number("total", attribution.total);
    if (m_content.lens)
        return; // the table is the lens's
    data.table.header = {
        QStringLiteral("part"), QStringLiteral("source"), QStringLiteral("source_token"),
        QStringLiteral("logits")};
    for (const AttributedPart& part : attributedParts(attribution)) {
        data.table.rows.push_back({partName(part), {}, {}, exact(part.value)});
        for (int source = 0; part.kind == AttributedPart::Kind::Head && source <= attribution.destination;
             ++source)
            data.table.rows.push_back(
                {partName(part), QString::number(source), m_content.tokenAt(source),
                 exact(attribution.bySource(part.head, source))});
    }
}

FigureData LensFigure::data() const
{
    FigureData data;
    if (m_content.lens)
        addLens(data);
    if (m_content.watch) {
        const LogitLens& watch = *m_content.watch;
        NamedTensor ranks{
            QStringLiteral("watch_rank"),
            {static_cast<std::int64_t>(watch.words.size()), static_cast<std::int64_t>(watch.rows.size())},
            {}};
        for (const LensWord& word : watch.words)
            ranks.values.insert(ranks.values.end(), word.rank.begin(), word.rank.end());
        data.tensors.push_back(std::move(ranks));
    }
    if (m_content.attribution)
        addAttribution(data);
    return data;
}

} // namespace headwaters
