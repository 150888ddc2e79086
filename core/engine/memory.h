#pragma once

#include <QString>
#include <QtGlobal>

#include <cstddef>
#include <span>

namespace headwaters {

/// Bytes that can still be had without swapping, the limit of a container included; 0 where the system does
/// not say.
[[nodiscard]] qint64 availableMemory();

/// `1.5 GiB`.
[[nodiscard]] QString memoryText(qint64 bytes);

/// \throws Error (failure) with both numbers where `bytes` are more than can be had; `what` begins the
/// sentence.
void requireMemory(qint64 bytes, const QString& what);

/// Advice to the system for reading hundreds of megabytes once: without it a page fault for every four
/// kilobytes takes longer than the copying. Advice only; nothing depends on it.
void aboutToRead(std::span<const std::byte> mapped); ///< a part of a mapped file
void doneReading(std::span<const std::byte> mapped); ///< its pages no longer count as memory of this process

} // namespace headwaters
