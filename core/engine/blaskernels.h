#pragma once

namespace headwaters {

/// OpenBLAS picks its kernels by the processor's model number and falls back to those of 2004 for a model
/// that is younger than itself, which costs a factor of three. Where it has fallen back, this makes it pick
/// by what the processor can do. OPENBLAS_CORETYPE, where set, is left alone. Must run before the first
/// matrix product and before other threads read the environment.
void chooseBlasKernels();

} // namespace headwaters
