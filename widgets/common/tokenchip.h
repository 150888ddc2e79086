#pragma once

#include "widgets/theme/colours.h"

#include <QPainter>
#include <QRectF>
#include <QString>

#include <optional>

namespace headwaters {

/// A token as the guide draws it: what stands in it and in which state. Painted by views and delegates alike.
struct TokenChip {
    enum class State { Plain, Hovered, Preview, Locked };

    QString label; ///< as `tokenLabel` gives it: `·Mary`, `\xE2`
    State state = State::Plain;
    bool hollow = false; ///< a special token: no fill, 1 px border
    bool removable = false; ///< ends in a × that answers the mouse
    std::optional<QColor> ground{}; ///< a map's colour behind the text; the text then follows the cell rule
};

/// Width that the chip needs; its height is metrics::chip.
[[nodiscard]] double tokenChipWidth(const TokenChip& chip);
/// Draws the chip into `area`; a label that does not fit is cut with an ellipsis.
void paintTokenChip(QPainter& painter, const QRectF& area, const TokenChip& chip, const Colours& colours);
/// Where the × of a removable chip answers the mouse.
[[nodiscard]] QRectF tokenChipRemoveArea(const QRectF& area);
/// A token's label in the mono face without a chip around it: the leading · and \xNN in `quiet`, the rest in
/// `ink`. Draws from the left, vertically centred, cut with an ellipsis at `area`'s width. Returns the width
/// drawn.
double paintTokenLabel(
    QPainter& painter, const QRectF& area, const QString& label, const QColor& ink, const QColor& quiet,
    const QFont& font);

} // namespace headwaters
