#include "core/results/comparison.h"

#include "core/base/error.h"
#include "core/results/runresult.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

DifferencePicture pictureOf(std::span<const float> difference, int size)
{
    const auto full = static_cast<std::size_t>(size);
    const std::size_t side = std::min<std::size_t>(full, Thumbnail::largest);
    DifferencePicture picture;
    picture.size = static_cast<int>(side);
    picture.values.assign(side * side, 0.0F);
    for (std::size_t query = 0; query < full; ++query) {
        float* cells = picture.values.data() + query * side / full * side;
        for (std::size_t key = 0; key <= query; ++key) {
            float& cell = cells[key * side / full];
            const float value = difference[query * full + key];
            if (std::abs(value) > std::abs(cell))
                cell = value;
        }
    }
    return picture;
}

} // namespace

QString mapDifferenceBlocked(int tokensA, int tokensB)
{
    if (tokensA == tokensB)
        return {};
    return QStringLiteral("A has %1 and B has %2: a difference needs as many tokens on both sides.")
        .arg(
            tokensA == 1 ? QStringLiteral("1 token") : QStringLiteral("%1 tokens").arg(tokensA),
            tokensB == 1 ? QStringLiteral("1 token") : QStringLiteral("%1 tokens").arg(tokensB));
}

QString wallDifferenceBlocked(const ModelInfo& a, const ModelInfo& b, int tokensA, int tokensB)
{
    if (a.nLayers != b.nLayers || a.nHeads != b.nHeads) {
        return QStringLiteral("A has %1 × %2 heads and B has %3 × %4: a difference needs the same layers and "
                              "heads on both sides.")
            .arg(a.nLayers)
            .arg(a.nHeads)
            .arg(b.nLayers)
            .arg(b.nHeads);
    }
    return mapDifferenceBlocked(tokensA, tokensB);
}

AttentionMap differenceMap(const AttentionMap& a, const AttentionMap& b)
{
    if (a.size != b.size)
        throw badInput(mapDifferenceBlocked(a.size, b.size));
    if (a.quantity != b.quantity) {
        throw badInput(QStringLiteral("A shows %1 and B shows %2: a difference needs one quantity.")
                           .arg(quantityKey(a.quantity), quantityKey(b.quantity)));
    }
    AttentionMap difference = a;
    difference.isDifference = true;
    for (int query = 0; query < a.size; ++query) {
        for (int key = 0; key < a.size; ++key) {
            const auto at = static_cast<std::size_t>(query) * static_cast<std::size_t>(a.size)
                + static_cast<std::size_t>(key);
            difference.values[at] = a.isMasked(query, key) ? 0.0F : a.values[at] - b.values[at];
        }
    }
    return difference;
}

HeadDifference headDifference(HeadIndex head, std::span<const float> a, std::span<const float> b, int size)
{
    const auto full = static_cast<std::size_t>(size);
    std::vector<float> difference(full * full, 0.0F);
    HeadDifference result;
    result.head = head;
    double sum = 0;
    for (std::size_t query = 0; query < full; ++query) {
        for (std::size_t at = query * full; at <= query * full + query; ++at) {
            difference[at] = a[at] - b[at];
            sum += static_cast<double>(std::abs(difference[at]));
            result.largest = std::max(result.largest, std::abs(difference[at]));
        }
    }
    if (full > 0)
        result.meanAbsolute = static_cast<float>(2 * sum / static_cast<double>(full * (full + 1)));
    result.picture = pictureOf(difference, size);
    return result;
}

} // namespace headwaters
