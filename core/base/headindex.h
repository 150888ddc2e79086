#pragma once

#include <QString>

#include <compare>

namespace headwaters {

/// One attention head: layer and head, both counted from 0.
struct HeadIndex {
    int layer = 0;
    int head = 0;

    auto operator<=>(const HeadIndex&) const = default;

    /// `5.1`, the form used inside sentences and tables.
    [[nodiscard]] QString text() const { return QStringLiteral("%1.%2").arg(layer).arg(head); }
    /// `L5H1`, the form used in titles.
    [[nodiscard]] QString title() const { return QStringLiteral("L%1H%2").arg(layer).arg(head); }
};

} // namespace headwaters
