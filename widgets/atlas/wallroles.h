#pragma once

#include "core/heads/report.h"

#include <QString>

#include <optional>
#include <vector>

namespace headwaters {

/// What a scan says of a head, as its thumbnail shows it.
struct WallRole {
    std::optional<Stage> stage; ///< the border's colour; none: no clear stage
    bool isInactive = false; ///< the border is hatched
    QString role; ///< beside the number: `ind`; empty: none was found
    QString description; ///< for the screen reader: `stage LR, Induction`; empty: nothing to say

    bool operator==(const WallRole&) const = default;
};

/// Layer by layer; empty without a report.
[[nodiscard]] std::vector<WallRole> wallRoles(const ScanReport* report);

/// Null where there is none.
[[nodiscard]] const WallRole* roleAt(const std::vector<WallRole>& roles, HeadIndex head, int nHeads);
/// `text` with what is known of the head.
[[nodiscard]] QString withRole(const QString& text, const WallRole* role);

} // namespace headwaters
