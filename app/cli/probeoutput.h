#pragma once

#include "core/results/probe.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace headwaters {

// What `headwaters probe` prints.
[[nodiscard]] QJsonObject probeJson(const ProbeReport& report);
/// A line a head: layer, head, auc, low, high, accuracy, null, random, z, q, passes.
[[nodiscard]] QByteArray probeCsv(const ProbeReport& report);
/// A table, best head first, and what steering did.
[[nodiscard]] QString probeText(const ProbeReport& report);

} // namespace headwaters
