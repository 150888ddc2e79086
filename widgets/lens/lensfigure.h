#pragma once

#include "widgets/export/figure.h"
#include "widgets/lens/attributionpainting.h"
#include "widgets/lens/lenscontent.h"

#include <vector>

namespace headwaters {

/// The lens as a value, drawn by the same code as the screen: the table, the rank watch and the attribution,
/// those of them that the content has. A table that is wider than the page goes on below itself.
class LensFigure : public Figure {
public:
    LensFigure(LensContent content, AttributionSplit split);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString caption() const override;
    [[nodiscard]] Provenance provenance() const override;
    [[nodiscard]] QString fileStem() const override;
    [[nodiscard]] double heightForWidth(double width, const FigureStyle& style) const override;
    void paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;
    /// CSV: of a table, one row per hook and position; else one row per part of the attribution and one per
    /// head and source. Tensors: `lens_top_id`, `lens_top_log_probability`, and for target and rival
    /// `..._log_probability` and `..._rank` [row, position]; `watch_rank` [word, row]; `heads` [layer, head],
    /// `heads_by_source` [layer, head, source], `mlp`, `attention_bias` [layer], `embedding`, `position`,
    /// `final_norm_shift`, `total`.
    [[nodiscard]] FigureData data() const override;

private:
    struct Places;
    [[nodiscard]] Places places(const QRectF& area, const FigureStyle& style) const;
    /// Alone, an attribution stands under the figure's own title.
    [[nodiscard]] bool hasHeading() const { return m_content.lens || m_content.watch; }
    void addLens(FigureData& data) const;
    void addAttribution(FigureData& data) const;

    LensContent m_content;
    AttributionSplit m_split;
    AttributionLines m_lines;
};

} // namespace headwaters
