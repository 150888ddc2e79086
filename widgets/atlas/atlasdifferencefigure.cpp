#include "widgets/atlas/atlasdifferencefigure.h"

#include "widgets/atlas/differencelayers.h"
#include "widgets/atlas/headtext.h"
#include "widgets/atlas/wallonpaper.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace headwaters {

namespace {

QString text(const char* sentence)
{
    return QCoreApplication::translate("Atlas", sentence);
}

} // namespace

AtlasDifferenceFigure::AtlasDifferenceFigure(
    const ModelInfo& modelA, std::shared_ptr<const RunResult> a, const ModelInfo& modelB,
    std::shared_ptr<const RunResult> b, const AtlasOptions& options)
    : m_modelA(modelA),
      m_modelB(modelB),
      m_options(options),
      m_a(modelA, a, nullptr, {}),
      m_b(modelB, std::move(b), nullptr, {}),
      m_images(std::make_unique<WallImages>())
{
    const DifferenceLayers pictures = differenceLayers(options.differences);
    m_boundText = pictures.boundText();
    m_picture.ranking = rankDifferences(modelA.nLayers, modelA.nHeads, options.differences);
    m_picture.ranking.seek(options.sought.heads);
    m_picture.top = std::clamp(options.top.value_or(headCount()), 1, std::max(1, headCount()));
    m_picture.tokenCount = static_cast<int>(a->tokens.size());
    m_picture.locked = options.locked;
    m_picture.padlock = false;
    m_picture.scale = differenceScale(pictures);
    m_images->setNeutral(127.5);
    m_images->setLayers(pictures.layers, modelA.nHeads);
}

AtlasDifferenceFigure::~AtlasDifferenceFigure() = default;

QString AtlasDifferenceFigure::title() const
{
    return text("Atlas · attention · after softmax · A − B");
}

int AtlasDifferenceFigure::keptCount() const
{
    int kept = 0;
    for (int layer = 0; layer < m_modelA.nLayers; ++layer)
        for (int head = 0; head < m_modelA.nHeads; ++head)
            kept += m_picture.ranking.isKept({layer, head}, m_picture.top) ? 1 : 0;
    return kept;
}

QString AtlasDifferenceFigure::caption() const
{
    QString caption =
        text("Attention after softmax of the %1 heads, A minus B, on prompts of %2 tokens: rows are layers, "
             "columns heads; in each picture rows are queries, columns keys, blue where A has more, orange "
             "where B has.")
            .arg(headCount())
            .arg(m_picture.tokenCount);
    if (m_modelA.name != m_modelB.name)
        caption += text(" A is %1, B %2.").arg(m_modelA.name, m_modelB.name);
    const HeadRanking& ranking = m_picture.ranking;
    if (ranking.order().empty())
        return caption;
    caption +=
        text(" The dots give the mean size of the difference over all pairs of tokens up to the diagonal;");
    const HeadIndex best = ranking.order().front();
    if (keptCount() == headCount())
        caption += text(" head %1 stands first with %2.")
                       .arg(best.text(), scoreText(RankBy::Difference, ranking.score(best)));
    else if (!m_options.sought.typed.isEmpty())
        caption += text(" the %1 of %2 heads found by “%3” are drawn in full, the others faded.")
                       .arg(keptCount())
                       .arg(headCount())
                       .arg(m_options.sought.typed);
    else
        caption += text(" the %1 of %2 heads with %3 are drawn in full, the others faded.")
                       .arg(keptCount())
                       .arg(headCount())
                       .arg(thresholdText(ranking, m_picture.top));
    if (m_picture.locked)
        caption += text(" Head %1 is outlined.").arg(m_picture.locked->text());
    return caption;
}

Provenance AtlasDifferenceFigure::provenance() const
{
    Provenance both = comparedProvenance(m_a.provenance(), m_b.provenance());
    both.origin = Origin::Derived;
    both.settings = {
        text("A − B"), text("sinks shown"), text("linear %1 to %2").arg(m_picture.scale.low, m_boundText),
        text("ranked by %1").arg(rankKey(RankBy::Difference)),
        text("top %1 of %2").arg(keptCount()).arg(headCount())};
    if (!m_options.sought.typed.isEmpty())
        both.settings << text("heads found by “%1”").arg(m_options.sought.typed);
    for (const QString& change : m_b.provenance().settings.filter(QStringLiteral("changed: ")))
        both.settings << QStringLiteral("B: ") + change;
    if (m_picture.tokenCount > Thumbnail::largest)
        both.settings << text("each point is the value farthest from zero of a block of the map");
    return both;
}

QString AtlasDifferenceFigure::fileStem() const
{
    return QStringLiteral("atlas-pattern-a-minus-b");
}

double AtlasDifferenceFigure::heightForWidth(double width, const FigureStyle& style) const
{
    return wallHeight(WallShape::of(m_modelA), width, style);
}

void AtlasDifferenceFigure::paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const
{
    paintWallOnPaper(painter, area, style, WallShape::of(m_modelA), m_picture, *m_images);
}

FigureData AtlasDifferenceFigure::data() const
{
    FigureData data;
    data.table.header = {
        QStringLiteral("layer"),
        QStringLiteral("head"),
        QStringLiteral("mean_absolute_difference"),
        QStringLiteral("largest_absolute_difference"),
        QStringLiteral("rank"),
        QStringLiteral("kept")};
    const std::vector<std::int64_t> wall{m_modelA.nLayers, m_modelA.nHeads};
    NamedTensor mean{QStringLiteral("mean_absolute_difference"), wall, {}};
    NamedTensor largest{QStringLiteral("largest_absolute_difference"), wall, {}};
    NamedTensor kept{QStringLiteral("kept"), wall, {}};
    NamedTensor pictures{QStringLiteral("difference"), {}, {}};
    int size = 0;
    for (int layer = 0; layer < m_modelA.nLayers; ++layer)
        for (int index = 0; index < m_modelA.nHeads; ++index) {
            const HeadDifference* difference = differenceOf(m_options.differences, {layer, index});
            if (!difference)
                continue;
            const auto rank = m_picture.ranking.rank({layer, index});
            const bool isKept = m_picture.ranking.isKept({layer, index}, m_picture.top);
            data.table.rows.push_back(
                {QString::number(layer), QString::number(index), numberText(difference->meanAbsolute),
                 numberText(difference->largest), rank ? QString::number(*rank) : QString(),
                 isKept ? QStringLiteral("1") : QStringLiteral("0")});
            mean.values.push_back(difference->meanAbsolute);
            largest.values.push_back(difference->largest);
            kept.values.push_back(isKept ? 1.0F : 0.0F);
            size = difference->picture.size;
            pictures.values.insert(
                pictures.values.end(), difference->picture.values.begin(), difference->picture.values.end());
        }
    pictures.shape = {m_modelA.nLayers, m_modelA.nHeads, size, size};
    for (const auto& [figure, name] : {std::pair(&m_a, "a"), std::pair(&m_b, "b")}) {
        FigureData side = figure->data();
        side.tensors.front().name = QLatin1String(name); // the thumbnails
        data.tensors.push_back(std::move(side.tensors.front()));
    }
    data.tensors.push_back(std::move(pictures));
    data.tensors.push_back(std::move(mean));
    data.tensors.push_back(std::move(largest));
    data.tensors.push_back(std::move(kept));
    return data;
}

} // namespace headwaters
