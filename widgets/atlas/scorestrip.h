#pragma once

#include "widgets/atlas/wallpainter.h"

namespace headwaters {

/// One small axis per layer with one dot per head, all on one scale: filled dots are kept, hollow ones are
/// not, the accent line is the threshold; signed scores have a zero line and a threshold on both sides of it.
void paintScoreStrip(
    QPainter& painter, const WallLayout& layout, const WallPicture& picture, const WallStyle& style,
    const QRectF& exposed);

/// The head whose dot is nearest to `point`, within 8 px.
[[nodiscard]] std::optional<HeadIndex>
headOfDotAt(const WallLayout& layout, const HeadRanking& ranking, const QPointF& point);

/// A tick of the score axis without needless zeros: `0`, `.5`, `−.25`, `+2`; a sign where `isSigned`.
[[nodiscard]] QString tickText(double value, bool isSigned);
/// `received mass`, `entropy, bits`, `effect, logits`: what the score strip's axis shows.
[[nodiscard]] QString axisTitle(RankBy by);

} // namespace headwaters
