#pragma once

#include "app/cli/arguments.h"
#include "core/results/attentionmap.h"
#include "core/results/headstatistics.h"

namespace headwaters {

/// --layer, --head, --quantity and --sinks.
[[nodiscard]] QList<QCommandLineOption> headOptions();

/// \throws Error (bad input) for an unknown word.
[[nodiscard]] Quantity chosenQuantity(const Arguments& arguments);
[[nodiscard]] SinkMode chosenSinkMode(const Arguments& arguments);

} // namespace headwaters
