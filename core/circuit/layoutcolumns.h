#pragma once

#include "core/circuit/layout.h"

#include <vector>

namespace headwaters {

/// The columns of a circuit without their places, and the column of each node: [nodes].
struct ColumnsOfNodes {
    std::vector<LayoutColumn> columns;
    std::vector<int> ofNode;
};

[[nodiscard]] ColumnsOfNodes columnsOf(const Circuit& circuit);

} // namespace headwaters
