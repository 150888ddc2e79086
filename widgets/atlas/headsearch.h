#pragma once

#include "widgets/atlas/walllayout.h"

#include <QString>

namespace headwaters {

/// The head that a person names by `4.7` or `L4H7`, whatever the case and the spaces; none where the text has
/// another form. It need not exist.
[[nodiscard]] std::optional<HeadIndex> typedHead(const QString& typed);

/// `Head 40.2 does not exist: layers 0 to 29, heads 0 to 8.`
[[nodiscard]] QString noSuchHeadText(HeadIndex head, const WallShape& shape);

} // namespace headwaters
