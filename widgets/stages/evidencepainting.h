#pragma once

#include "core/heads/evidence.h"
#include "widgets/stages/stagesmodel.h"
#include "widgets/theme/stagecolours.h"
#include "widgets/theme/theme.h"

#include <QPainter>
#include <QRectF>
#include <QStringList>

#include <optional>

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

/// Positions of an example that fit a narrow card: around the destination and the source; -1 is a gap.
[[nodiscard]] std::vector<int> examplePositions(const HeadExample& example, int most);

/// What the example's destination gives to its source; none where the example has no pattern.
[[nodiscard]] std::optional<double> pairShare(const HeadExample& example);

/// Arcs from the source above the tokens to the destination, for shares of attention from a quarter on among
/// `positions`; the example's own pair is thickest, or dashed where it gets less. A loop is a token that
/// reads itself.
inline constexpr int arcsHeight = 76;
inline constexpr double arcsFrom = 0.25;
void paintArcs(
    QPainter& painter, const QRectF& area, const HeadExample& example, const std::vector<int>& positions,
    const QStringList& labels, const StageColour& colour, const Colours& colours);

/// Bars up and down over the tokens.
inline constexpr int attributionHeight = 72;
void paintAttribution(
    QPainter& painter, const QRectF& area, const HeadExample& example, const std::vector<int>& positions,
    const QStringList& labels, const Colours& colours);

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
