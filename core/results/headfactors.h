#pragma once

#include <vector>

namespace headwaters {

/// The singular value decomposition of one matrix of a head, A B^T, in the small space of the head (d_head
/// numbers), row-major. For a row x A, `x . u_k S_k = (x A) left_k`; for a row y B, `v_k . y = right_k (y
/// B)`. Where A and B have full rank, `left right` is the identity.
struct HeadFactors {
    std::vector<double> singularValues; ///< [d_head], largest first
    std::vector<double> left; ///< [d_head, d_head]; a column for each direction
    std::vector<double> right; ///< [d_head, d_head]; a row for each direction
};

/// Of all heads: [layer * nHeads + head].
using AllHeadFactors = std::vector<HeadFactors>;

} // namespace headwaters
