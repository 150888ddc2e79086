#include "widgets/atlas/atlasfigure.h"

#include "core/files/writing.h"
#include "widgets/atlas/headtext.h"
#include "widgets/atlas/tokensearch.h"
#include "widgets/atlas/wallonpaper.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

QString text(const char* sentence)
{
    return QCoreApplication::translate("Atlas", sentence);
}

QString positionsText(const std::vector<int>& positions)
{
    QStringList numbers;
    for (const int position : positions)
        numbers << QString::number(position);
    return numbers.join(QStringLiteral(", "));
}

QString optionalNumber(const std::optional<double>& value)
{
    return value ? numberText(static_cast<float>(*value)) : QString();
}

} // namespace

AtlasFigure::AtlasFigure(
    const ModelInfo& model, std::shared_ptr<const RunResult> result,
    std::shared_ptr<const EffectSummary> effects, const AtlasOptions& options)
    : m_model(model),
      m_result(std::move(result)),
      m_effects(std::move(effects)),
      m_options(options),
      m_images(std::make_unique<WallImages>())
{
    if (!m_effects)
        m_effects = std::shared_ptr<const EffectSummary>(m_result, &m_result->effects);
    m_picture.ranking = options.rankBy == RankBy::Difference
        ? rankDifferences(m_model.nLayers, m_model.nHeads, options.differences)
        : rankHeads(options.rankBy, m_model.nLayers, m_model.nHeads, m_result->layers, m_effects.get());
    m_picture.ranking.seek(options.sought.heads);
    m_picture.top = std::clamp(options.top.value_or(headCount()), 1, std::max(1, headCount()));
    m_picture.tokenCount = static_cast<int>(m_result->tokens.size());
    m_picture.marks = matchingPositions(m_result->tokens, options.search);
    m_picture.locked = options.locked;
    m_picture.roles = options.roles;
    m_picture.padlock = false;
    m_images->setLayers(m_result->layers, m_model.nHeads);
}

AtlasFigure::~AtlasFigure() = default;

QString AtlasFigure::title() const
{
    return text("Atlas · attention · after softmax");
}

int AtlasFigure::keptCount() const
{
    int kept = 0;
    for (int layer = 0; layer < m_model.nLayers; ++layer)
        for (int head = 0; head < m_model.nHeads; ++head)
            kept += m_picture.ranking.isKept({layer, head}, m_picture.top) ? 1 : 0;
    return kept;
}

QString AtlasFigure::groupSentence() const
{
    const HeadGroups groups = shape().groups;
    if (!groups.isGrouped())
        return {};
    return groups.count() == 1
        ? text(" All heads of a layer share keys and values (kv).")
        : text(" The %1 heads under one bracket share keys and values (kv).").arg(groups.size());
}

QString AtlasFigure::scoreSentence() const
{
    const HeadRanking& ranking = m_picture.ranking;
    if (ranking.order().empty())
        return {};
    QString score;
    switch (ranking.by()) {
    case RankBy::Entropy:
        score = text("mean entropy of its rows in bits");
        break;
    case RankBy::Effect:
        score =
            text("effect on %1 − %2 at the last position in logits").arg(m_options.target, m_options.rival);
        break;
    case RankBy::Difference:
        score = text("mean |A − B| between the two runs that are compared");
        break;
    case RankBy::ReceivedMass:
        score = text("received mass (the largest mean attention that one source gets, position 0 left out)");
        break;
    }
    const int kept = keptCount();
    if (!m_options.sought.typed.isEmpty())
        return text(" The dots give each head's %1; the %2 of %3 heads found by “%4” are drawn in full, the "
                    "others faded.")
            .arg(score)
            .arg(kept)
            .arg(headCount())
            .arg(m_options.sought.typed);
    if (kept == headCount()) {
        const HeadIndex best = ranking.order().front();
        return text(" The dots give each head's %1; head %2 stands first with %3.")
            .arg(score, best.text(), scoreText(ranking.by(), ranking.score(best)));
    }
    return text(" The dots give each head's %1; the %2 of %3 heads with %4 are drawn in full, the others "
                "faded.")
        .arg(score)
        .arg(kept)
        .arg(headCount())
        .arg(thresholdText(ranking, m_picture.top));
}

QString AtlasFigure::caption() const
{
    QString caption = text("Attention after softmax of the %1 heads of %2 on a prompt of %3 tokens: rows are "
                           "layers, columns heads; "
                           "in each picture rows are queries, columns keys, colour runs from 0 to 1.");
    caption = caption.arg(headCount()).arg(m_model.name).arg(m_picture.tokenCount);
    caption += groupSentence();
    caption += scoreSentence();
    QStringList extras;
    if (!m_picture.roles.empty())
        extras << text("borders are the stages that a scan found (KR orange, ICI yellow, LR green, EP blue)");
    if (m_picture.locked)
        extras << text("head %1 is outlined").arg(m_picture.locked->text());
    if (!m_picture.marks.empty())
        extras << text("ticks mark “%1” at %2").arg(m_options.search, positionsText(m_picture.marks));
    if (!extras.isEmpty()) {
        QString sentence = extras.join(QStringLiteral("; "));
        sentence[0] = sentence[0].toUpper();
        caption += u' ' + sentence + u'.';
    }
    return caption;
}

