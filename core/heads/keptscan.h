#pragma once

#include "core/heads/report.h"

#include <QByteArray>

namespace headwaters {

/// A scan as it is kept on disk: everything that `reportJson` says but the heads, and all findings with their
/// evidence, from which the heads are derived again. JSON with `"format": "headwaters scan"` and a version.
/// Draws keep four digits.
[[nodiscard]] QByteArray keptScan(const ScanReport& report);

/// Reads what keptScan wrote for `model`. `file` is what messages call it. \throws Error (bad input) that
/// names the field: no JSON, another format or version, another model (hash, layers, heads), a head, type or
/// word that does not exist.
[[nodiscard]] ScanReport readKeptScan(const QByteArray& bytes, const ModelInfo& model, const QString& file);

} // namespace headwaters
