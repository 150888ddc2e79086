#pragma once

#include "core/results/modelinfo.h"
#include "core/results/runresult.h"
#include "widgets/atlas/headquery.h"
#include "widgets/atlas/ranking.h"
#include "widgets/atlas/wallpainter.h"
#include "widgets/export/figure.h"

#include <memory>
#include <optional>

namespace headwaters {

/// What of the wall is shown, apart from the run itself; the defaults are those of the command line.
struct AtlasOptions {
    RankBy rankBy = RankBy::ReceivedMass;
    std::optional<int> top; ///< heads that keep their full colour; none: all
    std::vector<WallRole> roles; ///< of a scan; empty: none
    SoughtHeads sought; ///< other heads are faded
    QString search; ///< the token that is lit in all heads; empty: none
    std::optional<HeadIndex> locked; ///< outlined
    QString target; ///< label of the effects' target, `·Mary`
    QString rival;
    std::vector<std::shared_ptr<const LayerDifference>> differences; ///< [layer]; for RankBy::Difference
};

/// The wall of all heads as a value, drawn by the same code as the screen.
class AtlasFigure : public Figure {
public:
    /// `effects` speak for the target and rival in force; where they are null those of the run are taken.
    AtlasFigure(
        const ModelInfo& model, std::shared_ptr<const RunResult> result,
        std::shared_ptr<const EffectSummary> effects, const AtlasOptions& options);
    ~AtlasFigure() override;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString caption() const override;
    [[nodiscard]] Provenance provenance() const override;
    [[nodiscard]] QString fileStem() const override;
    [[nodiscard]] double heightForWidth(double width, const FigureStyle& style) const override;
    void paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;
    /// One row per head: layer, head, scores, rank, kept, and its key/value group where heads share keys and
    /// values. Tensors: `thumbnails` [layer, head, query, key], 0 to 1, as they are drawn; `received_mass`,
    /// `entropy`, `effect` and `kept` [layer, head]; `key_value_group` [head].
    [[nodiscard]] FigureData data() const override;

    [[nodiscard]] const WallPicture& picture() const { return m_picture; }

private:
    [[nodiscard]] int headCount() const { return m_model.nLayers * m_model.nHeads; }
    [[nodiscard]] int keptCount() const;
    [[nodiscard]] WallShape shape() const { return WallShape::of(m_model); }
    [[nodiscard]] QString scoreSentence() const;
    [[nodiscard]] QString groupSentence() const;

    ModelInfo m_model;
    std::shared_ptr<const RunResult> m_result;
    std::shared_ptr<const EffectSummary> m_effects;
    AtlasOptions m_options;
    WallPicture m_picture;
    std::unique_ptr<WallImages> m_images; ///< made when first drawn
};

} // namespace headwaters
