#include "core/engine/causal/valuechange.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace headwaters {

namespace {

/// Calls `change` with all rows, or with each of those that are named: views [rows, width] of x.
template <typename Change> void forRows(at::Tensor x, const std::vector<int>& positions, const Change& change)
{
    if (positions.empty()) {
        change(x, 0);
        return;
    }
    for (const int position : positions)
        change(x.narrow(0, position, 1), position);
}

at::Tensor rowsAt(const at::Tensor& all, std::int64_t first, std::int64_t count)
{
    return all.size(0) == 1 ? all : all.narrow(0, first, count);
}

// Uniform bits to normal numbers by hand: the standard's distributions differ between libraries.
class Normals {
public:
    explicit Normals(std::uint64_t seed) : m_bits(seed) { }

    double next()
    {
        const double radius = std::sqrt(-2 * std::log(unit()));
        return radius * std::cos(2 * 3.14159265358979323846 * unit());
    }

private:
    double unit() { return (static_cast<double>(m_bits() >> 11) + 0.5) / 9007199254740992.0; }

    std::mt19937_64 m_bits;
};

/// A matrix of floats with any strides, cell by cell.
class Cells {
public:
    explicit Cells(const at::Tensor& matrix)
        : m_data(matrix.data_ptr<float>()),
          m_row(matrix.stride(0)),
          m_column(matrix.stride(1)),
          m_size(static_cast<int>(matrix.size(0)))
    {
    }

