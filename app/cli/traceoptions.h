#pragma once

#include "app/cli/arguments.h"
#include "core/circuit/circuit.h"
#include "widgets/circuit/circuitfigure.h"

#include <QCommandLineOption>
#include <QList>

namespace headwaters {

/// --method, --seeding, --tau, --roots, --compat.
[[nodiscard]] QList<QCommandLineOption> traceOptions();
/// --graphml, --html, --json.
[[nodiscard]] QList<QCommandLineOption> circuitOutputOptions();

/// Method, seeding, tau, roots and compat as typed; without --seeding a rival decides: linear with one,
/// probability without. \throws Error that names the option.
[[nodiscard]] TraceRequest chosenTrace(const Arguments& arguments, bool hasRival);

/// Checks before long work that there is something to write or print, and that it can be written. \throws
/// Error.
void checkCircuitOutput(const Arguments& arguments);
/// Writes --out, --graphml and --html, prints --json, and without --json a table of the circuit.
void deliverCircuit(
    const Arguments& arguments, const std::shared_ptr<const Circuit>& circuit,
    const CircuitFigure::Source& source);

} // namespace headwaters
