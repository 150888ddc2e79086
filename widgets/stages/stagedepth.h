#pragma once

#include "core/heads/reportviews.h"
#include "widgets/stages/stagepainter.h"

namespace headwaters {

inline constexpr double stageDepthWidth = 190;
inline constexpr double stageDepthHeight = 138;

/// Mean strength of each layer's heads as stacked bars over the layers; below them where each stage lies on
/// average, stage by stage in the order that the survey broadly expects, and whether that order holds.
void paintStageDepth(
    QPainter& painter, const QRectF& area, const std::vector<StageStrengths>& layers,
    const StageDepths& depths, const StageStyle& style);

/// `check: in the survey's order`; empty where it cannot be said.
[[nodiscard]] QString depthOrderText(const StageDepths& depths);
/// The means with what the survey expects, and that depth is no evidence.
[[nodiscard]] QString stageDepthsText(const StageDepths& depths);

} // namespace headwaters
