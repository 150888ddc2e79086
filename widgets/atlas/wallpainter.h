#pragma once

#include "widgets/atlas/ranking.h"
#include "widgets/atlas/wallimages.h"
#include "widgets/atlas/walllayout.h"
#include "widgets/atlas/wallroles.h"
#include "widgets/theme/colours.h"

#include <QFont>
#include <QPainter>
#include <QString>

#include <optional>
#include <vector>

namespace headwaters {

/// What the colours of the wall stand for.
struct WallScale {
    bool isDiverging = false; ///< symmetric about zero
    QString low = QStringLiteral("0");
    QString high = QStringLiteral("1");
    QString name; ///< empty: `attention`

    bool operator==(const WallScale&) const = default;
};

/// What the wall shows, apart from where and in which colours.
struct WallPicture {
    HeadRanking ranking;
    int top = 0; ///< heads ranked `top` or later are faded
    int tokenCount = 0; ///< T; the positions of `marks` count in it
    std::vector<int> marks; ///< token positions lit in all heads
    std::vector<WallRole> roles; ///< layer by layer; empty: the heads were not scanned
    std::optional<HeadIndex> locked;
    std::optional<HeadIndex> hovered;
    bool padlock = true; ///< the locked head carries its disc; paper does without
    bool focusRing = false; ///< the keyboard is on the wall
    bool legend = true;
    WallScale scale;
    QString note; ///< one line left of the legend, see paintNote
};

/// Colours and type of the wall: the theme's on the screen, derived from the figure's on paper.
struct WallStyle {
    Palette palette;
    QFont words; ///< captions
    QFont mono; ///< row, column and head numbers
    QFont axis; ///< ticks
};

/// Draws the part of the wall that touches `exposed` and nothing else; the background is the caller's. The
/// one drawing for the screen, the preview and the file. Returns how many cells were drawn.
int paintWall(
    QPainter& painter, const WallLayout& layout, const WallPicture& picture, WallImages& images,
    const WallStyle& style, const QRectF& exposed);

} // namespace headwaters
