#pragma once

#include "app/cli/causaloptions.h"

namespace headwaters {

// What verbs share that give a map of changed runs: which number it shows, its control, and its figure.

/// --metric, --random and those of figures, --json among them. `random` says what the control of the verb is,
/// `otherMetrics` what --metric takes besides.
[[nodiscard]] QList<QCommandLineOption> sweepOptions(const QString& random, const QString& otherMetrics = {});

/// Checks --metric, --random and --out before any long work. \throws Error.
void checkSweepOptions(const Arguments& arguments);
/// \throws Error (bad input) where an option was given that is for maps alone: --out, --metric.
void refuseMapOptions(const Arguments& arguments, const QString& what);

/// How often the random control is drawn; 0 without --random.
[[nodiscard]] int controlDraws(const Arguments& arguments);

/// A field of rows for each of the measures, as addMeasures has of one: [layer][head], [layer][position],
/// [layer][head][position] or [destination][source]; null where there is no cell. Of a pair of prompts also
/// `normalisedEffect`, with a control `random`.
void addMeasures(QJsonObject& object, const SweepMap& map, int nHeads);

/// Writes the figure where --out is given, prints the object with --json, else `heading` and the map of the
/// chosen metric as aligned text. \throws Error.
void deliverSweep(
    const Arguments& arguments, const CausalSetup& setup, const SweepMap& map, QJsonObject object,
    const QString& heading);

} // namespace headwaters
