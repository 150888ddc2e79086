#pragma once

#include <QRect>

#include <optional>
#include <vector>

namespace headwaters {

/// One chip of the token strip: a token, a run of tokens folded away, or the way to bring the
/// beginning-of-text token back.
struct StripItem {
    enum class Kind { Token, Fold, AddBeginOfText };

    Kind kind = Kind::Token;
    int first = 0; ///< position of its first token
    int count = 1; ///< tokens it stands for

    bool operator==(const StripItem&) const = default;
};

/// From how many tokens on the strip scrolls, numbers every tenth position and folds.
inline constexpr int longStrip = 41;
/// Tokens left and right of a kept one that stay with it.
inline constexpr int foldContext = 2;
/// A shorter run is not worth a fold.
inline constexpr int shortestFold = 8;

/// The tokens 0 to `count` - 1 with the long runs between the `kept` positions folded. Nothing folds in a
/// strip shorter than `longStrip`, or where nothing is kept. A position is `open` where the person has
/// unfolded it (missing entries count as closed); a run with an open position in it breaks there.
[[nodiscard]] std::vector<StripItem>
foldTokens(int count, const std::vector<int>& kept, const std::vector<bool>& open);

struct FlowMetrics {
    int gap = 4; ///< between two chips of a row
    int chipHeight = 20;
    int rowPitch = 24; ///< from row to row
    int above = 0; ///< free space above the chips of each row, part of the pitch
};

/// Where chips lie.
struct ChipFlow {
    std::vector<QRect> rects; ///< one for each chip
    std::vector<int> rows; ///< the row of each chip, from 0
    int rowCount = 0;
    int height = 0; ///< of all rows
};

/// Lays chips out in rows, left to right, top to bottom. A chip wider than `available` is cut to it.
[[nodiscard]] ChipFlow flowChips(const std::vector<int>& widths, int available, const FlowMetrics& metrics);

/// The chip in the row above (`dRow` = -1) or below (+1) whose middle is nearest; `index` itself at the edge.
[[nodiscard]] int verticalNeighbour(const ChipFlow& flow, int index, int dRow);

/// The chip at a point; none between chips.
[[nodiscard]] std::optional<int> chipAt(const ChipFlow& flow, const QPoint& point);

} // namespace headwaters
