#pragma once

#include "widgets/theme/stagecolours.h"

#include <QColor>
#include <QVector>

#include <array>

namespace headwaters {

/// The colours of one theme by their role; names as in resources/theme/tokens.json.
struct Colours {
    bool dark = false;
    QColor window, panel, sunken, hover, line, lineStrong, text, text2, text3;
    QColor accent, accentHover, accentWeak, onAccent;
    QColor danger, dangerWeak, warn, ok, mask, tooltip, onTooltip, mark;
    QColor querySide, keySide, headFill, mlpFill, embFill, biasFill;
    QColor bar, pos, neg, histogram;
    std::array<StageColour, 4> stages; ///< KR, ICI, LR, EP in the set that is chosen
};

/// A colour map of 256 steps, interpolated in sRGB between the stops of tokens.json.
class ColourMap {
public:
    enum class Kind {
        Sequential, ///< step i is i / 255 of the way from the first stop to the last
        Diverging, ///< the two middle steps, 127 and 128, both are the middle stop exactly: zero is the panel
    };

    ColourMap() = default;
    /// At least two stops at equal distances; for a diverging map an odd number.
    explicit ColourMap(const QVector<QColor>& stops, Kind kind = Kind::Sequential);

    /// Colour of t in 0..1; values outside are clipped, NaN counts as 0.
    [[nodiscard]] QColor at(double t) const;
    /// Black or white, whichever contrasts more with the colour at t.
    [[nodiscard]] QColor inkAt(double t) const;
    /// For Indexed8 images.
    [[nodiscard]] const QVector<QRgb>& table() const { return m_table; }

private:
    QVector<QRgb> m_table;
};

/// Everything that drawing code needs to know of a theme, as a value: screen and export pass the same kind.
struct Palette {
    Colours colours;
    ColourMap sequential; ///< 0 = panel
    ColourMap diverging; ///< 0.5 = panel; low end negative (orange), high end positive (blue)
};

enum class SequentialMap { Viridis, Cividis };

/// The palette of a theme, read from tokens.json (a resource).
[[nodiscard]] Palette loadPalette(bool dark, SequentialMap map, StageSet stages = StageSet::Survey);

/// WCAG 2 contrast ratio, 1 to 21.
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);
/// Black or white, whichever contrasts more with `ground`.
[[nodiscard]] QColor inkOn(const QColor& ground);

} // namespace headwaters
