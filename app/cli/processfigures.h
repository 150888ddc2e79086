#pragma once

#include <QtGlobal>

#include <optional>

namespace headwaters {

/// Seconds since the kernel started this process, dynamic linking included; resolution 0.01 s. None where
/// /proc is not mounted.
[[nodiscard]] std::optional<double> secondsSinceStart();

/// The largest resident memory so far, in bytes, since the last `resetPeakMemory`. None where /proc is not
/// mounted.
[[nodiscard]] std::optional<qint64> peakMemory();
/// Starts the peak anew from what is resident now; without effect where the kernel does not allow it.
void resetPeakMemory();

} // namespace headwaters
