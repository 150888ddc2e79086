#pragma once

#include "core/results/modelinfo.h"
#include "core/results/runresult.h"
#include "widgets/circuit/circuitdrawing.h"
#include "widgets/export/figure.h"

#include <memory>

namespace headwaters {

/// A circuit as a value, drawn by the same code as the screen: what the threshold keeps, and nothing else.
class CircuitFigure : public Figure {
public:
    /// Where the circuit comes from.
    struct Source {
        ModelInfo model; ///< of a circuit out of a file it may be another one; then it is not named
        std::shared_ptr<const RunResult> run; ///< null for a circuit out of a file, or of several prompts
        QString path; ///< of that file
        QString prompts = {}; ///< which prompts were merged: `32 prompts of indirect-object, seed 0`
        QString into = {}; ///< what stands in the root, `Mary − John`; empty: the root's own label
    };

    /// `threshold` is the strength below which edges were left out of `shown`.
    CircuitFigure(const Source& source, const ShownCircuit& shown, double threshold);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString caption() const override;
    [[nodiscard]] Provenance provenance() const override;
    [[nodiscard]] QString fileStem() const override;
    [[nodiscard]] double heightForWidth(double width, const FigureStyle& style) const override;
    void paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;
    /// One row per shown edge. Tensors: `edges` [edge, 3], source and target as rows of `nodes` and side (0
    /// query, 1 key); `weights` and `strengths` [edge]; `nodes` [node, 4], layer, head, destination and
    /// source position, -1 where there is none.
    [[nodiscard]] FigureData data() const override;
    [[nodiscard]] std::vector<FigureFormat> moreFormats() const override;
    [[nodiscard]] QByteArray bytesAs(FigureFormat format) const override;

private:
    [[nodiscard]] const Circuit& circuit() const { return *m_shown.circuit; }
    [[nodiscard]] CircuitDrawing drawing(double width, const CircuitStyle& style) const;

    Source m_source;
    ShownCircuit m_shown;
    double m_threshold;
};

} // namespace headwaters
