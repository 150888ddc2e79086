#pragma once

#include <span>
#include <vector>

namespace headwaters {

/// The rules by which the methods decide how many of a list are enough. Values may be negative; an index says
/// which value is meant.

/// Indices by value, largest first; equal values in their order.
[[nodiscard]] std::vector<std::size_t> descending(std::span<const double> values);

/// The value that the shortest prefix of the sorted values ends with whose sum is strictly more than
/// `fraction` of the sum of all; nothing below it is kept. Where no prefix gets there, as without negative
/// values and `fraction` 1, the smallest positive value. 0 values: infinity (specification 3.1, 4.4, quirk
/// 5).
[[nodiscard]] double cutOff(std::span<const double> values, double fraction);

/// SAD: the fewest largest terms whose sum is strictly more than `fraction` of the sum of all, in descending
/// order; for a negative sum the same from below. Where none is enough, all terms of the sum's sign
/// (specification 2).
[[nodiscard]] std::vector<int> fewestTerms(std::span<const double> terms, double fraction);

/// ACC: the shortest descending prefix whose share of the sum, rounded to five decimals, reaches 1. Empty
/// where the sum is not positive (specification 4.2).
[[nodiscard]] std::vector<int> prefixToWhole(std::span<const double> terms);

} // namespace headwaters