    [[nodiscard]] int size() const { return m_size; }
    [[nodiscard]] float& at(int row, int column) const { return m_data[row * m_row + column * m_column]; }

private:
    float* m_data;
    std::int64_t m_row, m_column;
    int m_size;
};

std::vector<int> allOr(const std::vector<int>& chosen, int size)
{
    if (!chosen.empty())
        return chosen;
    std::vector<int> all(static_cast<std::size_t>(size));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

/// The visible keys of a row that are named.
std::vector<int> chosenKeys(const ChangeReach& reach, const Cells& cells, int destination)
{
    std::vector<int> keys;
    for (const int source : allOr(reach.sources, cells.size())) {
        if (source <= destination && std::isfinite(cells.at(destination, source)))
            keys.push_back(source);
    }
    return keys;
}

/// As many other visible keys, where there are as many.
std::vector<int>
otherKeys(const std::vector<int>& keys, const Cells& cells, int destination, std::uint64_t seed)
{
    std::vector<int> others;
    for (int source = 0; source <= destination; ++source) {
        if (std::isfinite(cells.at(destination, source))
            && std::find(keys.begin(), keys.end(), source) == keys.end())
            others.push_back(source);
    }
    std::mt19937_64 bits(seed + static_cast<std::uint64_t>(destination));
    std::vector<int> drawn;
    while (drawn.size() < keys.size() && !others.empty()) {
        const auto place = static_cast<std::ptrdiff_t>(bits() % others.size());
        drawn.push_back(others[static_cast<std::size_t>(place)]);
        others.erase(others.begin() + place);
    }
    return drawn;
}

} // namespace

at::Tensor randomDirection(std::int64_t width, std::uint64_t seed, at::ScalarType type)
{
    Normals normals(seed);
    at::Tensor vector = at::empty({width}, at::kDouble);
    std::generate_n(vector.data_ptr<double>(), width, [&] { return normals.next(); });
    return (vector / std::sqrt(at::dot(vector, vector).item<double>())).to(type);
}

at::Tensor inRandomDirections(const at::Tensor& rows, std::uint64_t seed)
{
    at::Tensor drawn = at::empty_like(rows);
    for (std::int64_t row = 0; row < rows.size(0); ++row) {
        const double length = rows.select(0, row).norm().item<double>();
        drawn.select(0, row).copy_(
            randomDirection(
                rows.size(1), seed * 0x9e3779b97f4a7c15ULL + static_cast<std::uint64_t>(row),
                rows.scalar_type())
            * length);
    }
    return drawn;
}

void addRows(at::Tensor x, const at::Tensor& rows, const ChangeReach& reach)
{
    at::Tensor change = rows * reach.strength;
    if (reach.control)
        change = inRandomDirections(change, *reach.control);
    forRows(x, reach.positions, [&](at::Tensor part, std::int64_t first) {
        part.add_(rowsAt(change, first, part.size(0)));
    });
}

void blendRows(at::Tensor x, const at::Tensor& goal, const ChangeReach& reach)
{
    if (reach.control) {
        addRows(x, (goal - x).expand_as(x), reach);
        return;
    }
    forRows(x, reach.positions, [&](at::Tensor part, std::int64_t first) {
        const at::Tensor to = rowsAt(goal, first, part.size(0));
        // A sum would round: all the way must mean equal.
        if (reach.strength == 1)
            part.copy_(to.expand_as(part));
        else
            part.add_(to - part, reach.strength);
    });
}

void addDirection(at::Tensor x, const at::Tensor& unit, const ChangeReach& reach)
{
    const at::Tensor used =
        reach.control ? randomDirection(unit.size(0), *reach.control, unit.scalar_type()) : unit;
    forRows(x, reach.positions, [&](at::Tensor part, std::int64_t) { part.add_(used, reach.strength); });
}

void projectOut(at::Tensor x, const at::Tensor& unit, const ChangeReach& reach)
{
    const at::Tensor used =
        reach.control ? randomDirection(unit.size(0), *reach.control, unit.scalar_type()) : unit;
    forRows(x, reach.positions, [&](at::Tensor part, std::int64_t) {
        const at::Tensor along = at::mv(part, used); // [rows]
        part.sub_(along.unsqueeze(1) * used, reach.strength);
    });
}

void blendEdges(at::Tensor x, const at::Tensor& goal, const ChangeReach& reach)
{
    const Cells cells(x);
    const at::Tensor to = goal.defined() ? goal : at::zeros_like(x);
    const Cells goals(to);
    const auto strength = static_cast<float>(reach.strength);
    for (const int destination : allOr(reach.positions, cells.size())) {
        const std::vector<int> keys = chosenKeys(reach, cells, destination);
        std::vector<int> changed = keys;
        if (reach.control) {
            std::vector<int> places = keys;
            const std::vector<int> others = otherKeys(keys, cells, destination, *reach.control);
            places.insert(places.end(), others.begin(), others.end());
            std::mt19937_64 bits(*reach.control + 31 * static_cast<std::uint64_t>(destination));
            for (std::size_t at = 0; at < changed.size(); ++at) {
                const std::size_t chosen = at + bits() % (places.size() - at);
                std::swap(places[at], places[chosen]);
                changed[at] = places[at];
            }
        }
        std::vector<float> changes;
        for (const int source : keys)
            changes.push_back(goals.at(destination, source) - cells.at(destination, source));
        for (std::size_t at = 0; at < keys.size(); ++at) {
            float& cell = cells.at(destination, changed[at]);
            if (strength == 1 && !reach.control)
                cell = goals.at(destination, keys[at]);
            else
                cell += strength * changes[at];
        }
    }
}

void changeScores(at::Tensor scores, CausalOperation operation, const ChangeReach& reach)
{
    const Cells cells(scores);
    const auto strength = static_cast<float>(reach.strength);
    for (const int destination : allOr(reach.positions, cells.size())) {
        std::vector<int> keys = chosenKeys(reach, cells, destination);
        if (reach.control)
            keys = otherKeys(keys, cells, destination, *reach.control);
        for (const int source : keys) {
            float& score = cells.at(destination, source);
            if (operation == CausalOperation::Scale)
                score *= strength;
            else if (operation == CausalOperation::AddToScore)
                score += strength;
            else
                score = -std::numeric_limits<float>::infinity();
        }
        if (operation != CausalOperation::KnockOut || keys.empty())
            continue;
        bool sees = false;
        for (int source = 0; source <= destination; ++source)
            sees = sees || std::isfinite(cells.at(destination, source));
        if (!sees) {
            throw badInput(
                QStringLiteral("Token %1 is left with nothing to read: all its edges were knocked out.")
                    .arg(destination));
        }
    }
}

} // namespace headwaters
