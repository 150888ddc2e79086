#include "widgets/atlas/headtext.h"

#include "widgets/common/numberformat.h"

#include <QCoreApplication>
#include <QStringList>

namespace headwaters {

QString scoreText(RankBy by, const std::optional<double>& score)
{
    if (!score)
        return unknownText();
    switch (by) {
    case RankBy::Entropy:
        return bitsText(*score);
    case RankBy::Effect:
        return signedLogitText(*score);
    case RankBy::Difference:
        return numberText(*score, 4);
    case RankBy::ReceivedMass:
        break;
    }
    return probabilityText(*score);
}

QString
describeHead(HeadIndex head, const HeadGroups& groups, const Layers& layers, const EffectSummary* effects)
{
    const auto text = [](const char* sentence) { return QCoreApplication::translate("Atlas", sentence); };
    QStringList parts{text("head %1").arg(head.text())};
    if (groups.isGrouped())
        parts << text("key/value group %1 of %2").arg(groups.of(head.head)).arg(groups.count());
    const HeadSummary* summary = headSummary(layers, head);
    if (!summary)
        return (parts << text("not computed yet")).join(QStringLiteral(", "));
    parts << text("attention")
          << text("received mass %1").arg(scoreText(RankBy::ReceivedMass, summary->receivedMass))
          << text("entropy %1 bits").arg(scoreText(RankBy::Entropy, summary->entropy));
    if (const auto effect = headEffect(effects, head))
        parts << text("effect %1 logits").arg(scoreText(RankBy::Effect, effect));
    return parts.join(QStringLiteral(", "));
}

QString describeDifference(HeadIndex head, const HeadDifference* difference)
{
    const auto text = [](const char* sentence) { return QCoreApplication::translate("Atlas", sentence); };
    if (!difference)
        return text("head %1, attention, A − B not computed yet").arg(head.text());
    return text("head %1, attention, mean |A − B| %2, largest |A − B| %3")
        .arg(
            head.text(), scoreText(RankBy::Difference, difference->meanAbsolute),
            probabilityText(static_cast<double>(difference->largest)));
}

} // namespace headwaters
