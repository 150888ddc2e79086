#pragma once

#include "widgets/stages/stagesmodel.h"
#include "widgets/theme/stagecolours.h"
#include "widgets/theme/theme.h"

#include <QPainter>
#include <QRectF>
#include <QStringList>

#include <optional>
#include <vector>

namespace headwaters {

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

} // namespace headwaters
