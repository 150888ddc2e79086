#pragma once

#include "core/results/probe.h"
#include "widgets/common/headgrid.h"

namespace headwaters {

/// How well a probe of each head tells the labels apart on groups that it did not learn from: a map of
/// accuracies with the bound that the best head stays below when labels are permuted. Its data has a row a
/// head: layer, head, accuracy, null_accuracy_high, auc, low, high, null, null_high, random_head, z, p, q,
/// passes; and tensors of accuracy, null_accuracy_high and auc [layer, head]. Steering is not in it.
[[nodiscard]] HeadGridFigure probeFigure(const ProbeReport& report);

} // namespace headwaters
