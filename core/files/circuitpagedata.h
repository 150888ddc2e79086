#pragma once

#include "core/circuit/circuit.h"

#include <QJsonObject>

namespace headwaters {

/// What the page of a circuit draws: places, marks and texts, made ready so that its script formats nothing.
/// `summary` (lines), `width`, `height`, `columns` (`label`, `left`, `width`), `rows` (`label`, `y`), `nodes`
/// (`kind`, `mark`, `title`, `x`, `y`, `facts`), `edges` (`from`, `to`, `kind` d | s | root, `connector`,
/// `weight`, `text`, `strength`, `limit`, `facts`), `histogram` (`lowest`, `counts`), `start` (the first
/// threshold), `legend` (class, text). Facts are pairs of texts.
[[nodiscard]] QJsonObject circuitPageData(const Circuit& circuit);

} // namespace headwaters
