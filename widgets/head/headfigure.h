#pragma once

#include "core/results/headdetail.h"
#include "core/results/modelinfo.h"
#include "core/results/runresult.h"
#include "widgets/export/figure.h"
#include "widgets/head/directioncontent.h"
#include "widgets/head/headcontent.h"

#include <memory>

namespace headwaters {

/// What a head figure holds besides the map.
struct HeadFigureOptions {
    SinkSettings sinks; ///< mode and positions
    bool strips = true; ///< received and given mass
    bool lines = false; ///< the line view beside the map where the page is wide enough
    double lineShare = 0.7; ///< share of the mass that the lines hold
    std::shared_ptr<const DirectionContent> directions{}; ///< stand below the map; null: do not
};

/// What a head figure is made of: a content, the run it is of and that run's model.
struct HeadFigureSide {
    ModelInfo model;
    std::shared_ptr<const RunResult> run;
    HeadContent content;
};

/// The map of a head, or of several, as a figure: values only, no window. Drawn by the same code as the
/// screen.
class HeadFigure : public Figure {
public:
    HeadFigure(
        ModelInfo model, std::shared_ptr<const RunResult> run, HeadSource source, HeadFigureOptions options);

    /// What was made ready elsewhere, sinks included.
    HeadFigure(HeadFigureSide side, HeadFigureOptions options);

    /// One quantity of one head; `target` and `rival` are labels (`·Mary`) of the tokens of `detail`. Without
    /// sink positions in the options the default sinks count.
    [[nodiscard]] static std::unique_ptr<HeadFigure>
    of(const ModelInfo& model, std::shared_ptr<const RunResult> run, const HeadDetail& detail,
       Quantity quantity, const QString& target, const QString& rival, const HeadFigureOptions& options = {});

    [[nodiscard]] const HeadContent& content() const { return m_content; }

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString caption() const override;
    [[nodiscard]] Provenance provenance() const override;
    [[nodiscard]] QString fileStem() const override;
    [[nodiscard]] double heightForWidth(double width, const FigureStyle& style) const override;
    void paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;
    [[nodiscard]] FigureData data() const override;

private:
    struct Places;

    [[nodiscard]] Places places(const QRectF& area, const FigureStyle& style) const;

    HeadFigureOptions m_options;
    ModelInfo m_model;
    std::shared_ptr<const RunResult> m_run;
    HeadContent m_content;
};

} // namespace headwaters