Provenance AtlasFigure::provenance() const
{
    Provenance provenance;
    provenance.modelName = m_model.name;
    provenance.modelSha256 = m_model.sha256;
    provenance.dtype = QStringLiteral("float32");
    provenance.hookName = m_model.nLayers == 1
        ? QStringLiteral("blocks.0.attn.hook_pattern")
        : QStringLiteral("blocks.N.attn.hook_pattern, N = 0 to %1").arg(m_model.nLayers - 1);
    provenance.prompt = m_result->request.text;
    provenance.beginOfText = m_result->startsWithBeginOfText;
    provenance.origin = Origin::Measured;
    provenance.settings << text("sinks shown") << text("ranked by %1").arg(rankKey(m_picture.ranking.by()))
                        << text("top %1 of %2").arg(keptCount()).arg(headCount());
    if (m_options.rankBy == RankBy::Effect)
        provenance.settings << text("target %1, rival %2").arg(m_options.target, m_options.rival);
    if (!m_options.sought.typed.isEmpty())
        provenance.settings << text("heads found by “%1”").arg(m_options.sought.typed);
    if (!m_options.search.isEmpty())
        provenance.settings << text("token “%1” marked").arg(m_options.search);
    if (m_picture.tokenCount > Thumbnail::largest)
        provenance.settings << text("each point is the largest value of a block of the map");
    for (const QString& change : m_result->changes)
        provenance.settings << QStringLiteral("changed: %1").arg(change);
    return provenance;
}

QString AtlasFigure::fileStem() const
{
    return QStringLiteral("atlas-pattern");
}

double AtlasFigure::heightForWidth(double width, const FigureStyle& style) const
{
    return wallHeight(shape(), width, style);
}

void AtlasFigure::paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const
{
    paintWallOnPaper(painter, area, style, shape(), m_picture, *m_images);
}

FigureData AtlasFigure::data() const
{
    FigureData data;
    data.table.header = {QStringLiteral("layer"),         QStringLiteral("head"),
                         QStringLiteral("received_mass"), QStringLiteral("entropy_bits"),
                         QStringLiteral("effect_logits"), QStringLiteral("rank"),
                         QStringLiteral("kept")};
    const HeadGroups groups = shape().groups;
    if (groups.isGrouped())
        data.table.header << QStringLiteral("key_value_group");
    const std::vector<std::int64_t> wall{m_model.nLayers, m_model.nHeads};
    NamedTensor received{QStringLiteral("received_mass"), wall, {}};
    NamedTensor entropy{QStringLiteral("entropy"), wall, {}};
    NamedTensor effect{QStringLiteral("effect"), wall, {}};
    NamedTensor kept{QStringLiteral("kept"), wall, {}};
    NamedTensor keyValueGroup{QStringLiteral("key_value_group"), {m_model.nHeads}, {}};
    for (int head = 0; head < m_model.nHeads; ++head)
        keyValueGroup.values.push_back(static_cast<float>(groups.of(head)));
    NamedTensor thumbnails{QStringLiteral("thumbnails"), {}, {}};
    int size = 0;
    for (int layer = 0; layer < m_model.nLayers; ++layer)
        for (int index = 0; index < m_model.nHeads; ++index) {
            const HeadIndex head{layer, index};
            const HeadSummary* summary = headSummary(m_result->layers, head);
            if (!summary)
                continue;
            const auto effectOfHead = headEffect(m_effects.get(), head);
            const auto rank = m_picture.ranking.rank(head);
            const bool isKept = m_picture.ranking.isKept(head, m_picture.top);
            data.table.rows.push_back(
                {QString::number(layer), QString::number(index), numberText(summary->receivedMass),
                 numberText(summary->entropy), optionalNumber(effectOfHead),
                 rank ? QString::number(*rank) : QString(),
                 isKept ? QStringLiteral("1") : QStringLiteral("0")});
            if (groups.isGrouped())
                data.table.rows.back() << QString::number(groups.of(index));
            received.values.push_back(summary->receivedMass);
            entropy.values.push_back(summary->entropy);
            if (effectOfHead)
                effect.values.push_back(static_cast<float>(*effectOfHead));
            kept.values.push_back(isKept ? 1.0F : 0.0F);
            size = summary->thumbnail.size;
            for (const std::uint8_t value : summary->thumbnail.values)
                thumbnails.values.push_back(static_cast<float>(value) / 255.0F);
        }
    thumbnails.shape = {m_model.nLayers, m_model.nHeads, size, size};
    data.tensors = {std::move(thumbnails), std::move(received), std::move(entropy)};
    if (effect.values.size() == kept.values.size())
        data.tensors.push_back(std::move(effect));
    data.tensors.push_back(std::move(kept));
    if (groups.isGrouped())
        data.tensors.push_back(std::move(keyValueGroup));
    return data;
}

} // namespace headwaters
