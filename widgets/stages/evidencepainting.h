#pragma once

#include "core/heads/confirmation.h"
#include "core/heads/evidence.h"
#include "widgets/theme/stagecolours.h"
#include "widgets/theme/theme.h"

#include <QPainter>
#include <QRectF>
#include <QString>

namespace headwaters {

/// Height of `paintEvidence`.
inline constexpr int evidenceHeight = 132;
/// One measure: draws of the null outlined grey, the head's units in `fill`, the rule dashed, the mean solid;
/// below it what was measured and the numbers. Bar heights go with the logarithm of the count.
void paintEvidence(
    QPainter& painter, const QRectF& area, const Evidence& evidence, const StageColour& fill,
    const Colours& colours);
/// `0.65 where the rule asks for 0.40; null 0.01, z 8.2, q 0.003; 32 prompts`
[[nodiscard]] QString evidenceText(const Evidence& evidence);

/// An intervention on the head as a bar, the same on other heads as dots, on one axis.
inline constexpr int causalHeight = 66;
void paintCausal(
    QPainter& painter, const QRectF& area, const Evidence& evidence, const QString& head,
    const StageColour& fill, const Colours& colours);
/// What the check says in words, a warning where the head does no more than others.
[[nodiscard]] QString causalText(const Evidence& evidence);
/// What removing the type's first heads together costs, beside random heads, and what follows.
[[nodiscard]] QString togetherText(const Confirmation& confirmation);

} // namespace headwaters
