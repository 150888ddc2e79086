#pragma once

#include <QtGlobal>

#include <vector>

namespace headwaters {

/// Other directions of the same head for a control: as many as `used` names, or all that are left where those
/// are fewer, drawn without replacement. The same seed gives the same list everywhere.
[[nodiscard]] std::vector<int> drawnDirections(const std::vector<int>& used, int dHead, quint64 seed);
/// The same draw as the reference programs make it: NumPy's RandomState(seed).permutation of the unused
/// directions in ascending order, its first ones.
[[nodiscard]] std::vector<int> drawnAsReference(const std::vector<int>& used, int dHead, quint32 seed);

} // namespace headwaters
