#pragma once

#include "widgets/head/headfigure.h"

namespace headwaters {

/// The difference of one quantity between two runs, A − B, drawn as a head figure.
class HeadDifferenceFigure : public HeadFigure {
public:
    /// \throws Error where there is no difference, see differenceMap.
    HeadDifferenceFigure(HeadFigureSide a, HeadFigureSide b, HeadFigureOptions options);

    [[nodiscard]] QString caption() const override;
    [[nodiscard]] Provenance provenance() const override;
    [[nodiscard]] QString fileStem() const override;
    /// Tensors `a`, `b` and `difference` [query, key]; one row per pair with all three.
    [[nodiscard]] FigureData data() const override;

private:
    HeadFigure m_a;
    HeadFigure m_b;
};

} // namespace headwaters
