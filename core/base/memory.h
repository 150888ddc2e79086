#pragma once

#include <QString>
#include <QtGlobal>

namespace headwaters {

/// Bytes that can still be had without swapping, the limit of a container included; 0 where the system does
/// not say.
[[nodiscard]] qint64 availableMemory();

/// \throws Error (failure) with both numbers where `bytes` are more than can be had; `what` begins the
/// sentence.
void requireMemory(qint64 bytes, const QString& what);

/// `820 MB`, `1.4 GB`, in powers of ten as file managers write them.
[[nodiscard]] QString bytesText(qint64 bytes);

} // namespace headwaters
