#include "engine/support/plainmath.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters::plain {

Row zeros(std::size_t size)
{
    return Row(size, 0.0);
}

Matrix zeros(std::size_t rows, std::size_t columns)
{
    return Matrix(rows, zeros(columns));
}

double dot(const Row& x, const Row& y)
{
    return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
}

Row plus(const Row& x, const Row& y, double factor)
{
    Row sum = x;
    for (std::size_t i = 0; i < x.size(); ++i)
        sum[i] += factor * y[i];
    return sum;
}

Row scaled(const Row& x, double factor)
{
    Row y = x;
    for (double& value : y)
        value *= factor;
    return y;
}

Row centred(const Row& x)
{
    const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
    Row y = x;
    for (double& value : y)
        value -= mean;
    return y;
}

Matrix transposed(const Matrix& a)
{
    Matrix b = zeros(a.empty() ? 0 : a.front().size(), a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < a[i].size(); ++j)
            b[j][i] = a[i][j];
    }
    return b;
}

Row times(const Row& x, const Matrix& a)
{
    Row y = zeros(a.front().size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (std::size_t j = 0; j < y.size(); ++j)
            y[j] += x[i] * a[i][j];
    }
    return y;
}

Matrix times(const Matrix& a, const Matrix& b)
{
    Matrix c;
    for (const Row& row : a)
        c.push_back(times(row, b));
    return c;
}

Row softmax(const Row& scores)
{
    const double most = *std::max_element(scores.begin(), scores.end());
    Row p = scores;
    for (double& value : p)
        value = std::exp(value - most);
    return scaled(p, 1 / std::accumulate(p.begin(), p.end(), 0.0));
}

Row logProbabilities(const Row& logits)
{
    const double most = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const double logit : logits)
        sum += std::exp(logit - most);
    Row result = logits;
    for (double& value : result)
        value -= most + std::log(sum);
    return result;
}

double largest(const Matrix& a)
{
    double most = 0;
    for (const Row& row : a) {
        for (const double value : row)
            most = std::max(most, std::abs(value));
    }
    return most;
}

std::vector<std::size_t> descending(const Row& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return values[one] > values[other];
    });
    return order;
}

double sum(const Row& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

Svd svd(const Matrix& a)
{
    const std::size_t rows = a.size();
    const std::size_t columns = a.front().size();
    if (rows < columns) {
        const Svd turned = svd(transposed(a));
        return {turned.s, turned.v, turned.u};
    }
    // Columns of A are rotated against each other until all are orthogonal; they are then S_k u_k.
    Matrix w = transposed(a); // [column][row]
    Matrix v = zeros(columns, columns);
    for (std::size_t i = 0; i < columns; ++i)
        v[i][i] = 1;
    const double whole = largest(a);
    bool turnedAny = true;
    for (int sweep = 0; sweep < 60 && turnedAny; ++sweep) {
        turnedAny = false;
        for (std::size_t p = 0; p + 1 < columns; ++p) {
            for (std::size_t q = p + 1; q < columns; ++q) {
                const double pp = dot(w[p], w[p]);
                const double qq = dot(w[q], w[q]);
                const double pq = dot(w[p], w[q]);
                const bool isNull = std::min(pp, qq) <= 1e-29 * whole * whole;
                if (isNull || std::abs(pq) <= 1e-15 * std::sqrt(pp * qq))
                    continue;
                turnedAny = true;
                const double zeta = (qq - pp) / (2 * pq);
                const double t = (zeta >= 0 ? 1.0 : -1.0) / (std::abs(zeta) + std::sqrt(1 + zeta * zeta));
                const double c = 1 / std::sqrt(1 + t * t);
                for (Matrix* m : {&w, &v}) {
                    const Row before = (*m)[p];
                    (*m)[p] = plus(scaled(before, c), (*m)[q], -c * t);
                    (*m)[q] = plus(scaled((*m)[q], c), before, c * t);
                }
            }
        }
    }
    std::vector<std::size_t> order(columns);
    std::iota(order.begin(), order.end(), std::size_t{0});
    Row norms;
    for (const Row& column : w)
        norms.push_back(std::sqrt(dot(column, column)));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return norms[one] > norms[other];
    });
    Svd result;
    for (const std::size_t k : order) {
        result.s.push_back(norms[k]);
        result.u.push_back(norms[k] > 0 ? scaled(w[k], 1 / norms[k]) : w[k]);
        result.v.push_back(v[k]);
    }
    return result;
}

Matrix pseudoInverse(const Matrix& a)
{
    const Svd parts = svd(a);
    Matrix inverse = zeros(a.front().size(), a.size());
    for (std::size_t k = 0; k < parts.s.size(); ++k) {
        if (parts.s[k] <= 1e-13 * parts.s.front())
            continue;
        for (std::size_t i = 0; i < inverse.size(); ++i)
            inverse[i] = plus(inverse[i], parts.u[k], parts.v[k][i] / parts.s[k]);
    }
    return inverse;
}

} // namespace headwaters::plain
