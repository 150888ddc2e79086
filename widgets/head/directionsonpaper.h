#pragma once

#include "widgets/export/figure.h"
#include "widgets/head/directioncontent.h"

namespace headwaters {

// The panels of a head's singular directions as part of a figure.

/// Height in the painter's units for a width; 0 where nothing is known of the head.
[[nodiscard]] double
directionsHeight(const DirectionContent& content, double width, const FigureStyle& style);
/// Score row, spectrum and words: beside each other where the width allows, else below each other.
void paintDirections(
    QPainter& painter, const QRectF& area, const DirectionContent& content, const FigureStyle& style);
/// One sentence on what they show.
[[nodiscard]] QString directionsCaption(const DirectionContent& content);
/// Their numbers as further tensors: `score_by_dimension`, `score_by_direction`, `singular_values_qk`,
/// `singular_values_ov`, `explained`.
void addDirections(FigureData& data, const DirectionContent& content);

} // namespace headwaters
