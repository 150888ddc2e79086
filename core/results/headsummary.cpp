#include "core/results/headsummary.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

std::uint8_t brightness(float attention)
{
    return static_cast<std::uint8_t>(std::lround(255.0F * std::clamp(attention, 0.0F, 1.0F)));
}

float meanEntropy(std::span<const float> pattern, std::size_t size)
{
    double sum = 0;
    for (std::size_t query = 0; query < size; ++query) {
        float row = 0;
        for (const float attention : pattern.subspan(query * size, query + 1)) {
            if (attention > 0)
                row -= attention * std::log2(attention);
        }
        sum += static_cast<double>(row);
    }
    return size == 0 ? 0.0F : static_cast<float>(sum / static_cast<double>(size));
}

float largestMeanReceived(std::span<const float> pattern, std::size_t size)
{
    std::vector<double> received(size, 0.0); // [key], from the queries after it
    for (std::size_t query = 0; query < size; ++query) {
        for (std::size_t key = 1; key < query; ++key)
            received[key] += static_cast<double>(pattern[query * size + key]);
    }
    double largest = 0;
    for (std::size_t key = 1; key + 1 < size; ++key)
        largest = std::max(largest, received[key] / static_cast<double>(size - 1 - key));
    return static_cast<float>(largest);
}

} // namespace

Thumbnail makeThumbnail(std::span<const float> pattern, int size)
{
    const auto full = static_cast<std::size_t>(size);
    const std::size_t side = std::min<std::size_t>(full, Thumbnail::largest);
    const auto blockBegin = [&](std::size_t block) { return (block * full + side - 1) / side; };
    std::vector<float> largest(side * side, 0.0F);
    for (std::size_t query = 0; query < full; ++query) {
        const float* row = pattern.data() + query * full;
        float* cells = largest.data() + query * side / full * side;
        for (std::size_t block = 0; block < side && blockBegin(block) <= query; ++block) {
            const float* end = row + std::min(blockBegin(block + 1), query + 1);
            for (const float* at = row + blockBegin(block); at != end; ++at)
                cells[block] = std::max(cells[block], *at);
        }
    }

    Thumbnail thumbnail;
    thumbnail.size = static_cast<int>(side);
    thumbnail.values.resize(side * side);
    std::transform(largest.begin(), largest.end(), thumbnail.values.begin(), brightness);
    return thumbnail;
}

HeadSummary summariseHead(HeadIndex head, std::span<const float> pattern, int size)
{
    const auto full = static_cast<std::size_t>(size);
    return {
        head, makeThumbnail(pattern, size), largestMeanReceived(pattern, full), meanEntropy(pattern, full)};
}

} // namespace headwaters
