#pragma once

#include "core/results/attentionmap.h"
#include "widgets/theme/colours.h"

#include <QString>

#include <vector>

namespace headwaters {

/// From the values of a map to colours: the fixed range 0 to 1 for attention, 0 to the largest value for
/// value-weighted attention, symmetric about zero for scores, effects and every difference of two runs.
struct MapScale {
    Quantity quantity = Quantity::Pattern;
    bool isDifference = false; ///< of A − B, whatever the quantity
    bool diverging = false;
    double low = 0;
    double high = 1;

    /// The scale of a map. Only finite values that are neither masked nor in the columns `leftOut` count, so
    /// that a faded sink does not flatten the rest; values beyond the bound are cut and marked.
    [[nodiscard]] static MapScale of(const AttentionMap& map, const std::vector<int>& leftOut);

    /// Where a finite value lies on the colour map, 0 to 1, cut at the bounds.
    [[nodiscard]] double position(double value) const;
    /// True where a finite value lies beyond a bound.
    [[nodiscard]] bool isCut(double value) const;
    [[nodiscard]] const ColourMap& map(const Palette& palette) const;
    [[nodiscard]] QColor colour(double value, const Palette& palette) const;
    /// Ink with at least 4.5:1 contrast on `colour(value)`.
    [[nodiscard]] QColor ink(double value, const Palette& palette) const;

    /// What the scale measures: `attention`, `score`, `attention × |v W_O|`, `effect, logits`; with `A − B`.
    [[nodiscard]] QString name() const;
    /// The printed bounds.
    [[nodiscard]] QString lowText() const;
    [[nodiscard]] QString highText() const;
    /// A value in full: attention 3 decimals, others 2 to 3 with sign where the quantity is signed; `NaN`,
    /// `∞`.
    [[nodiscard]] QString valueText(double value) const;
    /// The value in dense cells, longest form first; the caller draws the first that fits.
    [[nodiscard]] QStringList cellTexts(double value) const;

private:
    [[nodiscard]] int boundDecimals() const;
};

} // namespace headwaters
