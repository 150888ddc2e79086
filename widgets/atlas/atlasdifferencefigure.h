#pragma once

#include "widgets/atlas/atlasfigure.h"

namespace headwaters {

/// The wall of A − B as a value: the difference of the patterns of all heads of two runs, ranked by mean |A −
/// B|.
class AtlasDifferenceFigure : public Figure {
public:
    /// Both runs have the same layers, heads and number of tokens. Of the options `top`, `locked` and
    /// `differences` count.
    AtlasDifferenceFigure(
        const ModelInfo& modelA, std::shared_ptr<const RunResult> a, const ModelInfo& modelB,
        std::shared_ptr<const RunResult> b, const AtlasOptions& options);
    ~AtlasDifferenceFigure() override;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString caption() const override;
    [[nodiscard]] Provenance provenance() const override;
    [[nodiscard]] QString fileStem() const override;
    [[nodiscard]] double heightForWidth(double width, const FigureStyle& style) const override;
    void paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;
    /// One row per head: layer, head, mean and largest |A − B|, rank, kept. Tensors: `difference`, `a` and
    /// `b` [layer, head, query, key], the latter two in the steps of 1/255 in which walls are drawn;
    /// `mean_absolute_difference`, `largest_absolute_difference`, `kept` [layer, head].
    [[nodiscard]] FigureData data() const override;

private:
    [[nodiscard]] int keptCount() const;
    [[nodiscard]] int headCount() const { return m_modelA.nLayers * m_modelA.nHeads; }

    ModelInfo m_modelA;
    ModelInfo m_modelB;
    AtlasOptions m_options;
    AtlasFigure m_a; ///< for what it says of itself and its numbers
    AtlasFigure m_b;
    WallPicture m_picture;
    std::unique_ptr<WallImages> m_images;
    QString m_boundText;
};

} // namespace headwaters
