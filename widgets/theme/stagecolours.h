#pragma once

#include <QColor>

#include <array>

namespace headwaters {

/// The colours of a stage: `edge` is what lines of it are drawn in, `ink` is text on the fill.
struct StageColour {
    QColor fill, edge, ink;
};

/// The survey's colours, or a set that colour-blind people tell apart.
enum class StageSet { Survey, Safe };

/// KR, ICI, LR, EP of a theme, read from tokens.json (a resource). What draws takes them from its `Colours`,
/// which hold the set that is chosen.
[[nodiscard]] const std::array<StageColour, 4>& stageColours(bool dark, StageSet set);

} // namespace headwaters
