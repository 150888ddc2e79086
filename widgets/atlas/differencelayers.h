#pragma once

#include "widgets/atlas/wallpainter.h"

namespace headwaters {

/// The pictures of A − B as the wall draws them: thumbnails whose value 127.5 is zero, 0 is −bound and 255 is
/// +bound, for the diverging colour map.
struct DifferenceLayers {
    Layers layers; ///< null where the difference has not arrived
    double bound = 0; ///< the largest |A − B| of all heads

    /// `+0.42`, with as many digits as it needs.
    [[nodiscard]] QString boundText() const;
};

[[nodiscard]] DifferenceLayers
differenceLayers(const std::vector<std::shared_ptr<const LayerDifference>>& differences);

/// The legend of a wall of differences.
[[nodiscard]] WallScale differenceScale(const DifferenceLayers& differences);

} // namespace headwaters
