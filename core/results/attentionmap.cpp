#include "core/results/attentionmap.h"

namespace headwaters {

namespace {

QString whichHeads(const AttentionMap& map)
{
    switch (map.aggregation) {
    case Aggregation::OneHead:
        break;
    case Aggregation::LayerMean:
        return QStringLiteral("mean of %1 heads of layer %2").arg(map.nHeads).arg(map.head.layer);
    case Aggregation::LayerMax:
        return QStringLiteral("maximum of %1 heads of layer %2").arg(map.nHeads).arg(map.head.layer);
    case Aggregation::ModelMean:
        return QStringLiteral("mean of %1 heads").arg(map.nHeads);
    case Aggregation::ModelMax:
        return QStringLiteral("maximum of %1 heads").arg(map.nHeads);
    }
    return map.head.title();
}

QString whatIsShown(Quantity quantity)
{
    switch (quantity) {
    case Quantity::Pattern:
        break;
    case Quantity::Score:
        return QStringLiteral("attention score · before softmax");
    case Quantity::ValueWeighted:
        return QStringLiteral("value-weighted attention · pattern × norm of v W_O");
    case Quantity::Effect:
        return QStringLiteral("effect on target minus rival · final norm's scale held");
    }
    return QStringLiteral("attention · after softmax");
}

} // namespace

QString quantityKey(Quantity quantity)
{
    switch (quantity) {
    case Quantity::Pattern:
        break;
    case Quantity::Score:
        return QStringLiteral("score");
    case Quantity::ValueWeighted:
        return QStringLiteral("value-weighted");
    case Quantity::Effect:
        return QStringLiteral("effect");
    }
    return QStringLiteral("pattern");
}

QString mapTitle(const AttentionMap& map)
{
    QString title = whichHeads(map) + QStringLiteral(" · ") + whatIsShown(map.quantity);
    if (map.isRebuilt())
        title +=
            QStringLiteral(" · first %1 of %2 directions").arg(map.firstDirections).arg(map.ofDirections);
    return map.isDifference ? title + QStringLiteral(" · A − B") : title;
}

QString hookName(const AttentionMap& map)
{
    const QLatin1String hook(map.quantity == Quantity::Score ? "hook_attn_scores" : "hook_pattern");
    switch (map.aggregation) {
    case Aggregation::OneHead:
        return QStringLiteral("blocks.%1.attn.%2[%3]").arg(map.head.layer).arg(hook).arg(map.head.head);
    case Aggregation::LayerMean:
    case Aggregation::LayerMax:
        return QStringLiteral("blocks.%1.attn.%2").arg(map.head.layer).arg(hook);
    case Aggregation::ModelMean:
    case Aggregation::ModelMax:
        break;
    }
    return QStringLiteral("blocks.*.attn.%1").arg(hook);
}

} // namespace headwaters
