#include "widgets/atlas/headtext.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>

namespace headwaters {

QString scoreText(RankBy by, const std::optional<double>& score)
{
    if (!score || !std::isfinite(*score))
        return QStringLiteral("–");
    const QString digits = QString::number(std::abs(*score), 'f', by == RankBy::ReceivedMass ? 3 : 2);
    if (by != RankBy::Effect || digits.toDouble() == 0)
        return digits;
    return (*score < 0 ? QChar(0x2212) : QChar(u'+')) + digits;
}

QString describeHead(HeadIndex head, const Layers& layers, const EffectSummary* effects)
{
    const auto text = [](const char* sentence) { return QCoreApplication::translate("Atlas", sentence); };
    const HeadSummary* summary = headSummary(layers, head);
    if (!summary)
        return text("head %1, not computed yet").arg(head.text());
    QStringList parts{
        text("head %1").arg(head.text()), text("attention"),
        text("received mass %1").arg(scoreText(RankBy::ReceivedMass, summary->receivedMass)),
        text("entropy %1 bits").arg(scoreText(RankBy::Entropy, summary->entropy))};
    if (const auto effect = headEffect(effects, head))
        parts << text("effect %1 logits").arg(scoreText(RankBy::Effect, effect));
    return parts.join(QStringLiteral(", "));
}

} // namespace headwaters
