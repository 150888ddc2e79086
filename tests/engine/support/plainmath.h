#pragma once

#include <cstddef>
#include <vector>

namespace headwaters::plain {

// Linear algebra in plain loops, for checking the engine with what shares no code with it.

using Row = std::vector<double>;
using Matrix = std::vector<Row>; ///< rows

[[nodiscard]] Row zeros(std::size_t size);
[[nodiscard]] Matrix zeros(std::size_t rows, std::size_t columns);
[[nodiscard]] double dot(const Row& x, const Row& y);
[[nodiscard]] Row plus(const Row& x, const Row& y, double factor = 1);
[[nodiscard]] Row scaled(const Row& x, double factor);
[[nodiscard]] Row centred(const Row& x);
[[nodiscard]] Matrix transposed(const Matrix& a);
[[nodiscard]] Row times(const Row& x, const Matrix& a); ///< x A
[[nodiscard]] Matrix times(const Matrix& a, const Matrix& b);
[[nodiscard]] Row softmax(const Row& scores);
[[nodiscard]] Row logProbabilities(const Row& logits);
[[nodiscard]] double largest(const Matrix& a); ///< absolute value

[[nodiscard]] double sum(const Row& values);
/// Places by value, largest first; equal ones in their order.
[[nodiscard]] std::vector<std::size_t> descending(const Row& values);

/// A = sum over k of S_k u_k v_k^T, S in descending order, by one-sided Jacobi rotations; as many k as the
/// smaller side has.
struct Svd {
    Row s;
    Matrix u; ///< [k] left vectors
    Matrix v; ///< [k] right vectors
};
[[nodiscard]] Svd svd(const Matrix& a);
/// The Moore-Penrose inverse.
[[nodiscard]] Matrix pseudoInverse(const Matrix& a);

} // namespace headwaters::plain
