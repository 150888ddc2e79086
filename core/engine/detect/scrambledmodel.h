#pragma once

#include "core/engine/model/model.h"

#include <cstdint>

namespace headwaters {

/// A copy whose attention computes nothing in particular: in every head the dimensions of queries, keys,
/// values and what W_O reads of them are put into an order of their own each, heads that share keys and
/// values alike, so that no dimension of queries meets the one of keys that it belongs to, nor one of values
/// what W_O makes of it. Norms of all matrices stay, and so does all that is outside attention (Conmy et al.
/// 2023, arXiv 2304.14997, reset networks so). What a detector finds there are false positives. Weights that
/// are in memory are shared but for those of attention; those that stay in the file are put in order when
/// they are read.
[[nodiscard]] std::shared_ptr<const Model>
scrambledModel(const std::shared_ptr<const Model>& model, std::uint64_t seed);

} // namespace headwaters
