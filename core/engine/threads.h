#pragma once

namespace headwaters {

/// Processors this process may use: the affinity mask and, in a container, the processor quota count; at
/// least 1.
[[nodiscard]] int availableProcessors();

/// Threads for matrix products: OPENBLAS_NUM_THREADS or OMP_NUM_THREADS where set, else the processors, at
/// most 16.
[[nodiscard]] int matrixThreads();

} // namespace headwaters
