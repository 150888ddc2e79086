#include "core/results/headstatistics.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

std::vector<bool> sinkMask(const std::vector<int>& sinks, std::size_t size)
{
    std::vector<bool> mask(size, false);
    for (const int sink : sinks) {
        if (sink >= 0 && static_cast<std::size_t>(sink) < size)
            mask[static_cast<std::size_t>(sink)] = true;
    }
    return mask;
}

std::vector<float> toFloat(const std::vector<double>& values)
{
    std::vector<float> result(values.size());
    std::transform(
        values.begin(), values.end(), result.begin(), [](double value) { return static_cast<float>(value); });
    return result;
}

double magnitude(float value)
{
    return std::isfinite(value) ? std::abs(static_cast<double>(value)) : 0.0;
}

} // namespace

std::vector<int> sinkPositions(const std::vector<float>& pattern, int size)
{
    const std::vector<float> received = receivedMass(pattern, size, {});
    double whole = 0;
    for (const float mass : received)
        whole += static_cast<double>(mass);
    std::vector<int> sinks;
    for (int position = 0; position < size; ++position) {
        if (position == 0 || 2 * static_cast<double>(received[static_cast<std::size_t>(position)]) > whole)
            sinks.push_back(position);
    }
    return sinks;
}

AttentionMap withoutSinks(const AttentionMap& map, const std::vector<int>& sinks, double* removedShare)
{
    const auto size = static_cast<std::size_t>(map.size);
    const std::vector<bool> isSink = sinkMask(sinks, size);
    AttentionMap result = map;
    double all = 0;
    double removed = 0;
    for (std::size_t query = 0; query < size; ++query) {
        float* row = result.values.data() + query * size;
        double kept = 0;
        for (std::size_t key = 0; key <= query; ++key) {
            all += magnitude(row[key]);
            if (isSink[key]) {
                removed += magnitude(row[key]);
                row[key] = 0;
            }
            kept += static_cast<double>(row[key]);
        }
        if (map.quantity != Quantity::Pattern || kept <= 0)
            continue;
        for (std::size_t key = 0; key <= query; ++key)
            row[key] = static_cast<float>(static_cast<double>(row[key]) / kept);
    }
    if (removedShare != nullptr)
        *removedShare = all > 0 ? removed / all : 0.0;
    return result;
}

std::vector<float> receivedMass(const std::vector<float>& pattern, int size, const std::vector<int>& sinks)
{
    const auto n = static_cast<std::size_t>(size);
    const std::vector<bool> isSink = sinkMask(sinks, n);
    std::vector<double> received(n, 0.0);
    for (std::size_t query = 0; query < n; ++query) {
        for (std::size_t key = 0; key <= query; ++key) {
            if (!isSink[key])
                received[key] += static_cast<double>(pattern[query * n + key]);
        }
    }
    return toFloat(received);
}

std::vector<float> givenMass(const std::vector<float>& pattern, int size, const std::vector<int>& sinks)
{
    const auto n = static_cast<std::size_t>(size);
    const std::vector<bool> isSink = sinkMask(sinks, n);
    std::vector<double> given(n, 0.0);
    for (std::size_t query = 0; query < n; ++query) {
        for (std::size_t key = 0; key <= query; ++key) {
            if (!isSink[key])
                given[query] += static_cast<double>(pattern[query * n + key]);
        }
    }
    return toFloat(given);
}

std::vector<float> rowEntropy(const std::vector<float>& pattern, int size)
{
    const auto n = static_cast<std::size_t>(size);
    std::vector<double> entropy(n, 0.0);
    for (std::size_t query = 0; query < n; ++query) {
        for (std::size_t key = 0; key <= query; ++key) {
            const auto attention = static_cast<double>(pattern[query * n + key]);
            if (attention > 0)
                entropy[query] -= attention * std::log2(attention);
        }
    }
    return toFloat(entropy);
}

std::vector<float> distanceProfile(const std::vector<float>& pattern, int size)
{
    const auto n = static_cast<std::size_t>(size);
    std::vector<double> profile(n, 0.0);
    for (std::size_t query = 0; query < n; ++query) {
        for (std::size_t key = 0; key <= query; ++key)
            profile[query - key] += static_cast<double>(pattern[query * n + key]);
    }
    for (std::size_t distance = 0; distance < n; ++distance)
        profile[distance] /= static_cast<double>(n - distance);
    return toFloat(profile);
}

std::vector<AttentionLine>
topLines(const std::vector<float>& pattern, int size, const std::vector<int>& sinks, double share)
{
    const auto n = static_cast<std::size_t>(size);
    const std::vector<bool> isSink = sinkMask(sinks, n);
    std::vector<AttentionLine> heap;
    double all = 0;
    for (int query = 0; query < size; ++query) {
        for (int key = 0; key <= query; ++key) {
            const auto column = static_cast<std::size_t>(key);
            const float weight = pattern[static_cast<std::size_t>(query) * n + column];
            if (isSink[column] || !(weight > 0))
                continue;
            heap.push_back({query, key, weight});
            all += static_cast<double>(weight);
        }
    }

    // A heap and not a sort: of half a million entries at T = 1024 only the first few thousand are wanted.
    const auto comesLater = [](const AttentionLine& a, const AttentionLine& b) {
        if (a.weight != b.weight)
            return a.weight < b.weight;
        return a.query != b.query ? a.query > b.query : a.key > b.key;
    };
    std::make_heap(heap.begin(), heap.end(), comesLater);
    std::vector<AttentionLine> lines;
    double kept = 0;
    while (!heap.empty() && kept < share * all) {
        std::pop_heap(heap.begin(), heap.end(), comesLater);
        lines.push_back(heap.back());
        kept += static_cast<double>(heap.back().weight);
        heap.pop_back();
    }
    return lines;
}

} // namespace headwaters
