#pragma once

#include "app/cli/arguments.h"
#include "core/heads/report.h"

#include <QCommandLineOption>
#include <QList>

namespace headwaters {

/// What to scan: --tier, --types, --seed, --seeds, --prompts, --scrambled, and --extended for the scheme.
[[nodiscard]] QList<QCommandLineOption> scanOptions();

/// \throws Error (bad input) for a word that is no tier or type, with those that there are; for numbers out
/// of range.
[[nodiscard]] ScanSettings chosenScan(const Arguments& arguments);
[[nodiscard]] StageScheme chosenScheme(const Arguments& arguments);

} // namespace headwaters
