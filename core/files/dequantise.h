#pragma once

#include "core/files/tensorfile.h"

namespace headwaters {

/// The numbers of blocks, as the formulas of their format give them in float32, step by step. `out` is whole
/// blocks, and `bytes` has exactly those: the caller checks. Any bytes are legal; a scale that is NaN or
/// infinite gives such numbers.
void dequantise(DType dtype, std::span<const std::byte> bytes, std::span<float> out);

/// Those formats whose blocks of 256 have scales for groups of 16 or 32 (Q2_K to Q6_K, IQ4_XS).
void dequantiseSuperBlocks(DType dtype, std::span<const std::byte> bytes, std::span<float> out);

/// The sixteen numbers that the nibbles of IQ4_NL and IQ4_XS stand for.
inline constexpr float nonlinearLevels[16]{-127, -104, -83, -65, -49, -35, -22, -10,
                                           1,    13,   25,  38,  53,  69,  89,  113};

} // namespace headwaters
