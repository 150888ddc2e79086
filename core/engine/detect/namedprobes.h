#pragma once

#include "core/engine/detect/askedprobes.h"

namespace headwaters {

/// The labelled sets that the program makes itself: `truthfulness`, `accuracy`, `consistency`, `coherence`.
[[nodiscard]] const QStringList& probeSetNames();

/// One of them as far as the model can be asked it, of about `count` questions. Its competence says whether
/// the model does the task behind it. `name` must be one of the above. \throws Error: cancelled.
[[nodiscard]] AskedProbes namedProbes(const Bench& bench, const QString& name, int count);

} // namespace headwaters
